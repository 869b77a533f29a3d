import fc from 'fast-check';
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
  const logDensities = (at: readonly (readonly number[])[], cap?: number): number[] => {
    const candidates = new Candidates(at.length, axes);
    at.forEach((point, c) => {
      candidates.points.set(point, c * point.length);
      candidates.read(c);
    });
    return at.map((_, c) => parzen.logDensity(candidates, c, cap));
  };
  const densities = (at: readonly (readonly number[])[]): number[] => logDensities(at).map(Math.exp);
  return { axes, parzen, observations, densities, logDensities };
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
    expect(parzenOf(weighted, []).densities([[0.05], [0.2], [0.9]])).toEqual([1, 1, 1]);
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

  test('says of a density above a cap only that it is, and is exact below', () => {
    const coordinate = fc.double({ min: 0, max: 1, noNaN: true });
    const point = fc.tuple(coordinate, coordinate);
    const cap = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), point, cap, (observed, at, limit) => {
        const { logDensities } = parzenOf(plane, observed);
        const [exact = NaN] = logDensities([at]);
        const [capped] = logDensities([at], limit);
        fc.pre(Math.abs(exact - limit) > 1e-9);
        expect(capped).toBe(exact > limit ? Infinity : exact);
      }),
    );
  });

  test('is the same however it came to its observations', () => {
    const tree = space({
      n: int(1, 3),
      c: choice(['a', 'b']),
      x: when({ c: 'b' }, float(0, 1)),
      y: float(0, 1),
    });
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const point = fc
      .tuple(unit, unit, fc.constantFrom(0.25, 0.5, 0.75), unit)
      .map((at) => tree.encode(tree.decode(at)));
    const any = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
    // With as many as before no width changes but those of neighbours.
    const asMany = fc
      .nat({ max: 10 })
      .map((from) => Array.from({ length: 40 }, (_, i) => i >= from && i < from + 10));
    const subset = fc.oneof({ weight: 1, arbitrary: any }, { weight: 4, arbitrary: asMany });
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 20, maxLength: 40 }),
        fc.array(fc.tuple(subset, fc.boolean()), { minLength: 6, maxLength: 12 }),
        point,
        (all, subsets, at) => {
          const axes = branchAxes(tree.parameters, new Map());
          const make = (): Parzen =>
            new Parzen(
              axes,
              tree.parameters.map(({ leaf }) => leaf),
            );
          const candidates = new Candidates(1, axes);
          candidates.points.set(at);
          candidates.read(0);
          const observations = all.map((one, id): Observation => ({ id, point: one }));
          const old = make();
          for (const [isIn, isLookedAt] of subsets) {
            const some = observations.filter((_, i) => isIn[i]);
            old.fit(some);
            if (!isLookedAt) continue;
            const fresh = make();
            fresh.fit(some);
            expect(old.logDensity(candidates, 0)).toBe(fresh.logDensity(candidates, 0));
          }
        },
      ),
    );
  });
});
