import { choice, float, int, type Space, space, when } from 'rxtune';
import { describe, expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { branchAxes } from '../../../src/samplers/tpe/axes.ts';
import { Candidates } from '../../../src/samplers/tpe/candidates.ts';
import type { Observation } from '../../../src/samplers/tpe/kernels.ts';
import { type Manner, Parzen } from '../../../src/samplers/tpe/parzen.ts';

const plain: Manner = { stay: 0, reach: 1, anywhere: false };

function parzenOf(
  given: Space<unknown>,
  points: readonly (readonly number[])[],
  weights = points.map(() => 1),
) {
  const axes = branchAxes(given.parameters, new Map());
  const parzen = new Parzen(
    axes,
    given.parameters.map(({ leaf }) => leaf),
  );
  const observations = points.map((point, id): Observation => ({ id, point: Float64Array.from(point) }));
  parzen.fit(observations, weights);
  const densities = (at: readonly (readonly number[])[]): Float64Array => {
    const candidates = new Candidates(at.length, axes);
    at.forEach((point, c) => {
      candidates.points.set(point, c * point.length);
      candidates.read(c);
    });
    const logs = new Float64Array(at.length);
    parzen.logDensities(candidates, logs);
    return logs.map(Math.exp);
  };
  return { axes, parzen, observations, densities };
}

function drawn({ axes, parzen }: ReturnType<typeof parzenOf>, n: number, manner = plain): Float64Array[] {
  const candidates = new Candidates(n, axes);
  const random = generator(1, 'draws');
  for (let c = 0; c < n; c++) parzen.draw(candidates, c, random, manner);
  return Array.from({ length: n }, (_, c) => candidates.point(c));
}

const plane = space({ x: float(0, 1), y: float(0, 1) });
const points = [
  [0.1, 0.9],
  [0.12, 0.5],
  [0.6, 0.52],
];

describe('the Parzen estimator', () => {
  test('is a density: its integral is 1', () => {
    const { densities } = parzenOf(plane, points, [3, 1, 0.5]);
    const n = 200;
    const grid = Array.from({ length: n * n }, (_, i) => [
      ((i % n) + 0.5) / n,
      (Math.floor(i / n) + 0.5) / n,
    ]);
    expect(densities(grid).reduce((sum, p) => sum + p, 0) / n ** 2).toBeCloseTo(1, 3);
  });

  test('is even without observations in a category, and around 1 in the mean by its weights', () => {
    const weighted = space({ c: choice(['a', 'b', 'c'], { weights: [1, 2, 7] }) });
    expect([...parzenOf(weighted, []).densities([[0.05], [0.2], [0.9]])]).toEqual([1, 1, 1]);
    const [a = 0, b = 0, c = 0] = parzenOf(weighted, [[0.05]]).densities([[0.05], [0.2], [0.9]]);
    expect(0.1 * a + 0.2 * b + 0.7 * c).toBeCloseTo(1, 12);
    expect(a).toBeGreaterThan(b);
    expect(b).toBeCloseTo(c, 12);
  });

  test('gives draws the distribution that it says', () => {
    const estimator = parzenOf(plane, points, [3, 1, 0.5]);
    const n = 20_000;
    const left = drawn(estimator, n).filter(([x = NaN]) => x < 0.3).length / n;
    const m = 100;
    const grid = Array.from({ length: m * m }, (_, i) => [
      (((i % m) + 0.5) / m) * 0.3,
      (Math.floor(i / m) + 0.5) / m,
    ]);
    const mass = (estimator.densities(grid).reduce((sum, p) => sum + p, 0) / m ** 2) * 0.3;
    expect(Math.abs(left - mass)).toBeLessThan(0.015);
  });

  test('draws the values of discrete parameters, and what is there at each value', () => {
    const tree = space({ n: int(1, 3), c: choice(['a', 'b']), x: when({ c: 'b' }, float(0, 1)) });
    const all = drawn(parzenOf(tree, [[0.5, 0.75, 0.3]]), 200);
    for (const [n = NaN, c = NaN, x = NaN] of all) {
      expect([1 / 6, 0.5, 5 / 6].some((middle) => Math.abs(n - middle) < 1e-12)).toBe(true);
      expect(Number.isNaN(x)).toBe(c < 0.5);
    }
    expect(new Set(all.map(([, c]) => c)).size).toBe(2);
  });

  test('counts a parameter that is not there as 1', () => {
    const tree = space({ c: choice(['a', 'b']), x: when({ c: 'b' }, float(0, 1)) });
    const { densities } = parzenOf(tree, [[0.25, NaN]]);
    const [without = NaN, low = NaN, high = NaN] = densities([
      [0.25, NaN],
      [0.75, 0.5],
      [0.75, 0],
    ]);
    expect(without).toBeGreaterThan(low);
    // Only the prior slopes in x.
    expect(low).toBeGreaterThan(high);
    expect(low / high).toBeLessThan(1.13);
  });

  test('leaves all coordinates but one where the kernel is when they always stay', () => {
    const all = drawn(parzenOf(plane, points, [1e6, 1e6, 1e6]), 100, { ...plain, stay: 1 });
    for (const [x, y] of all) expect(points.some(([px, py]) => (x === px) !== (y === py))).toBe(true);
  });

  test('comes nearer to the kernels with less reach', () => {
    const spread = (reach: number): number => {
      const all = drawn(parzenOf(plane, [[0.5, 0.5]], [1e9]), 200, { ...plain, reach });
      return all.reduce((sum, [x = NaN]) => sum + Math.abs(x - 0.5), 0) / all.length;
    };
    expect(spread(0.25) / spread(1)).toBeCloseTo(0.25, 5);
  });

  test('is the same however it came to its observations', () => {
    const at = [
      [0.3, 0.3],
      [0.9, 0.1],
    ];
    const fresh = parzenOf(plane, points).densities(at);
    const other = parzenOf(plane, [...points, [0.3, 0.2], [0.31, 0.9], [0.6, 0.1]]);
    const rest = other.observations.slice(0, 3);
    other.parzen.fit(rest, [1, 1, 1]);
    expect(other.densities(at)).toEqual(fresh);
  });
});
