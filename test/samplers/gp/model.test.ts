import { describe, expect, test } from 'vitest';
import { generator, normal } from '../../../src/math/random.ts';
import { float, int, space } from '../../../src/space/index.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { acquire, confidenceBound, logEi } from '../../../src/samplers/gp/acquisition.ts';
import { Fit } from '../../../src/samplers/gp/fit.ts';
import { Metric } from '../../../src/samplers/gp/metric.ts';
import { Model } from '../../../src/samplers/gp/model.ts';
import { conditional, drawn, mixed, rows } from './points.ts';

describe.each([
  ['mixed', mixed],
  ['conditional', conditional],
] as const)('Model on a %s space', (_, domain) => {
  const metric = new Metric(domain);
  const points = drawn(domain, 30);
  const random = generator(5, 'targets');
  const targets = Float64Array.from(points, () => normal(random));
  const theta = new Fit(metric).start;
  theta[theta.length - 1] = Math.log(1e-2);
  const model = (count = 30): Model => {
    const made = new Model(metric, theta);
    made.condition({ rows: rows(points), count }, targets);
    return made;
  };
  const predictions = (made: Model, at: readonly Float64Array[]): number[] => {
    const means = new Float64Array(at.length);
    const variances = new Float64Array(at.length);
    made.predict(rows(at), at.length, means, variances);
    return [...means, ...variances];
  };
  const elsewhere = drawn(domain, 7, 1);

  test('is the same whether results came at once or one after the other', () => {
    const grown = model(3);
    for (const count of [4, 10, 11, 30]) grown.condition({ rows: rows(points), count }, targets);
    const whole = predictions(model(), elsewhere);
    predictions(grown, elsewhere).forEach((value, i) => {
      expect(value).toBeCloseTo(whole[i]!, 9);
    });
  });

  test('leaves one out as if it had not been there', () => {
    const { residuals, variances } = model().leaveOneOut();
    const last = points[29]!;
    const [mean, variance] = predictions(model(29), [last]);
    expect(targets[29]! - residuals[29]!).toBeCloseTo(mean!, 8);
    expect(variances[29]!).toBeCloseTo(variance! + 1e-2, 8);
  });

  test('predicts one point as it predicts many', () => {
    for (const point of elsewhere) {
      const { mean, variance } = model().predictOne(point);
      const [expectedMean, expectedVariance] = predictions(model(), [point]);
      expect(mean).toBeCloseTo(expectedMean!, 10);
      expect(variance).toBeCloseTo(expectedVariance!, 10);
    }
  });

  test.each([
    ['log expected improvement', logEi(-3)],
    ['confidence bound', confidenceBound(3)],
  ])('has the gradient of its %s in the floats', (_, acquisition) => {
    const made = model();
    for (const point of elsewhere) {
      const axes = domain.axes.flatMap(({ kind, index }, dimension) =>
        kind === 'float' && !Number.isNaN(point[index]!) ? [{ index, dimension }] : [],
      );
      const { mean, variance, gradient } = made.predictOne(point);
      const { byMean, byVariance } = acquisition.slopes(mean, variance);
      const slopes = new Float64Array(axes.length);
      gradient(byMean, byVariance, axes, slopes);
      axes.forEach(({ index }, a) => {
        const h = 1e-6;
        const [above, below] = [h, -h].map(
          (step) => acquire(made, acquisition, point.with(index, point[index]! + step), 1)[0]!,
        );
        expect(Math.abs(slopes[a]! - (above! - below!) / (2 * h))).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(slopes[a]!)),
        );
      });
    }
  });

  test('imagines pending points at their predictions, and never better than the best', () => {
    const made = model();
    const [point] = elsewhere;
    const [mean, variance] = predictions(made, [point!]);
    made.imagine([point!], -10);
    const [sameMean, lessVariance] = predictions(made, [point!]);
    expect(sameMean).toBeCloseTo(mean!, 6);
    expect(lessVariance).toBeLessThan(variance!);
    made.condition({ rows: rows(points), count: 30 }, targets);
    made.imagine([point!], 5);
    expect(predictions(made, [point!])[0]).toBeGreaterThan(mean!);
    made.condition({ rows: rows(points), count: 30 }, targets);
    expect(predictions(made, [point!])[0]).toBeCloseTo(mean!, 10);
  });
});

describe('What a model takes for noise', () => {
  const plane = new Domain(space({ x: float(0, 1), y: float(0, 1) }));
  const metric = new Metric(plane);
  const theta = new Fit(metric).start;
  theta[theta.length - 1] = Math.log(0.5);
  const ripples = (point: Float64Array): number =>
    point.reduce((sum, x) => sum + (x - 0.4) ** 2 + 0.3 * Math.cos(2 * Math.PI * 13 * x), 0);
  const model = (points: readonly Float64Array[], targets: readonly number[], noisy = theta): Model => {
    const made = new Model(metric, noisy);
    made.condition({ rows: rows(points), count: points.length }, Float64Array.from(targets));
    return made;
  };
  const spread = drawn(plane, 40);
  /** Each with another one next to it. */
  const pairs = spread.flatMap((point) => [point, point.map((x) => x + 0.004)]);
  const random = generator(1, 'noise');
  const noise = pairs.map(() => normal(random));

  test('is roughness as long as no results close to each other say otherwise, from 30 on', () => {
    expect(model(spread, spread.map(ripples)).roughness).toBeCloseTo(Math.sqrt(0.4995), 9);
    expect(model(spread.slice(0, 29), spread.slice(0, 29).map(ripples)).roughness).toBe(0);
  });

  test('is roughness where results close to each other are alike, and noise where they are not', () => {
    expect(model(pairs, pairs.map(ripples)).roughness).toBeGreaterThan(0);
    expect(model(pairs, noise).roughness).toBe(0);
  });

  test('is noise where it is less than half of what the better results vary by', () => {
    const quiet = theta.with(theta.length - 1, Math.log(1e-3));
    expect(model(pairs, pairs.map(ripples), quiet).roughness).toBe(0);
  });

  test('is noise without floats, whose values are never so close to each other', () => {
    const grid = new Domain(space({ x: int(1, 50), y: int(1, 50) }));
    const made = new Model(new Metric(grid), theta);
    const points = drawn(grid, 40);
    made.condition({ rows: rows(points), count: 40 }, Float64Array.from(points, ripples));
    expect(made.roughness).toBe(0);
  });

  test('is decided on again with other points', () => {
    const made = model(pairs, pairs.map(ripples));
    made.forget();
    made.condition({ rows: rows(pairs), count: pairs.length }, Float64Array.from(noise));
    expect(made.roughness).toBe(0);
  });

  test('is predicted with what is rough: surely at a result, and uncertainly a little beside', () => {
    const made = model(spread, spread.map(ripples));
    const [at] = spread;
    const here = made.predictOne(at!);
    expect(here.mean).toBeCloseTo(ripples(at!), 2);
    expect(here.variance).toBeLessThan(0.01);
    expect(made.predictOne(at!.map((x) => x + 0.1)).variance).toBeGreaterThan(0.49);
  });

  test('has its part in the gradient', () => {
    const made = model(spread, spread.map(ripples));
    const acquisition = logEi(-1);
    const point = spread[3]!.map((x) => x + 0.01);
    const axes = plane.axes.map(({ index }, dimension) => ({ index, dimension }));
    const { mean, variance, gradient } = made.predictOne(point);
    const { byMean, byVariance } = acquisition.slopes(mean, variance);
    const slopes = new Float64Array(2);
    gradient(byMean, byVariance, axes, slopes);
    const h = 1e-6;
    for (const [a, { index }] of axes.entries()) {
      const [above, below] = [h, -h].map(
        (step) => acquire(made, acquisition, point.with(index, point[index]! + step), 1)[0]!,
      );
      expect(slopes[a]).toBeCloseTo((above! - below!) / (2 * h), 3);
    }
  });
});
