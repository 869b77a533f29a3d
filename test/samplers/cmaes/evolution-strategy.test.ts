import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { DiagonalCovariance } from '../../../src/samplers/cmaes/diagonal-covariance.ts';
import { EvolutionStrategy } from '../../../src/samplers/cmaes/evolution-strategy.ts';
import { FullCovariance } from '../../../src/samplers/cmaes/full-covariance.ts';
import { strategyParameters } from '../../../src/samplers/cmaes/strategy-parameters.ts';

function strategyOf(n: number, separable: boolean, populationSize = 8): EvolutionStrategy {
  const identity = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  return new EvolutionStrategy(
    strategyParameters(n, populationSize, separable),
    new Float64Array(n).fill(0.9),
    0.2,
    separable ? new DiagonalCovariance(new Float64Array(n).fill(1)) : new FullCovariance(n, identity),
  );
}

/** Runs some generations, and gives the least loss. */
function minimum(
  strategy: EvolutionStrategy,
  loss: (x: Float64Array) => number,
  generations: number,
): number {
  const random = generator(1, 'strategy');
  let least = Infinity;
  for (let g = 0; g < generations; g++) {
    const points = Array.from({ length: strategy.parameters.populationSize }, () => {
      const x = new Float64Array(strategy.mean.length);
      strategy.draw(random, x);
      return { x, generation: strategy.generation };
    }).sort((a, b) => loss(a.x) - loss(b.x));
    least = Math.min(least, ...points.map(({ x }) => loss(x)));
    strategy.update(points);
  }
  return least;
}

/** Ten thousand times as steep along one axis as along another; turned by half a right angle. */
function ellipsoid(x: Float64Array): number {
  const [a = NaN, b = NaN, ...rest] = x;
  return (a + b) ** 2 + 1e4 * (a - b) ** 2 + rest.reduce((sum, c) => sum + 100 * c * c, 0);
}

test('learns the shape of a turned, narrow valley', () => {
  const strategy = strategyOf(4, false);
  expect(minimum(strategy, ellipsoid, 220)).toBeLessThan(1e-9);
  expect(strategy.covariance.condition).toBeGreaterThan(1000);
});

test('in its separable form learns the scale of each coordinate', () => {
  const scaled = (x: Float64Array): number => x.reduce((sum, a, j) => sum + 10 ** j * a * a, 0);
  const strategy = strategyOf(5, true);
  expect(minimum(strategy, scaled, 150)).toBeLessThan(1e-9);
  expect(strategy.deviation(0) / strategy.deviation(4)).toBeGreaterThan(20);
});

test('a point from elsewhere moves it, but not farther than it could have gone by itself', () => {
  const [near, far] = [1, 1e6].map((distance) => {
    const strategy = strategyOf(2, false, 4);
    const at = (x: number, y: number, generation: number) => ({ x: Float64Array.of(x, y), generation });
    strategy.update([at(0.9 + distance, 0.9, -1), at(0.9, 1, 0), at(0.8, 0.9, 0), at(0.9, 0.8, 0)]);
    return strategy;
  });
  expect(near?.mean[0]).toBeGreaterThan(0.95);
  // √n + 2n / (n + 2) deviations of 0.2, at most.
  expect(far?.mean[0]).toBeLessThan(0.9 + 0.2 * (Math.SQRT2 + 1));
  expect(far?.sigma).toBeLessThan(0.2 * Math.E);
});

test('a point at the mean does no harm', () => {
  const strategy = strategyOf(2, false, 4);
  const mean = { x: strategy.mean.slice(), generation: 0 };
  strategy.update([mean, mean, mean, mean]);
  expect([...strategy.mean]).toEqual([0.9, 0.9]);
  expect(strategy.sigma).toBeLessThan(0.2);
  expect(strategy.deviation(0)).toBeGreaterThan(0);
});
