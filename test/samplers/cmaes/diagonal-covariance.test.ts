import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { DiagonalCovariance } from '../../../src/samplers/cmaes/diagonal-covariance.ts';
import { FullCovariance } from '../../../src/samplers/cmaes/full-covariance.ts';
import { numbers } from './covariances.ts';

const n = 5;
const variances = Float64Array.of(0.1, 2, 0.5, 7, 1);
const asFull = Float64Array.from({ length: n * n }, (_, at) =>
  at % (n + 1) === 0 ? (variances[at / (n + 1)] ?? 0) : 0,
);

test('does what a full matrix does that is diagonal', () => {
  const diagonal = new DiagonalCovariance(variances);
  const full = new FullCovariance(n, asFull);
  const y = numbers(n);
  expect(diagonal.squaredLength(Float64Array.of(3, ...y), 1)).toBeCloseTo(full.squaredLength(y, 0), 12);
  expect(diagonal.condition).toBeCloseTo(full.condition, 9);
  const [a, b] = [new Float64Array(n), new Float64Array(n)];
  diagonal.whiten(y, a);
  full.whiten(y, b);
  for (let j = 0; j < n; j++) expect(a[j]).toBeCloseTo(b[j] ?? NaN, 12);
  const path = numbers(n, 3);
  const steps = numbers(2 * n, 4);
  for (const covariance of [diagonal, full])
    covariance.adapt(0.9, 0.05, path, Float64Array.of(0.1, -0.02), steps);
  for (let j = 0; j < n; j++) expect(diagonal.variance(j)).toBeCloseTo(full.variance(j), 12);
});

test('what is drawn has the variances', () => {
  const diagonal = new DiagonalCovariance(variances);
  const random = generator(1, 'draws');
  const into = new Float64Array(n);
  const sums = new Float64Array(n);
  for (let i = 0; i < 20_000; i++) {
    diagonal.draw(random, into);
    for (let j = 0; j < n; j++) sums[j]! += into[j]! ** 2 / 20_000;
  }
  for (let j = 0; j < n; j++) expect(Math.abs(sums[j]! / variances[j]! - 1)).toBeLessThan(0.05);
});

test('no variance gets lost, not even where more is subtracted than there is', () => {
  const diagonal = new DiagonalCovariance(Float64Array.of(1, 1));
  diagonal.adapt(1, 0, new Float64Array(2), Float64Array.of(-2), Float64Array.of(0, 1));
  expect(diagonal.variance(1)).toBe(1e-14);
});
