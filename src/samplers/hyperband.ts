import * as z from 'zod';
import { hyperbandBrackets } from '../math/brackets.ts';
import { type BracketPlan, bracketPlan } from './budget/bracket.ts';
import { Halving } from './budget/halving.ts';
import {
  type Complete,
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

/** Options of `hyperband`. */
export interface HyperbandOptions extends RungOptions, SeedOptions {
  /** How often all brackets are run, each time with fresh configurations; `Infinity` for as long as somebody asks. Default 1. */
  readonly rounds?: number;
}

/** The options of `hyperband` as data. */
export const hyperbandOptions = z.strictObject({ ...rungSchema, seed: seedOption, rounds });

/**
 * Hyperband: brackets of successive halving that differ in how much the first rung gets, from many configurations with little to few with everything.
 *
 * A hedge where it is not known how early results tell anything: the first bracket trusts the lowest budget, the last gives the whole budget to each of its
 * configurations, and every bracket spends about as much. With budgets from 1 to 81 and a reduction factor of 3 that is 206 trials in 5 brackets.
 *
 * Rungs promote as those of {@link successiveHalving}. While one waits for its last members, the next bracket begins.
 *
 * Source: Li et al., "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization", JMLR 18 (2018), algorithm 1. O(log n) a result beside the sampler's own
 * cost.
 *
 * @param configurations a space, for random search in it, or what makes a sampler: `() => tpe(net)`. A sampler hears of each configuration once: as complete
 * if it got the whole budget, as pruned if it was left behind.
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { hyperband } from 'rxtune/samplers';
 *
 * const sampler = hyperband(space({ lr: float(0, 1) }), { maxBudget: 81, seed: 1 });
 * sampler.propose(); // { params: { lr: 0.… }, budget: 9 }
 * ```
 */
export function hyperband<P>(configurations: Configurations<P>, options: HyperbandOptions): BudgetSampler<P> {
  const parsed = readRungOptions('hyperband', hyperbandOptions, options);
  const sampler = samplerOf('hyperband', configurations, parsed);
  return new Halving(hyperbandPlans(parsed), sourceOf(sampler, parsed.maxBudget));
}

/** Algorithm 1: s from s_max down to 0 (line 2), with n = ceil((s_max + 1) eta^s / (s + 1)) configurations from budget R eta^-s on (line 3). */
export function* hyperbandPlans({
  minBudget,
  maxBudget,
  reductionFactor,
  rounds,
}: Complete<z.output<typeof hyperbandOptions>>): Generator<BracketPlan, void> {
  const sizes = hyperbandBrackets(minBudget, maxBudget, reductionFactor);
  const plans = sizes.map((n, i) => bracketPlan({ maxBudget, reductionFactor }, sizes.length - 1 - i, n));
  for (let round = 0; round < rounds; round++) yield* plans;
}
