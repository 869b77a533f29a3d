/* eslint-disable @typescript-eslint/no-non-null-assertion -- the index is in range; a wrong one shows as NaN */
import { cdf, quantile } from '../../math/normal.ts';
import type { Leaf } from '../../space/dimension.ts';
import type { EvolutionStrategy } from './evolution-strategy.ts';

/**
 * Keeps a discrete coordinate from settling in one cell: its neighbours keep a probability of at least `alpha` in all.
 *
 * In the first or last cell the mean moves until the way out has probability `alpha`; in a cell between, mean and
 * deviation (by A) change until either side has at least about half of it.
 *
 * Source: Hamano, Saito, Nomura and Shirakawa, "CMA-ES with Margin: Lower-Bounding Marginal Probability for
 * Mixed-Integer Black-Box Optimization", GECCO 2022, section 4.
 */
export function keepMargin(strategy: EvolutionStrategy, j: number, leaf: Leaf, alpha: number): void {
  const { mean, scale } = strategy;
  const deviation = strategy.deviation(j);
  const cell = leaf.cellAt(Math.min(1, Math.max(0, mean[j]!)));
  const low = leaf.edge(cell);
  const high = leaf.edge(cell + 1);
  if (cell === 0 || cell === leaf.levels - 1) {
    const reach = quantile(1 - alpha) * deviation;
    mean[j] = cell === 0 ? Math.max(mean[j]!, high - reach) : Math.min(mean[j]!, low + reach);
    return;
  }
  const below = cdf((low - mean[j]!) / deviation);
  const above = cdf((mean[j]! - high) / deviation);
  if (below >= alpha / 2 && above >= alpha / 2) return;
  const least = alpha / 2;
  const raisedBelow = Math.max(least, below);
  const raisedAbove = Math.max(least, above);
  const inside = 1 - below - above;
  // What was added on one side is taken from all three parts by how far they are above their least.
  const excess = 1 - raisedBelow - raisedAbove - inside;
  const room = raisedBelow + raisedAbove + inside - 3 * least;
  const toLow = -quantile(raisedBelow + (excess * (raisedBelow - least)) / room);
  const toHigh = -quantile(raisedAbove + (excess * (raisedAbove - least)) / room);
  mean[j] = (low * toHigh + high * toLow) / (toLow + toHigh);
  scale[j]! *= (high - low) / (toLow + toHigh) / deviation;
}
