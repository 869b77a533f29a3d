import * as z from 'zod';
import type { Space } from '../space/space.ts';
import { GpSearch } from './gp/gp-search.ts';
import { checkedHistory, type HistoryOptions, historySchema } from './history.ts';
import { parseOptions } from '../parse-options.ts';
import { type SeedOptions, seedSchema } from './options.ts';
import type { Sampler } from './sampler.ts';

/** Options of `gp`. */
export interface GpOptions<P> extends SeedOptions, HistoryOptions<P> {
  /** How many results to gather at evenly spread points before the first model. Default 8. */
  readonly startup?: number;
}

/** The options of `gp` as data. */
export const gpOptions = z.strictObject({
  seed: seedSchema,
  startup: z
    .int({ error: 'expected an integer of at least 2' })
    .min(2, { error: 'expected an integer of at least 2' })
    .default(8),
  history: historySchema,
});

/**
 * Bayesian optimization with Gaussian processes: the sampler that needs the fewest trials, for budgets of up to a few
 * hundred.
 *
 * After `startup` scrambled Sobol' points each suggestion maximises the log expected improvement under a model of the
 * objective: a Gaussian process with an additive and a full Matérn-5/2 kernel, a length scale for each parameter, and
 * fitted noise. Three models see the losses as they are, with the worse half by ranks, and in logarithms; one is drawn
 * for each suggestion by how well it predicted results it had not seen. Categories, integers, and parameters that are
 * not always there are part of the model and of the search; only points that the constraints allow are proposed, and
 * none twice. Trials that are still running count at their predictions, so batches spread. A choice on which other
 * parameters depend is decided first, by how much each of its options still has to give.
 *
 * Where the losses about the best result follow a quadratic function, half of the suggestions are Newton steps, which
 * find the bottom of a smooth basin to many digits.
 *
 * From 30 results on, once next to nothing is to gain where the best result lies, most suggestions look for a better basin
 * elsewhere: the models are sure that there is none, so this one is filled up and another model is fitted to the rest. In a space of categories without floats
 * a stall asks for an improvement of a standard deviation instead, which what lies on a plateau cannot give.
 *
 * A failed trial counts as the worst complete one; a pruned one as its last loss, but not as better than the median.
 * Suggestion k depends on the seed, k, and what was asked and told before. In a finite space it completes when
 * everything was tried.
 *
 * Cost: 5 to 12 ms a suggestion over the first 100 with 10 floats. Hyperparameters are fitted on at most 128 results
 * and models conditioned on at most about 256, in either case the best half of them and the newest, so that a
 * suggestion takes at most about a quarter of a second however many results there are.
 *
 * Sources: Jones, Schonlau and Welch, "Efficient global optimization", 1998; Duvenaud, Nickisch and Rasmussen, "Additive
 * Gaussian processes", 2011; Ament et al., "Unexpected improvements to expected improvement", 2023; Hvarfner et al.,
 * "Vanilla Bayesian optimization performs great in high dimensions", 2024; Nesterov and Polyak, "Cubic regularization of
 * Newton method and its global performance", 2006.
 *
 * @throws TuningError `InvalidConfig` for a wrong option or a history of another space; from `tell`, `InvalidScore` for
 * several losses; from `ask`, `ExhaustedSpace` when constraints refuse nearly everything.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { gp } from 'rxtune/samplers';
 *
 * const sampler = gp(space({ x: float(-5, 10), y: float(0, 15) }), { seed: 1 });
 * const params = sampler.ask();
 * ```
 */
export function gp<P>(space: Space<P>, options: GpOptions<P> = {}): Sampler<P> {
  const { seed, startup } = parseOptions('gp', gpOptions, options);
  const search = new GpSearch('gp', space, { seed, startup });
  for (const trial of checkedHistory('gp', space, options.history)) search.tell(trial);
  let k = 0;
  return {
    ask: () => {
      const params = search.propose(k++);
      if (params !== undefined) search.ask(params);
      return params;
    },
    tell: (trial) => {
      search.tell(trial);
    },
    abandon: (params) => {
      search.abandon(params);
    },
  };
}
