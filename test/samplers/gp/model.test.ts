import { describe, expect, test } from 'vitest';
import { generator, normal } from '../../../src/math/random.ts';
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
