import * as z from 'zod';
import { generator } from '../math/random.ts';
import { parseOptions } from '../parse-options.ts';
import type { Space } from '../space/space.ts';
import type { Trial } from '../trial.ts';
import { Spread } from './gp/spread.ts';
import { checkedHistory, type HistoryOptions, historySchema } from './history.ts';
import { type SeedOptions, seedSchema } from './options.ts';
import { Pending } from './pending.ts';
import type { Sampler } from './sampler.ts';
import { pointOf, singleLoss } from './told.ts';
import type { Observation } from './tpe/kernels.ts';
import { pointKey } from './tpe/point-key.ts';
import { Tree } from './tpe/tree.ts';

/** Options of `tpe`. */
export interface TpeOptions<P> extends SeedOptions, HistoryOptions<P> {
  /** How many evenly spread candidates come before the first model. Default 6. */
  readonly startup?: number;
  /** Among how many draws from the good density each candidate is chosen: more is greedier. Default 24. */
  readonly candidates?: number;
}

/** Parameters that may be given out, with their coordinates and what these are known by. */
interface Proposal<P> {
  readonly params: P;
  readonly point: Float64Array;
  readonly key: string;
}

/** Pending trials come after all results. */
const PENDING = 2 ** 52;

const atLeastOne = z
  .int({ error: 'expected an integer of at least 1' })
  .min(1, { error: 'expected an integer of at least 1' });

/** The options of `tpe` as data. */
export const tpeOptions = z.strictObject({
  seed: seedSchema,
  startup: atLeastOne.default(6),
  candidates: atLeastOne.default(24),
  history: historySchema,
});

/**
 * Tree-structured Parzen estimators: a sampler for any space and any number of trials, at a fraction of a millisecond a suggestion.
 *
 * After `startup` scrambled Sobol' points, results are split into good ones and others, and a candidate is chosen where the density of the good ones is high and
 * that of the others low. The densities are joint ones over the whole space: mixtures of one kernel for each result. Categories, ordered options, integers and
 * weights count as what they are; a parameter that is not always there is part of the model wherever it is there. In a conditional space a bandit decides first
 * which branch is tried. Trials that are still running count as bad, so batches spread; pruned ones count by how far they came, failed ones as bad. Only what the
 * constraints allow is proposed, and nothing twice.
 *
 * When to use: for hundreds or thousands of trials, in spaces with many categories or branches, or when a suggestion must cost next to nothing; `gp` needs fewer
 * trials on smooth objectives. Suggestion k depends on the seed, k, and what was asked and told before. In a finite space it completes when everything was tried.
 *
 * Cost: about 0.2 ms of CPU a suggestion with 10 floats, the same however many results there are.
 *
 * Sources: Bergstra, Bardenet, Bengio and Kégl, "Algorithms for hyper-parameter optimization", 2011; Falkner, Klein and Hutter, "BOHB", 2018; Watanabe,
 * "Tree-structured Parzen estimator", arXiv 2304.11127, 2023. What is added: weights by rank in the good density, candidates of which some coordinates stay (Regis
 * and Shoemaker, "Combining radial basis function surrogates and dynamic coordinate search", 2013), the bandit, and the start-up.
 *
 * @throws TuningError `InvalidConfig` for a wrong option or a history of another space; from `tell`, `InvalidScore` for several losses; from `ask`,
 * `ExhaustedSpace` when constraints refuse nearly everything.
 *
 * @example
 * ```ts
 * import { float, int, space } from 'rxtune';
 * import { tpe } from 'rxtune/samplers';
 *
 * const sampler = tpe(space({ rate: float(1e-4, 1, { scale: 'log' }), layers: int(1, 8) }), { seed: 1 });
 * const params = sampler.ask();
 * ```
 */
export function tpe<P>(space: Space<P>, options: TpeOptions<P> = {}): Sampler<P> {
  const { seed, startup, candidates } = parseOptions('tpe', tpeOptions, options);
  /** By the bits of its coordinates, everything that was asked for or told. */
  const known = new Set<string>();
  const pending = new Pending<P, Observation>(space);
  const proposalOf = (params: P): Proposal<P> => {
    const point = space.encode(params);
    return { params, point, key: pointKey(point) };
  };
  const spread = new Spread(
    { space, size: space.parameters.length },
    { knows: (params) => known.has(proposalOf(params).key) },
    seed,
  );
  const tree = new Tree(space, {
    candidates,
    allows: space.constrained ? (point) => space.allows(space.decode(point)) : undefined,
    take: (point) => {
      const proposal = proposalOf(space.decode(point));
      return !known.has(proposal.key) && space.allows(proposal.params) ? proposal : undefined;
    },
  });
  let asked = 0;
  let told = 0;

  function propose(): Proposal<P> | undefined {
    const random = generator(seed, asked);
    const isStart = told + pending.size < startup;
    const proposal = isStart ? undefined : tree.propose(random);
    if (proposal !== undefined) return proposal;
    const params = isStart ? spread.next(random) : spread.anywhere(random);
    return params === undefined ? undefined : proposalOf(params);
  }

  function tell(trial: Trial<P>): void {
    const loss = singleLoss('tpe', trial) ?? NaN;
    const observation = pending.take(trial.params);
    const point = observation?.point ?? pointOf(space, trial.params);
    if (observation === undefined) known.add(pointKey(point));
    else tree.forget(observation);
    const isPruned = trial.state === 'pruned';
    // A loss that is no number, or infinite, says no more than a failure.
    const standing = Number.isNaN(loss) || loss === Infinity ? 'failed' : trial.state;
    tree.tell({
      id: told++,
      point,
      standing,
      step: isPruned ? (trial.budget ?? trial.reports.at(-1)?.step ?? 0) : 0,
      loss,
    });
  }

  for (const trial of checkedHistory('tpe', space, options.history)) tell(trial);
  return {
    ask: () => {
      const proposal = propose();
      if (proposal === undefined) return undefined;
      const { params, point, key } = proposal;
      known.add(key);
      const observation = { id: PENDING + asked, point };
      asked++;
      pending.add(params, observation);
      tree.ask(observation);
      return params;
    },
    tell,
    abandon: (params) => {
      const observation = pending.take(params);
      if (observation !== undefined) tree.forget(observation);
    },
  };
}
