import { describe, expect, test } from 'vitest';
import { lbfgs } from '../../../src/math/lbfgs.ts';
import { generator, normal } from '../../../src/math/random.ts';
import { Fit } from '../../../src/samplers/gp/fit.ts';
import { Metric } from '../../../src/samplers/gp/metric.ts';
import { float, space } from '../../../src/space/index.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { conditional, drawn, mixed, rows } from './points.ts';

describe.each([
  ['mixed', mixed],
  ['conditional', conditional],
] as const)('the posterior of hyperparameters on a %s space', (_, domain) => {
  test('has the gradient of its values', () => {
    const random = generator(2, 'theta');
    const metric = new Metric(domain);
    const points = drawn(domain, 21);
    const targets = Float64Array.from(points, () => normal(random));
    const fit = new Fit(metric);
    fit.take(rows(points), points.length);
    const theta = fit.start.map((start) => start + 0.5 * normal(random));
    theta[theta.length - 1] = Math.log(0.02);
    const gradient = new Float64Array(theta.length);
    fit.value(theta, targets, gradient);
    for (let i = 0; i < theta.length; i++) {
      const unused = new Float64Array(theta.length);
      const h = 1e-5;
      const [above, below] = [h, -h].map((step) =>
        fit.value(theta.with(i, theta[i]! + step), targets, unused),
      );
      expect(Math.abs(gradient[i]! - (above! - below!) / (2 * h))).toBeLessThan(
        1e-6 * Math.max(1, Math.abs(gradient[i]!)),
      );
    }
  });
});

function floats(d: number): Domain<unknown> {
  return new Domain(space(Object.fromEntries(Array.from({ length: d }, (_, i) => [`x${i}`, float(0, 1)]))));
}

test.each([1, 10, 100])('without data, length scales in %i dimensions are those of the prior', (d) => {
  const metric = new Metric(floats(d));
  const fit = new Fit(metric);
  fit.take(new Float64Array(0), 0);
  const theta = fit.start;
  const n = theta.length;
  lbfgs((x, gradient) => fit.value(x, new Float64Array(0), gradient), theta, {
    lower: new Float64Array(n).fill(-20),
    upper: new Float64Array(n).fill(20),
    iterations: 100,
  });
  // A location of √2 + ln(d)/2 taken for the mode would be 13 in ten dimensions.
  expect(Math.exp(theta[0]!) / Math.sqrt(d)).toBeCloseTo(Math.exp(Math.SQRT2 - 3), 3);
});

test('finds that noise is noise, also from a start that knows none', () => {
  const domain = floats(2);
  const metric = new Metric(domain);
  const random = generator(3, 'noise');
  const points = drawn(domain, 60);
  const noise = Float64Array.from(points, () => normal(random));
  const fit = new Fit(metric);
  fit.take(rows(points), 60);
  const fitted = fit.fit(fit.start, noise, 15);
  expect(Math.exp(fitted.at(-1)!)).toBeGreaterThan(0.3);
  const smooth = Float64Array.from(points, (point) => 2 * point[0]! + point[1]! ** 2);
  expect(Math.exp(fit.fit(fit.start, smooth, 15).at(-1)!)).toBeLessThan(1e-3);
});
