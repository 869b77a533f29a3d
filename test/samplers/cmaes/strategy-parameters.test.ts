import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  defaultPopulationSize,
  strategyParameters,
} from '../../../src/samplers/cmaes/strategy-parameters.ts';

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, x) => total + x, 0);

test('the constants of the tutorial hold together in any dimension', () => {
  fc.assert(
    fc.property(
      fc.nat(300),
      fc.integer({ min: 2, max: 200 }),
      fc.boolean(),
      (n, populationSize, separable) => {
        const { weights, parents, effectiveParents, rankOneRate, rankMuRate, ...rates } = strategyParameters(
          n,
          populationSize,
          separable,
        );
        expect(sum(weights.subarray(0, parents))).toBeCloseTo(1, 12);
        expect(weights.every((w, i) => i === 0 || w <= (weights[i - 1] ?? 0))).toBe(true);
        expect(effectiveParents).toBeGreaterThanOrEqual(1 - 1e-12);
        expect(effectiveParents).toBeLessThanOrEqual(parents + 1e-9);
        // C stays positive definite: what is forgotten and subtracted never reaches the whole.
        expect(rankOneRate + rankMuRate).toBeLessThanOrEqual(1 + 1e-12);
        const negative = -sum(weights.filter((w) => w < 0));
        expect(1 - rankOneRate - rankMuRate - Math.max(1, n) * rankMuRate * negative).toBeGreaterThan(-1e-9);
        for (const rate of [rates.stepRate, rates.pathRate]) {
          expect(rate).toBeGreaterThan(0);
          expect(rate).toBeLessThan(1);
        }
        for (const value of [rates.stepDamping, rates.expectedLength]) expect(value).toBeGreaterThan(0);
      },
    ),
  );
});

test('a separable strategy learns (n + 2) / 3 times as fast', () => {
  const [full, separable] = [strategyParameters(10, 10), strategyParameters(10, 10, true)];
  expect(separable.rankOneRate / full.rankOneRate).toBeCloseTo(4, 12);
  expect(separable.rankMuRate / full.rankMuRate).toBeCloseTo(4, 12);
});

test('E‖N(0, I)‖ is √2 Γ((n + 1) / 2) / Γ(n / 2)', () => {
  // n = 3: √2 / (√π / 2)
  expect(strategyParameters(3, 6).expectedLength).toBeCloseTo((2 * Math.SQRT2) / Math.sqrt(Math.PI), 2);
});

test('the default population grows slowly', () => {
  expect([0, 1, 2, 5, 10, 100].map(defaultPopulationSize)).toEqual([4, 4, 5, 6, 7, 10]);
});
