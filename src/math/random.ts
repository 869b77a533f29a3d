/** A generator of uniform random numbers in [0, 1), with 53 random bits each. */
export type Random = () => number;

/** What makes a run repeatable; a number and its decimal text are the same seed. */
export type Seed = string | number;

/**
 * Makes the generator of a seed and a stream, independent of that of any other pair.
 *
 * Making one costs less than a microsecond, so each decision can have its own: suggestion k draws from stream k,
 * whatever was drawn before it. The generator is Alea (J. Baagøe, 2010).
 */
export function generator(seed: Seed, stream: string | number): Random {
  const name = String(seed);
  // The length keeps ('a', '1/2') and ('a/1', '2') apart.
  const alea = new Alea(`${name.length}/${name}/${stream}`);
  return () => alea.next() + Math.floor(alea.next() * 2 ** 21) * 2 ** -53;
}

/** Three numbers of 32 bits are hashed from the name; each step multiplies and carries (Marsaglia), and gives 32 bits. */
class Alea {
  #a: number;
  #b: number;
  #c: number;
  #carry = 1;

  constructor(name: string) {
    let hash = mash(blank.hash, name);
    this.#a = difference(blank.a, hash);
    hash = mash(hash, name);
    this.#b = difference(blank.b, hash);
    hash = mash(hash, name);
    this.#c = difference(blank.c, hash);
  }

  next(): number {
    const sum = 2_091_639 * this.#a + this.#carry * 2 ** -32;
    this.#a = this.#b;
    this.#b = this.#c;
    this.#carry = Math.floor(sum);
    this.#c = sum - this.#carry;
    return this.#c;
  }
}

/** Goes on with a hash by the characters of a text. */
function mash(hash: number, text: string): number {
  let n = hash;
  for (let i = 0; i < text.length; i++) {
    n += text.charCodeAt(i);
    const scaled = 0.025_196_032_824_169_38 * n;
    const product = (scaled - (scaled >>> 0)) * (scaled >>> 0);
    n = (product >>> 0) + (product - (product >>> 0)) * 2 ** 32;
  }
  return n;
}

const fraction = (hash: number): number => (hash >>> 0) * 2 ** -32;

/** What a hash is taken from; in [0, 1). */
function difference(from: number, hash: number): number {
  const value = from - fraction(hash);
  return value < 0 ? value + 1 : value;
}

/** Where every name begins: after three blanks. */
const blank = (() => {
  const a = mash(0xefc8249d, ' ');
  const b = mash(a, ' ');
  const c = mash(b, ' ');
  return { a: fraction(a), b: fraction(b), c: fraction(c), hash: c };
})();

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
