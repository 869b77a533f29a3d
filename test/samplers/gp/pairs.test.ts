import { describe, expect, test } from 'vitest';
import { generator, normal } from '../../../src/math/random.ts';
import { rowStart } from '../../../src/math/triangular.ts';
import { Kernel } from '../../../src/samplers/gp/kernel.ts';
import { Metric } from '../../../src/samplers/gp/metric.ts';
import { Pairs } from '../../../src/samplers/gp/pairs.ts';
import { conditional, drawn, mixed, prepared, rows } from './points.ts';

describe.each([
  ['mixed', mixed],
  ['conditional', conditional],
] as const)('the pairs of points of a %s space', (_, domain) => {
  const metric = new Metric(domain);
  const kernel = new Kernel(metric);
  const random = generator(4, 'pairs');
  const theta = Float64Array.from({ length: metric.dimensions + 4 }, () => normal(random));
  const points = drawn(domain, 13);
  const count = rowStart(points.length);
  const pairs = new Pairs(metric, rows(points), points.length);
  const written = (at: Float64Array): Float64Array => {
    const into = new Float64Array(count);
    kernel.set(at);
    pairs.write(kernel, into);
    return into;
  };

  test('have their covariances', () => {
    kernel.set(theta);
    const ready = prepared(kernel, points);
    const values = written(theta);
    for (const i of points.keys()) {
      const row = new Float64Array(i + 1);
      kernel.write(ready, i * kernel.stride, ready, i + 1, row, 0);
      expect(values.slice(rowStart(i), rowStart(i + 1))).toEqual(row);
    }
  });

  test('have the gradient of a weighted sum of them', () => {
    const weights = Float64Array.from({ length: count }, () => normal(random));
    const sum = (at: Float64Array): number =>
      written(at).reduce((total, value, i) => total + weights[i]! * value, 0);
    const expected = Float64Array.from(theta, (value, i) => {
      const [above, below] = [1e-5, -1e-5].map((h) => sum(theta.with(i, value + h)));
      return (above! - below!) / 2e-5;
    });
    written(theta);
    const gradient = new Float64Array(theta.length);
    pairs.addGradient(kernel, weights, gradient);
    gradient.forEach((slope, i) => {
      expect(Math.abs(slope - expected[i]!)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
    });
  });
});
