import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../src/math/eigen.ts';
import { generator, normal } from '../../src/math/random.ts';

function eigen(a: Float64Array, n: number) {
  const [values, vectors] = [new Float64Array(n), new Float64Array(n * n)];
  symmetricEigen(a, n, values, vectors);
  return { values, vectors };
}

function symmetric(n: number, entry: (i: number, j: number) => number): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = entry(i, j);
  return a;
}

const random = (n: number, seed: number) => {
  const draw = generator(seed, 'symmetric');
  return symmetric(n, () => normal(draw));
};

/** The largest entries of VᵀDV - A and of VVᵀ - 1. */
function errors(a: Float64Array, n: number, { values, vectors }: ReturnType<typeof eigen>) {
  let [product, orthogonality] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let [entry, dot] = [-a[i * n + j]!, i === j ? -1 : 0];
      for (let k = 0; k < n; k++) {
        entry += values[k]! * vectors[k * n + i]! * vectors[k * n + j]!;
        dot += vectors[i * n + k]! * vectors[j * n + k]!;
      }
      product = Math.max(product, Math.abs(entry));
      orthogonality = Math.max(orthogonality, Math.abs(dot));
    }
  }
  return { product, orthogonality };
}

describe('symmetricEigen', () => {
  it('takes a matrix apart so that it can be put together, the smallest value first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer(), (n, seed) => {
        const a = random(n, seed);
        const found = eigen(a, n);
        const { product, orthogonality } = errors(a, n, found);
        expect(product).toBeLessThan(1e-13);
        expect(orthogonality).toBeLessThan(1e-13);
        expect([...found.values]).toEqual([...found.values].sort((x, y) => x - y));
      }),
    );
  });

  it('agrees with another implementation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer(), (n, seed) => {
        const a = random(n, seed);
        const matrix = new Matrix(Array.from({ length: n }, (_, i) => [...a.subarray(i * n, (i + 1) * n)]));
        const theirs = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues;
        theirs.sort((x, y) => x - y);
        eigen(a, n).values.forEach((value, i) => {
          expect(value).toBeCloseTo(theirs[i]!, 11);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('survives equal values, zeros, and few distinct entries', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.constantFrom(0, 0, 1, -1, 1e-200), { minLength: 78, maxLength: 78 }),
        (n, entries) => {
          const a = symmetric(n, (i, j) => entries[(i * (i + 1)) / 2 + j]!);
          const { product, orthogonality } = errors(a, n, eigen(a, n));
          expect(product).toBeLessThan(1e-14 * n);
          expect(orthogonality).toBeLessThan(1e-14 * n);
        },
      ),
    );
  });

  it('finds known values', () => {
    // The second difference matrix: 2 - 2 cos(k π / (n + 1)).
    const n = 25;
    const { values } = eigen(
      symmetric(n, (i, j) => (i === j ? 2 : i - j === 1 ? -1 : 0)),
      n,
    );
    values.forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13);
    });
    expect([...eigen(new Float64Array([3, 0, 0, 1]), 2).values]).toEqual([1, 3]);
  });

  it('works at any size of the entries', () => {
    for (const size of [1e-300, 1e-100, 1e100, 1e300]) {
      const a = random(8, 3).map((entry) => entry * size);
      expect(errors(a, 8, eigen(a, 8)).product / size).toBeLessThan(1e-13);
    }
  });

  it('keeps a covariance of condition 1e14 positive up to rounding', () => {
    const n = 10;
    const { vectors } = eigen(random(n, 5), n);
    const a = symmetric(n, (i, j) => {
      let sum = 0;
      for (let k = 0; k < n; k++)
        sum += 10 ** ((-14 * k) / (n - 1)) * vectors[k * n + i]! * vectors[k * n + j]!;
      return sum;
    });
    const { values } = eigen(a, n);
    values.forEach((value, i) => {
      expect(Math.abs(value - 10 ** ((-14 * (n - 1 - i)) / (n - 1)))).toBeLessThan(2e-15);
    });
  });

  it('reads no entry above the diagonal, and may work in place', () => {
    const a = random(6, 1);
    const expected = eigen(a, 6);
    for (let i = 0; i < 6; i++) for (let j = i + 1; j < 6; j++) a[i * 6 + j] = Number.NaN;
    expect(eigen(a, 6)).toEqual(expected);
    const values = new Float64Array(6);
    symmetricEigen(a, 6, values, a);
    expect({ values, vectors: a }).toEqual(expected);
  });

  it('does not hide a NaN or an infinity', () => {
    for (const bad of [Number.NaN, Infinity]) {
      const { values, vectors } = eigen(new Float64Array([1, 0, bad, 1]), 2);
      expect([...values, ...vectors].every(Number.isNaN)).toBe(true);
    }
  });
});
