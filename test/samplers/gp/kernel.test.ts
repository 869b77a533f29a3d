import { describe, expect, test } from 'vitest';
import { cholesky } from '../../../src/math/cholesky.ts';
import { generator, normal } from '../../../src/math/random.ts';
import { Kernel } from '../../../src/samplers/gp/kernel.ts';
import { Metric } from '../../../src/samplers/gp/metric.ts';
import { conditional, drawn, mixed, prepared } from './points.ts';

const matern = (r: number): number => {
  const t = Math.sqrt(5) * r;
  return (1 + t + (t * t) / 3) * Math.exp(-t);
};

/** k of a point and each of others. */
function covariances(kernel: Kernel, x: Float64Array, others: readonly Float64Array[]): Float64Array {
  const into = new Float64Array(others.length);
  kernel.write(prepared(kernel, [x]), 0, prepared(kernel, others), others.length, into, 0);
  return into;
}

describe.each([
  ['mixed', mixed],
  ['conditional', conditional],
] as const)('Kernel on a %s space', (_, domain) => {
  const metric = new Metric(domain);
  const kernel = new Kernel(metric);
  const random = generator(1, 'theta');
  const d = metric.dimensions;
  const theta = Float64Array.from({ length: d + 4 }, () => normal(random));
  kernel.set(theta);
  const points = drawn(domain, 41);

  test('is what is written down', () => {
    const lengths = theta.map(Math.exp);
    const [s1 = NaN, s2 = NaN, sf = NaN] = lengths.subarray(d);
    const away = (x: number): number => Math.hypot(x - 0.5, 0.5);
    for (const x of points.slice(0, 9)) {
      const expected = points.map((y) => {
        const low: number[] = [];
        let product = 1;
        domain.axes.forEach(({ index, kind }, j) => {
          const [a = NaN, b = NaN] = [x[index], y[index]];
          const there = [a, b].filter((u) => !Number.isNaN(u));
          if (there.length === 0) return;
          const numeric = there.length === 2 ? Math.abs(a - b) : away(there[0]!);
          const z = matern((kind === 'category' ? Number(a !== b) : numeric) / lengths[j]!);
          if (there.length === 2) low.push(z);
          product *= z;
        });
        const [inX, inY] = [x, y].map((point) => metric.count(point));
        const e1 = low.reduce((sum, z) => sum + z, 0);
        const e2 = (e1 * e1 - low.reduce((sum, z) => sum + z * z, 0)) / 2;
        const weight = 1 / Math.sqrt(inX! * inY!);
        const pairs = Math.sqrt((inX! * (inX! - 1) * inY! * (inY! - 1)) / 4);
        return 1 + s1 * weight * e1 + (pairs > 0 ? (s2 / pairs) * e2 : 0) + sf * product;
      });
      covariances(kernel, x, points).forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 9);
      });
    }
  });

  test('is its variance at equal points', () => {
    for (const point of points)
      expect(covariances(kernel, point, [point])[0]).toBeCloseTo(kernel.variance(metric.count(point)), 10);
  });

  test('is symmetric', () => {
    const x = points[3]!;
    covariances(kernel, x, points).forEach((value, i) => {
      expect(covariances(kernel, points[i]!, [x])[0]).toBeCloseTo(value, 12);
    });
  });

  test('gives positive definite matrices', () => {
    const n = points.length;
    const matrix = Float64Array.from(
      points.flatMap((x, i) => {
        const row = covariances(kernel, x, points.slice(0, i + 1));
        row[i]! += 1e-9;
        return [...row];
      }),
    );
    expect(cholesky(matrix, n)).toBe(0);
  });

  test('has the slopes of its values', () => {
    for (const x of points.slice(0, 9)) {
      const values = new Float64Array(points.length);
      const slopes = new Float64Array(points.length * kernel.ordered);
      kernel.slopes(prepared(kernel, [x]), prepared(kernel, points), points.length, values, slopes);
      expect(values).toEqual(covariances(kernel, x, points));
      domain.axes.forEach(({ index, kind }, axis) => {
        if (kind === 'category' || Number.isNaN(x[index]!)) return;
        const [above, below] = [1e-5, -1e-5].map((h) =>
          covariances(kernel, x.with(index, x[index]! + h), points),
        );
        points.forEach((y, i) => {
          if (Math.abs(x[index]! - y[index]!) < 2e-5) return;
          const slope = slopes[i * kernel.ordered + kernel.places[axis]!]!;
          expect(Math.abs(slope - (above![i]! - below![i]!) / 2e-5)).toBeLessThan(
            1e-6 * Math.max(1, Math.abs(slope)),
          );
        });
      });
    }
  });
});
