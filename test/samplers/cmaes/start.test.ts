import { expect, test } from 'vitest';
import { generator, normal } from '../../../src/math/random.ts';
import { Coordinates, type Point } from '../../../src/samplers/cmaes/coordinates.ts';
import { roundStart, shapedStart } from '../../../src/samplers/cmaes/start.ts';
import { choice, float, space } from '../../../src/space/index.ts';

const coordinates = new Coordinates(
  space({ x: float(0, 1), y: float(0, 1), kind: choice(['a', 'b'], { weights: [1, 3] }) }).parameters,
);

/** Points around (0.5, 0.4) that are spread `along` the diagonal and `across` it, the nearest first. */
function ranked(count: number, along: number, across: number): Point[] {
  const random = generator(1, 'start');
  const points = Array.from({ length: count }, () => {
    const [a, b] = [along * normal(random), across * normal(random)];
    return { x: Float64Array.of(0.5 + a + b, 0.4 + a - b), categories: Uint32Array.of(1) };
  });
  const distance = ({ x: [x = 0, y = 0] }: Point): number =>
    ((x + y - 0.9) / along) ** 2 + ((x - y - 0.1) / across) ** 2;
  return points.toSorted((a, b) => distance(a) - distance(b));
}

test('a round start knows nothing but the weights', () => {
  const start = roundStart(coordinates, Float64Array.of(0.1, 0.2), 0.3);
  expect([...start.covariance]).toEqual([1, 0, 0, 1]);
  expect([...(start.probabilities[0] ?? [])]).toEqual([0.25, 0.75]);
  expect([start.sigma, ...start.x]).toEqual([0.3, 0.1, 0.2]);
});

test('a shaped start is at the best point, as wide as the next ten, and shaped like the best tenth', () => {
  const points = ranked(400, 0.1, 0.01);
  const { x, sigma, covariance, probabilities } = shapedStart(coordinates, points, 0.3);
  expect(x).toEqual(points[0]?.x);
  const square = points
    .slice(1, 11)
    .reduce((sum, { x: other }) => sum + (other[0]! - x[0]!) ** 2 + (other[1]! - x[1]!) ** 2, 0);
  expect(sigma).toBeCloseTo(Math.sqrt(square / 20) / 2, 12);
  // By rows below the diagonal; the trace is n, and the long axis is the diagonal.
  expect((covariance[0] ?? 0) + (covariance[3] ?? 0)).toBeCloseTo(2, 12);
  expect(covariance[2]).toBeGreaterThan(0.8);
  expect(probabilities[0]?.[1]).toBeGreaterThan(0.99);
  expect(probabilities[0]?.[0]).toBeGreaterThan(0);
});

test('too few results leave the shape round', () => {
  const points = ranked(8, 0.1, 0.01);
  const start = shapedStart(coordinates, points, 0.3);
  expect(start.x).toEqual(points[0]?.x);
  expect([...start.covariance]).toEqual([1, 0, 0, 1]);
  expect(start.sigma).toBe(0.3);
});

test('results at one place leave the size as it is', () => {
  const same = Array.from({ length: 40 }, () => ({
    x: Float64Array.of(0.5, 0.5),
    categories: Uint32Array.of(0),
  }));
  const start = shapedStart(coordinates, same, 0.3);
  expect(start.sigma).toBe(0.3);
  expect([...start.covariance]).toEqual([1, 0, 0, 1]);
});
