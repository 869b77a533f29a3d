import fc from 'fast-check';
import { Matrix, pseudoInverse, solve } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { LeastSquares } from '../../src/math/least-squares.ts';
import { generator, normal } from '../../src/math/random.ts';

const shape = fc.record({
  columns: fc.integer({ min: 1, max: 20 }),
  spare: fc.integer({ min: 0, max: 15 }),
  seed: fc.nat(),
});

function problem({ columns, spare, seed }: { columns: number; spare: number; seed: number }) {
  const rows = columns + spare;
  const random = generator(seed, 'least squares');
  const a = Float64Array.from({ length: rows * columns }, () => normal(random));
  const b = Float64Array.from({ length: rows }, () => normal(random));
  return { a, b, rows, columns };
}

const dense = (a: Float64Array, rows: number, columns: number): Matrix =>
  new Matrix(
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => a[j * rows + i]!)),
  );

describe('LeastSquares', () => {
  test('agrees with an independent library', () => {
    fc.assert(
      fc.property(shape, (of) => {
        const { a, b, rows, columns } = problem(of);
        const matrix = dense(a, rows, columns);
        const inverse = pseudoInverse(matrix);
        // Square ones may be as badly conditioned as they like.
        fc.pre(matrix.norm() * inverse.norm() < 1e6);
        const expected = solve(matrix, Matrix.columnVector([...b]), true).to1DArray();
        const least = new LeastSquares(a, rows, columns);
        const x = least.solve(b);
        expected.forEach((value, j) => {
          expect(Math.abs(x[j]! - value)).toBeLessThan(1e-8 * (1 + Math.abs(value)));
        });
        const covariance = inverse.mmul(inverse.transpose());
        const v = Float64Array.from({ length: columns }, (_, j) => 1 + j);
        const variance = Matrix.rowVector([...v])
          .mmul(covariance)
          .mmul(Matrix.columnVector([...v]))
          .get(0, 0);
        expect(least.variance(v) / variance).toBeCloseTo(1, 6);
      }),
      { numRuns: 100 },
    );
  });

  test('the residuals are at right angles to every column, and the leverages sum to the number of columns', () => {
    fc.assert(
      fc.property(shape, (of) => {
        const { a, b, rows, columns } = problem(of);
        const least = new LeastSquares(a.slice(), rows, columns);
        const x = least.solve(b);
        const row = (i: number) => Float64Array.from({ length: columns }, (_, j) => a[j * rows + i]!);
        const residuals = b.map(
          (value, i) => value - row(i).reduce((sum, entry, j) => sum + entry * x[j]!, 0),
        );
        const scale = 1 + Math.max(...x.map(Math.abs));
        for (let j = 0; j < columns; j++) {
          const dot = residuals.reduce((sum, r, i) => sum + r * a[j * rows + i]!, 0);
          expect(Math.abs(dot)).toBeLessThan(1e-9 * scale * rows);
        }
        const leverages = Array.from({ length: rows }, (_, i) => least.variance(row(i)));
        expect(leverages.reduce((sum, leverage) => sum + leverage, 0)).toBeCloseTo(columns, 6);
      }),
      { numRuns: 100 },
    );
  });

  test('a column that depends on others gets no coefficient', () => {
    const a = Float64Array.of(1, 2, 3, 4, 2, 4, 6, 8, 1, 0, 0, 1);
    const x = new LeastSquares(a, 4, 3).solve(Float64Array.of(4, 6, 9, 13));
    expect(x[1]).toBe(0);
    expect([x[0], x[2]]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expect([...new LeastSquares(new Float64Array(4), 2, 2).solve(Float64Array.of(1, 1))]).toEqual([0, 0]);
  });
});
