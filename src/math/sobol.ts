import { shown, TuningError } from '../errors.ts';
import type { Random } from './random.ts';
import { joeKuo } from './sobol-directions.ts';

/** Options of {@link sobol}. */
export interface SobolOptions {
  /** Scrambles the points with keys drawn from this generator, two numbers a dimension; without it they are plain. */
  readonly scramble?: Random;
}

/** A Sobol' sequence: any of its points can be had at any time, in any order. */
export interface SobolSequence {
  readonly dimensions: number;
  /**
   * Point k, 0 ≤ k < 2^32, its coordinates multiples of 2^-32 in [0, 1).
   *
   * @param into where to write it; a new array if left out
   * @throws TuningError `InvalidConfig` when k is not such an integer.
   */
  readonly point: (k: number, into?: Float64Array) => Float64Array;
}

const BITS = 32;
const MAX_DIMENSIONS = 1000;

/**
 * The Sobol' sequence in up to 1,000 dimensions, in Gray-code order.
 *
 * Any 2^m points from a multiple of 2^m on have one in each of the 2^m equal parts of every coordinate; scrambling
 * keeps that and makes every point uniform by itself. Point k depends on k, the dimension and the keys alone, and a
 * sequence in fewer dimensions is the same in those. A point costs at most 32 steps a dimension.
 *
 * Source: Sobol' (1967); Gray code of Antonov and Saleev (1979); direction numbers of Joe and Kuo (2008);
 * scrambling of Owen (1995), hashed as in Burley, "Practical Hash-based Owen Scrambling", JCGT 9(4), 2020.
 *
 * @throws TuningError `InvalidConfig` when `dimensions` is not an integer from 0 to 1,000.
 */
export function sobol(dimensions: number, { scramble }: SobolOptions = {}): SobolSequence {
  if (!Number.isInteger(dimensions) || dimensions < 0 || dimensions > MAX_DIMENSIONS) {
    throw new TuningError(
      'InvalidConfig',
      `a Sobol' sequence has 0 to ${MAX_DIMENSIONS} dimensions, not ${shown(dimensions)}: draw further ones at random`,
    );
  }
  const directions = Array.from({ length: dimensions }, (_, j) => directionNumbers(j));
  const keys = scramble && Uint32Array.from({ length: 2 * dimensions }, () => scramble() * 2 ** BITS);
  return {
    dimensions,
    point(k, into = new Float64Array(dimensions)) {
      if (!Number.isInteger(k) || k < 0 || k >= 2 ** BITS) {
        throw new TuningError('InvalidConfig', `a Sobol' sequence has points 0 to 2^32 - 1, not ${shown(k)}`);
      }
      const gray = (k ^ (k >>> 1)) >>> 0;
      let j = 0;
      for (const v of directions) {
        let x = 0;
        for (let bits = gray, i = 0; bits !== 0; bits >>>= 1, i++) if (bits & 1) x ^= v[i] ?? 0;
        if (keys) x = owen(x, keys[2 * j] ?? 0, keys[2 * j + 1] ?? 0);
        into[j++] = (x >>> 0) * 2 ** -BITS;
      }
      return into;
    },
  };
}

/**
 * Nested uniform scrambling: each digit is flipped or not by the coin that belongs to the digits before it.
 *
 * The coins are a binary tree, numbered as in a heap: the root 1 for the first digit, then 2 and 3 for the second.
 */
function owen(x: number, key1: number, key2: number): number {
  let flips = 0;
  for (let bit = BITS - 1, node = 1; bit >= 0; bit--) {
    flips = (flips << 1) | coin(node, key1, key2);
    node = (node << 1) | ((x >>> bit) & 1);
  }
  return x ^ flips;
}

/** A random bit for each integer, by multiplying and folding; two keys, so that no two dimensions share a tree. */
function coin(node: number, key1: number, key2: number): number {
  let hash = Math.imul(node ^ key1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16) ^ key2, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash >>> 31;
}

let words: readonly string[] | undefined;
const known: Uint32Array[] = [];

/** The direction numbers of dimension j from 0, the binary fraction v_i as the integer v_i 2^32. */
function directionNumbers(j: number): Uint32Array {
  const found = known[j];
  if (found) return found;
  const v = new Uint32Array(BITS);
  if (j === 0) {
    for (let i = 0; i < BITS; i++) v[i] = 2 ** (BITS - 1 - i);
  } else {
    words ??= joeKuo.trim().split(/\s+/);
    const [polynomial = 0, ...m] = (words[j - 1] ?? '').split('.').map((text) => Number.parseInt(text, 36));
    recurrence(v, polynomial, m);
  }
  known[j] = v;
  return v;
}

/** Joe and Kuo 2008, equation 2: v_i from the s before it, s the degree of the polynomial. */
function recurrence(v: Uint32Array, polynomial: number, m: readonly number[]): void {
  const s = m.length;
  for (let i = 0; i < BITS; i++) {
    if (i < s) {
      v[i] = (m[i] ?? 0) * 2 ** (BITS - 1 - i);
      continue;
    }
    const oldest = v[i - s] ?? 0;
    let x = oldest ^ (oldest >>> s);
    for (let r = 1; r < s; r++) if ((polynomial >>> (s - r)) & 1) x ^= v[i - r] ?? 0;
    v[i] = x;
  }
}
