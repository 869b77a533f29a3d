import { CholeskyDecomposition, EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { FullCovariance } from '../../../src/samplers/cmaes/full-covariance.ts';
import { numbers, positiveDefinite } from './covariances.ts';

const n = 6;
const entries = positiveDefinite(n);
const matrix = Matrix.from1DArray(n, n, [...entries]);
const largest = (values: Iterable<number>): number => Math.max(...[...values].map(Math.abs));

test('lengths and directions agree with another library', () => {
  const covariance = new FullCovariance(n, entries);
  const y = numbers(n);
  const column = Matrix.columnVector([...y]);
  const squared = column.transpose().mmul(inverse(matrix)).mmul(column).get(0, 0);
  expect(covariance.squaredLength(Float64Array.of(7, ...y), 1) / squared).toBeCloseTo(1, 9);
  const white = new Float64Array(n);
  covariance.whiten(y, white);
  expect(white.reduce((sum, w) => sum + w * w, 0) / squared).toBeCloseTo(1, 9);
  // C^-1/2 is symmetric: twice applied it is C^-1.
  const twice = new Float64Array(n);
  covariance.whiten(white, twice);
  const solved = new CholeskyDecomposition(matrix).solve(column).to1DArray();
  expect(largest(twice.map((value, i) => value - (solved[i] ?? NaN)))).toBeLessThan(1e-9);
  const eigenvalues = new EigenvalueDecomposition(matrix).realEigenvalues;
  expect(covariance.condition * (Math.min(...eigenvalues) / Math.max(...eigenvalues))).toBeCloseTo(1, 9);
  expect(covariance.variance(2)).toBe(entries[2 * n + 2]);
});

test('what is drawn has the covariance', () => {
  const covariance = new FullCovariance(n, entries);
  const random = generator(3, 'draws');
  const drawn = Matrix.zeros(20_000, n);
  const into = new Float64Array(n);
  for (let i = 0; i < 20_000; i++) {
    covariance.draw(random, into);
    drawn.setRow(i, [...into]);
  }
  const found = drawn.transpose().mmul(drawn).div(20_000);
  expect(largest(found.sub(matrix).to1DArray()) / largest(entries)).toBeLessThan(0.05);
});

test('learns as the equation says', () => {
  const covariance = new FullCovariance(n, entries);
  const path = numbers(n, 3);
  const steps = numbers(2 * n, 4);
  covariance.adapt(0.9, 0.05, path, Float64Array.of(0.1, -0.02), steps);
  const outer = (y: Float64Array): Matrix => Matrix.columnVector([...y]).mmul(Matrix.rowVector([...y]));
  const expected = Matrix.mul(matrix, 0.9)
    .add(outer(path).mul(0.05))
    .add(outer(steps.subarray(0, n)).mul(0.1))
    .add(outer(steps.subarray(n)).mul(-0.02));
  expect(largest(covariance.entries().map((c, i) => c - (expected.to1DArray()[i] ?? NaN)))).toBeLessThan(
    1e-14,
  );
});

test('with a gap it is decomposed only now and then', () => {
  const covariance = new FullCovariance(2, Float64Array.of(1, 0, 0, 1), 3);
  const adapt = (): void => {
    covariance.adapt(4, 0, new Float64Array(2), new Float64Array(0), new Float64Array(0));
  };
  const length = (): number => covariance.squaredLength(Float64Array.of(1, 0), 0);
  expect(length()).toBe(1);
  adapt();
  adapt();
  expect(length()).toBe(1);
  adapt();
  expect(length()).toBeCloseTo(1 / 64, 12);
});

test('no axis gets lost next to a long one', () => {
  const covariance = new FullCovariance(2, Float64Array.of(1, 0, 0, 1e-30));
  expect(covariance.condition / 1e14).toBeCloseTo(1, 6);
  expect(covariance.variance(1) / 1e-14).toBeCloseTo(1, 6);
});
