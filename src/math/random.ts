import alea from 'seedrandom/lib/alea.js';

/** A generator of uniform random numbers in [0, 1), with 53 random bits each. */
export type Random = () => number;

/** What makes a run repeatable; a number and its decimal text are the same seed. */
export type Seed = string | number;

/**
 * Makes the generator of a seed and a stream, independent of that of any other pair.
 *
 * Making one costs about a microsecond, so each decision can have its own: suggestion k draws from stream k,
 * whatever was drawn before it. The generator is Alea (J. Baagøe, 2010).
 */
export function generator(seed: Seed, stream: string | number): Random {
  const name = String(seed);
  // The length keeps ('a', '1/2') and ('a/1', '2') apart.
  return alea(`${name.length}/${name}/${stream}`).double;
}

/** Draws from the standard normal distribution (Box and Muller 1958, one of the pair). */
export function normal(random: Random): number {
  // 1 - u is never 0, so the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Draws an integer uniformly from 0 to n - 1, n at least 1. */
export function integer(random: Random, n: number): number {
  return Math.floor(random() * n);
}

/** Gives the items in a uniformly random order, as a new array (Fisher and Yates, inside out). */
export function shuffle<T>(random: Random, items: readonly T[]): T[] {
  const shuffled: T[] = [];
  for (const item of items) {
    const at = integer(random, shuffled.length + 1);
    const displaced = shuffled.splice(at, 1, item);
    shuffled.push(...displaced);
  }
  return shuffled;
}
