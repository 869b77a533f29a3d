import fc from 'fast-check';
import { CholeskyDecomposition, inverse as mlInverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { cholesky, inverse, logDeterminant } from '../../src/math/cholesky.ts';
import { generator, normal } from '../../src/math/random.ts';
import { rowStart } from '../../src/math/triangular.ts';

const size = fc.integer({ min: 1, max: 60 });

const entry = (a: Float64Array, i: number, j: number) => a[rowStart(Math.max(i, j)) + Math.min(i, j)]!;

/** A random positive definite matrix, packed: B Bᵀ / n plus some of the unit matrix. */
function positiveDefinite(n: number, seed: number, ridge = 0.1): Float64Array {
  const random = generator(seed, 'matrix');
  const b = Float64Array.from({ length: n * n }, () => normal(random));
  const a = new Float64Array(rowStart(n));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? ridge * n : 0;
      for (let k = 0; k < n; k++) sum += b[i * n + k]! * b[j * n + k]!;
      a[rowStart(i) + j] = sum / n;
    }
  }
  return a;
}

const dense = (a: Float64Array, n: number) =>
  new Matrix(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => entry(a, i, j))));

function largestDifference(n: number, f: (i: number, j: number) => number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) largest = Math.max(largest, Math.abs(f(i, j)));
  return largest;
}

function reconstruct(l: Float64Array, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k <= Math.min(i, j); k++) sum += l[rowStart(i) + k]! * l[rowStart(j) + k]!;
  return sum;
}

describe('cholesky', () => {
  it('factors: L Lᵀ is the matrix', () => {
    fc.assert(
      fc.property(size, fc.integer(), (n, seed) => {
        const a = positiveDefinite(n, seed);
        const l = a.slice();
        expect(cholesky(l, n)).toBe(0);
        expect(largestDifference(n, (i, j) => reconstruct(l, i, j) - entry(a, i, j))).toBeLessThan(1e-13);
      }),
    );
  });

  it('agrees with another implementation', () => {
    fc.assert(
      fc.property(size, fc.integer(), (n, seed) => {
        const a = positiveDefinite(n, seed);
        const theirs = new CholeskyDecomposition(dense(a, n)).lowerTriangularMatrix;
        cholesky(a, n);
        expect(largestDifference(n, (i, j) => a[rowStart(i) + j]! - theirs.get(i, j))).toBeLessThan(1e-12);
      }),
      { numRuns: 30 },
    );
  });

  it('grows by rows, and the first rows are the factor of the first rows', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.integer(), (n, cut, seed) => {
        const from = cut % (n + 1);
        const a = positiveDefinite(n, seed);
        const whole = a.slice();
        cholesky(whole, n);
        const grown = a.slice();
        cholesky(grown, from);
        expect(grown.subarray(rowStart(from))).toEqual(a.subarray(rowStart(from)));
        cholesky(grown, n, { from });
        expect(
          largestDifference(n, (i, j) => grown[rowStart(i) + j]! - whole[rowStart(i) + j]!),
        ).toBeLessThan(1e-13);
      }),
    );
  });

  it('raises the pivots of a matrix that is not positive definite, and says how many', () => {
    const n = 6;
    // Rank 1: every pivot but the first is 0.
    const l = new Float64Array(rowStart(n)).fill(1);
    expect(cholesky(l, n, { floor: 1e-6 })).toBe(n - 1);
    for (let i = 1; i < n; i++) expect(l[rowStart(i) + i]).toBeCloseTo(1e-3, 12);
    // All of the difference is on the diagonal.
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) expect(reconstruct(l, i, j)).toBeCloseTo(1, 12);
      expect(reconstruct(l, i, i)).toBeCloseTo(i === 0 ? 1 : 1 + 1e-6, 12);
    }
  });

  it('does not hide a NaN', () => {
    const l = new Float64Array([1, 0.5, Number.NaN]);
    expect(cholesky(l, 2)).toBe(0);
    expect(l[2]).toBeNaN();
  });
});

describe('logDeterminant', () => {
  it('is that of the matrix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (n, seed) => {
        const a = positiveDefinite(n, seed);
        const theirs = new CholeskyDecomposition(dense(a, n)).lowerTriangularMatrix.diag();
        cholesky(a, n);
        const expected = theirs.reduce((sum, d) => sum + 2 * Math.log(d), 0);
        expect(logDeterminant(a, n)).toBeCloseTo(expected, 10);
      }),
    );
  });
});

describe('inverse', () => {
  it('agrees with another implementation', () => {
    fc.assert(
      fc.property(size, fc.integer(), (n, seed) => {
        const l = positiveDefinite(n, seed);
        const theirs = mlInverse(dense(l, n));
        cholesky(l, n);
        const into = new Float64Array(rowStart(n));
        inverse(l, n, into, new Float64Array(n * n).fill(7));
        expect(largestDifference(n, (i, j) => entry(into, i, j) - theirs.get(i, j))).toBeLessThan(1e-11);
      }),
    );
  });
});
