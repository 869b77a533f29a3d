import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cdf } from '../../../src/math/normal.ts';
import { DiagonalCovariance } from '../../../src/samplers/cmaes/diagonal-covariance.ts';
import { EvolutionStrategy } from '../../../src/samplers/cmaes/evolution-strategy.ts';
import { keepMargin } from '../../../src/samplers/cmaes/margin.ts';
import { strategyParameters } from '../../../src/samplers/cmaes/strategy-parameters.ts';
import { int } from '../../../src/space/index.ts';

/** One discrete coordinate with a mean and a deviation, after the margin was kept. */
function kept(mean: number, sigma: number, levels: number, alpha: number): EvolutionStrategy {
  const strategy = new EvolutionStrategy(
    strategyParameters(1, 4),
    Float64Array.of(mean),
    sigma,
    new DiagonalCovariance(Float64Array.of(1)),
  );
  keepMargin(strategy, 0, int(1, levels), alpha);
  return strategy;
}

test('the neighbours of a cell keep their probability, and the cell stays the same', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 1e-9, max: 1, noNaN: true }),
      fc.integer({ min: 2, max: 40 }),
      fc.double({ min: 0.001, max: 0.2, noNaN: true }),
      (mean, sigma, levels, alpha) => {
        const leaf = int(1, levels);
        const cell = leaf.cellAt(mean);
        const strategy = kept(mean, sigma, levels, alpha);
        const [m = NaN] = strategy.mean;
        const below = cdf((leaf.edge(cell) - m) / strategy.deviation(0));
        const above = cdf((m - leaf.edge(cell + 1)) / strategy.deviation(0));
        if (cell === 0) expect(above).toBeGreaterThan(alpha * (1 - 1e-6));
        else if (cell === levels - 1) expect(below).toBeGreaterThan(alpha * (1 - 1e-6));
        else {
          // What is added on one side may take a little from the other: the paper's least is half of alpha.
          expect(Math.min(below, above)).toBeGreaterThan((alpha / 2) * (1 - 1e-6));
          expect(leaf.cellAt(m)).toBe(cell);
        }
      },
    ),
  );
});

test('nothing changes where the neighbours are likely enough', () => {
  const strategy = kept(0.5, 0.3, 5, 0.05);
  expect([strategy.mean[0], strategy.scale[0]]).toEqual([0.5, 1]);
});
