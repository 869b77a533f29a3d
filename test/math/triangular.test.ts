import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generator, normal } from '../../src/math/random.ts';
import { forward, forwardFour, rowStart, solveLower, solveUpper } from '../../src/math/triangular.ts';

const size = fc.integer({ min: 1, max: 40 });

/** A well-conditioned lower triangular matrix, packed. */
function triangle(n: number, seed: number): Float64Array {
  const random = generator(seed, 'triangle');
  const l = Float64Array.from({ length: rowStart(n) }, () => normal(random) / Math.sqrt(n));
  for (let i = 0; i < n; i++) l[rowStart(i) + i] = 1 + random();
  return l;
}

const vector = (n: number, seed: number) => {
  const random = generator(seed, 'vector');
  return Float64Array.from({ length: n }, () => normal(random));
};

/** L x, or Lᵀ x. */
function product(l: Float64Array, n: number, x: Float64Array, transposed: boolean): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = l[rowStart(i) + j]!;
      if (transposed) out[j]! += entry * x[i]!;
      else out[i]! += entry * x[j]!;
    }
  }
  return out;
}

const distance = (a: Float64Array, b: Float64Array) =>
  Math.max(0, ...a.map((value, i) => Math.abs(value - b[i]!)));

describe('solveLower and solveUpper', () => {
  it('undo a product, for each of several right-hand sides', () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 9 }), fc.integer(), (n, count, seed) => {
        const l = triangle(n, seed);
        const x = vector(n * count, seed);
        const part = (c: number) => x.subarray(c * n, (c + 1) * n);
        const [lower, upper] = [new Float64Array(n * count), new Float64Array(n * count)];
        for (let c = 0; c < count; c++) {
          lower.set(product(l, n, part(c), false), c * n);
          upper.set(product(l, n, part(c), true), c * n);
        }
        solveLower(l, n, lower, count);
        solveUpper(l, n, upper, count);
        expect(distance(lower, x)).toBeLessThan(1e-9);
        expect(distance(upper, x)).toBeLessThan(1e-9);
      }),
    );
  });

  it('use the first rows of a larger matrix', () => {
    const l = triangle(12, 1);
    const [whole, part] = [vector(7, 2), vector(7, 2)];
    solveLower(l, 7, whole);
    solveLower(l.slice(0, rowStart(7)), 7, part);
    expect(whole).toEqual(part);
  });
});

describe('forward and forwardFour', () => {
  it('agree, and may begin where the solution does', () => {
    fc.assert(
      fc.property(size, fc.nat(39), fc.integer(), (n, skip, seed) => {
        const start = skip % n;
        const l = triangle(n, seed);
        const b = vector(4 * n, seed);
        for (let c = 0; c < 4; c++) b.fill(0, c * n, c * n + start);
        const [all, four, single] = [b.slice(), b.slice(), b.slice()];
        solveLower(l, n, all, 4);
        forwardFour(l, start, n, four, 0, n, 2 * n, 3 * n);
        for (let c = 0; c < 4; c++) forward(l, start, start, n, single, c * n);
        expect(distance(four, all)).toBeLessThan(1e-11);
        expect(distance(single, all)).toBeLessThan(1e-11);
      }),
    );
  });
});
