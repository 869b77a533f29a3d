import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { Coordinates } from '../../../src/samplers/cmaes/coordinates.ts';
import { type Drawn, SearchDistribution } from '../../../src/samplers/cmaes/search-distribution.ts';
import { roundStart } from '../../../src/samplers/cmaes/start.ts';
import { choice, float, int, space } from '../../../src/space/index.ts';

const mixed = new Coordinates(
  space({ x: float(0, 1), n: int(1, 10), kind: choice(['a', 'b', 'c']) }).parameters,
);

/** The cell of the integer. */
const cellOf = (x: Float64Array): number => Math.floor(Math.min(0.999, Math.max(0, x[1]!)) * 10);

function distributionOf(coordinates: Coordinates, mean = 0.5, sigma = 0.2): SearchDistribution {
  const start = roundStart(coordinates, new Float64Array(coordinates.numbers.length).fill(mean), sigma);
  return new SearchDistribution(coordinates, start, 8, false);
}

function run(distribution: SearchDistribution, loss: (point: Drawn) => number, generations: number): void {
  const random = generator(1, 'search');
  for (let g = 0; g < generations; g++) {
    const drawn = Array.from({ length: 8 }, () => distribution.draw(random));
    distribution.update(drawn.toSorted((a, b) => loss(a) - loss(b)));
  }
}

test('continuous coordinates stay in the box, also at its corner', () => {
  const distribution = distributionOf(mixed, 0.99, 0.5);
  const random = generator(1, 'draws');
  for (let i = 0; i < 500; i++) {
    const { x, categories } = distribution.draw(random);
    expect(x[0]).toBeGreaterThanOrEqual(0);
    expect(x[0]).toBeLessThanOrEqual(1);
    expect(categories[0]).toBeLessThan(3);
  }
});

test('finds number, integer and category together, and knows when', () => {
  const distribution = distributionOf(mixed);
  expect(distribution.converged).toBe(false);
  run(
    distribution,
    ({ x, categories }) => (x[0]! - 0.3) ** 2 + (cellOf(x) - 8) ** 2 + (categories[0] === 2 ? 0 : 1),
    120,
  );
  expect(distribution.strategy.mean[0]).toBeCloseTo(0.3, 3);
  expect(cellOf(distribution.strategy.mean)).toBe(8);
  expect(distribution.choices.probabilities[0]?.[2]).toBeGreaterThan(0.72);
  expect(distribution.converged).toBe(true);
});

test('a settled integer still tries its neighbours', () => {
  const distribution = distributionOf(mixed);
  run(distribution, ({ x }) => (x[0]! - 0.3) ** 2 + (cellOf(x) - 8) ** 2, 120);
  const random = generator(2, 'draws');
  const cells = Array.from({ length: 400 }, () => cellOf(distribution.draw(random).x));
  expect(cells.filter((cell) => cell === 8).length).toBeGreaterThan(300);
  expect(cells.filter((cell) => cell !== 8).length).toBeGreaterThan(5);
});

test('categories alone converge when each is sure', () => {
  const distribution = distributionOf(
    new Coordinates(space({ a: ['x', 'y'], b: ['x', 'y', 'z'] }).parameters),
  );
  run(distribution, ({ categories: [a = 0, b = 0] }) => a + b, 100);
  expect(distribution.converged).toBe(true);
});

test('gets wider when asked to, up to the size of the box, and not narrower than can be counted', () => {
  const distribution = distributionOf(mixed, 0.5, 0.1);
  distribution.widen();
  expect(distribution.strategy.sigma).toBeGreaterThan(0.12);
  for (let i = 0; i < 100; i++) distribution.widen();
  expect(distribution.strategy.sigma).toBeCloseTo(1, 12);
  expect(distributionOf(mixed, 0.5, 1e-300).strategy.sigma).toBeCloseTo(1e-12, 20);
});
