import { describe, expect, test } from 'vitest';
import { cholesky } from '../../../src/math/cholesky.ts';
import { generator, normal } from '../../../src/math/random.ts';
import { Kernel } from '../../../src/samplers/gp/kernel.ts';
import { Metric } from '../../../src/samplers/gp/metric.ts';
import { pairsOf } from '../../../src/samplers/gp/fit.ts';
import { conditional, drawn, mixed, rows } from './points.ts';

describe.each([
  ['mixed', mixed],
  ['conditional', conditional],
] as const)('Kernel on a %s space', (_, domain) => {
  const metric = new Metric(domain);
  const kernel = new Kernel(metric.dimensions);
  const random = generator(1, 'theta');
  const theta = Float64Array.from({ length: metric.dimensions + 4 }, () => normal(random));
  kernel.set(theta);
  const points = drawn(domain, 40);
  const pair = (i: number, j: number): Float64Array => {
    const pairs = new Float64Array(metric.stride);
    metric.write(rows(points), i * domain.size, rows(points), j * domain.size, pairs, 0);
    return pairs;
  };

  test('is its variance at equal points', () => {
    for (const i of points.keys())
      expect(kernel.value(pair(i, i), 0)).toBeCloseTo(kernel.variance(metric.count(points[i]!)), 10);
  });

  test('is symmetric', () => {
    expect(kernel.value(pair(3, 7), 0)).toBeCloseTo(kernel.value(pair(7, 3), 0), 12);
  });

  test('gives positive definite matrices', () => {
    const pairs = pairsOf(metric, rows(points), points.length);
    const matrix = new Float64Array(pairs.length / metric.stride);
    for (let i = 0; i < matrix.length; i++) matrix[i] = kernel.value(pairs, i * metric.stride);
    for (let i = 0; i < points.length; i++) matrix[((i + 1) * (i + 2)) / 2 - 1]! += 1e-9;
    expect(cholesky(matrix, points.length)).toBe(0);
  });

  test('has the slopes of its values', () => {
    const pairs = pair(2, 5);
    const slopes = new Float64Array(metric.dimensions);
    expect(kernel.slopes(pairs, 0, slopes, 0)).toBeCloseTo(kernel.value(pairs, 0), 12);
    for (let j = 0; j < metric.dimensions; j++) {
      if (!(pairs[j]! > 1e-5)) continue;
      const [above, below] = [1e-5, -1e-5].map((h) => kernel.value(pairs.with(j, pairs[j]! + h), 0));
      expect(slopes[j]! / ((above! - below!) / 2e-5)).toBeCloseTo(1, 6);
    }
  });
});

test('an additive part, a pairwise part and a full part, as written down', () => {
  const metric = new Metric({ axes: mixed.axes.slice(0, 2), conditional: false, size: 2 });
  const kernel = new Kernel(2);
  kernel.set(Float64Array.of(0, 0, Math.log(2), Math.log(3), Math.log(5), 0));
  const pairs = new Float64Array(metric.stride);
  metric.write(Float64Array.of(0.2, 0.5), 0, Float64Array.of(0.6, 0.4), 0, pairs, 0);
  const z = [0.4, 0.1].map((r) => {
    const t = Math.sqrt(5) * r;
    return (1 + t + (t * t) / 3) * Math.exp(-t);
  });
  const expected = 1 + 2 * ((z[0]! + z[1]!) / 2) + 3 * z[0]! * z[1]! + 5 * z[0]! * z[1]!;
  expect(kernel.value(pairs, 0)).toBeCloseTo(expected, 9);
});
