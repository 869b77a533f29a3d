import { expect, test } from 'vitest';
import { generator, normal } from '../../../src/math/random.ts';
import { Portfolio } from '../../../src/samplers/gp/portfolio.ts';
import { losses } from '../../../src/samplers/gp/warp.ts';
import { drawn, mixed } from './points.ts';

const points = drawn(mixed, 40);
const additive = Float64Array.from(points, (point) =>
  mixed.axes.reduce(
    (sum, { index, kind }) => sum + (kind === 'category' ? point[index]! : (point[index]! - 0.4) ** 2),
    0,
  ),
);

test('explains an objective that can be learnt, and not noise', () => {
  const learnt = new Portfolio(mixed);
  learnt.update(points, losses(additive));
  expect(learnt.explained.all).toBeGreaterThan(0.8);
  expect(learnt.explained.better).toBeGreaterThan(0.5);
  const random = generator(1, 'noise');
  const noise = new Portfolio(mixed);
  noise.update(points, losses(Float64Array.from(points, () => normal(random))));
  expect(noise.explained.all).toBeLessThan(0.3);
  expect(noise.explained.better).toBeLessThan(0.3);
});

test('explains the bowl but not the ripples in it', () => {
  const ripples = points.map((point) =>
    mixed.axes.reduce((sum, { index, kind }, a) => {
      const x = point[index]!;
      return sum + (kind === 'category' ? 0 : 10 * (x - 0.4) ** 2 + Math.sin(211 * x + a));
    }, 0),
  );
  const portfolio = new Portfolio(mixed);
  portfolio.update(points.slice(0, 38), losses(Float64Array.from(ripples.slice(0, 38))));
  expect(portfolio.explained.better).toBeUndefined();
  portfolio.update(points, losses(Float64Array.from(ripples)));
  expect(portfolio.explained.all).toBeGreaterThan(0.1);
});

test('draws models by their skill, and conditions the drawn one on all results', () => {
  const portfolio = new Portfolio(mixed);
  for (const n of [8, 12, 20, 40]) portfolio.update(points.slice(0, n), losses(additive.slice(0, n)));
  const sorted = losses(additive);
  const { model, warped } = portfolio.draw(() => 0.5, sorted);
  expect(model.size).toBe(40);
  expect(warped.targets).toHaveLength(40);
  const { residuals } = model.leaveOneOut();
  expect(Math.max(...residuals.map(Math.abs))).toBeLessThan(3);
});

test('many results: a subset of the best and the newest', () => {
  const random = generator(2, 'many');
  const many = drawn(mixed, 400, 3);
  const portfolio = new Portfolio(mixed);
  const values = losses(Float64Array.from(many, () => normal(random)));
  portfolio.update(many, values);
  const { model } = portfolio.draw(random, values);
  expect(model.size).toBeLessThanOrEqual(260);
});

test('logarithms reach further below the least where a step down is conceivable', () => {
  const { axes, conditional, discrete, size } = mixed;
  const sorted = losses(additive.map((loss) => Math.exp(5 * loss)));
  const gapOfBest = (categorical: boolean): number => {
    const portfolio = new Portfolio({ axes, categorical, conditional, discrete, size });
    portfolio.update(points, sorted);
    // The last of the three.
    const { targets } = portfolio.draw(() => 0.9999, sorted).warped;
    const [first, second] = sorted.order;
    return targets[second!]! - targets[first!]!;
  };
  expect(gapOfBest(true)).toBeLessThan(0.7 * gapOfBest(false));
});
