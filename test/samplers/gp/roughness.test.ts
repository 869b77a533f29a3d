import { describe, expect, test } from 'vitest';
import { cholesky, logDeterminant } from '../../../src/math/cholesky.ts';
import { rowStart } from '../../../src/math/triangular.ts';
import { Metric } from '../../../src/samplers/gp/metric.ts';
import { Roughness } from '../../../src/samplers/gp/roughness.ts';
import { conditional, drawn, mixed, rows } from './points.ts';

describe.each([
  ['mixed', mixed],
  ['conditional', conditional],
] as const)('Roughness on a %s space', (_, domain) => {
  const metric = new Metric(domain);
  const rough = new Roughness(metric, 0.5, 0.4);
  const points = drawn(domain, 40);
  const covariances = (point: Float64Array, others: readonly Float64Array[]): Float64Array => {
    const into = new Float64Array(others.length);
    rough.add(point, 0, rows(others), others.length, into, 0);
    return into;
  };

  test('is symmetric, and greatest for a point and itself', () => {
    const [a, b] = points;
    expect(covariances(a!, [b!])).toEqual(covariances(b!, [a!]));
    expect(covariances(a!, [a!])[0]).toBeCloseTo(rough.variance, 12);
    for (const covariance of covariances(a!, points.slice(1)))
      expect(covariance).toBeLessThanOrEqual(rough.variance);
  });

  test('adds to what is there', () => {
    const into = Float64Array.of(9, 1, 9);
    rough.add(rows(points), domain.size, rows(points), 1, into, 1);
    expect(into[1]).toBeCloseTo(1 + covariances(points[1]!, [points[0]!])[0]!, 12);
    expect([into[0], into[2]]).toEqual([9, 9]);
  });

  test('makes a positive definite matrix', () => {
    const n = points.length;
    const factor = new Float64Array(rowStart(n));
    points.forEach((point, i) => {
      factor.set(covariances(point, points.slice(0, i + 1)), rowStart(i));
      factor[rowStart(i) + i]! += 1e-9;
    });
    cholesky(factor, n);
    expect(logDeterminant(factor, n)).toBeLessThan(0);
  });

  test('ties nothing to points of another category, or with other parameters present', () => {
    const [point] = points;
    const others = points.filter((other) => !domain.connected(point!, other));
    expect(others.length).toBeGreaterThan(5);
    expect(covariances(point!, others)).toEqual(new Float64Array(others.length));
  });

  test('has the slopes of its covariances', () => {
    const axes = Int32Array.from(
      domain.axes.flatMap(({ kind }, axis) => (kind === 'category' ? [] : [axis])),
    );
    const h = 1e-6;
    for (const point of points.slice(0, 5)) {
      const slopes = new Float64Array(points.length * axes.length);
      const own = new Float64Array(points.length);
      rough.addWithSlopes(point, rows(points), points.length, own, axes, slopes);
      expect(own).toEqual(covariances(point, points));
      axes.forEach((axis, j) => {
        const { index } = domain.axes[axis]!;
        if (Number.isNaN(point[index]!)) return;
        const above = covariances(point.with(index, point[index]! + h), points);
        const below = covariances(point.with(index, point[index]! - h), points);
        points.forEach((_, i) => {
          expect(slopes[i * axes.length + j]).toBeCloseTo((above[i]! - below[i]!) / (2 * h), 5);
        });
      });
    }
  });
});
