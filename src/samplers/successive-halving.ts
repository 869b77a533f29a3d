import * as z from 'zod';
import { hyperbandBrackets } from '../math/brackets.ts';
import { type BracketPlan, bracketPlan } from './budget/bracket.ts';
import { Halving } from './budget/halving.ts';
import {
  type Configurations,
  readRungOptions,
  rounds,
  type RungOptions,
  rungSchema,
  samplerOf,
  seedOption,
} from './budget/options.ts';
import { sourceOf } from './budget/source.ts';
import type { SeedOptions } from './options.ts';
import type { BudgetSampler } from './sampler.ts';

/** Options of `successiveHalving`. */
export interface SuccessiveHalvingOptions extends RungOptions, SeedOptions {
  /** How many configurations start at the lowest rung. Default: so many that one of them gets to the highest. */
  readonly configurations?: number;
  /** How often it all is done, each time with fresh configurations; `Infinity` for as long as somebody asks. Default 1. */
  readonly rounds?: number;
}

/** The options of `successiveHalving` as data. */
export const successiveHalvingOptions = z.strictObject({
  ...rungSchema,
  seed: seedOption,
  configurations: z.int().min(1).exactOptional(),
  rounds,
});

/**
 * Successive halving: many configurations get a little, the best of them more, the best of those everything.
 *
 * The lowest rung is at `maxBudget / reductionFactor ** s`, with the greatest s that keeps it at `minBudget` or above. When all members of a rung have ended, the best
 * 1/`reductionFactor` of them are continued, each from its own checkpoint, with `reductionFactor` times the budget. Failed and pruned trials, and candidates that were
 * filtered out, have ended too, and are never continued. Of equal losses the one proposed first goes on.
 *
 * With `configurations: 27` and budgets from 1 to 27 that makes 27 trials with budget 1, 9 with 3, 3 with 9 and 1 with 27: where training is continued it
 * costs 27 + 9 * 2 + 3 * 6 + 18 = 81, as much as three whole ones.
 *
 * Source: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016, in the budgets of algorithm 1 of Li et
 * al., "Hyperband", JMLR 18 (2018). O(log n) a result beside the sampler's own cost.
 *
 * @param configurations a space, for random search in it, or what makes a sampler: `() => sobol(net)`. A sampler hears of each configuration once: as complete
 * if it got the whole budget, as pruned if it was left behind.
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { successiveHalving } from 'rxtune/samplers';
 *
 * const sampler = successiveHalving(space({ lr: float(0, 1) }), { maxBudget: 27 });
 * sampler.propose(); // { params: { lr: 0.… }, budget: 3 }
 * ```
 */
export function successiveHalving<P>(
  configurations: Configurations<P>,
  options: SuccessiveHalvingOptions,
): BudgetSampler<P> {
  const parsed = readRungOptions('successiveHalving', successiveHalvingOptions, options);
  const { minBudget, maxBudget, reductionFactor } = parsed;
  const s = hyperbandBrackets(minBudget, maxBudget, reductionFactor).length - 1;
  const plan = bracketPlan(parsed, s, parsed.configurations ?? Math.ceil(reductionFactor ** s));
  function* plans(): Generator<BracketPlan, void> {
    for (let round = 0; round < parsed.rounds; round++) yield plan;
  }
  const sampler = samplerOf('successiveHalving', configurations, parsed);
  return new Halving(plans(), sourceOf(sampler, maxBudget));
}
