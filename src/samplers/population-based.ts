import * as z from 'zod';
import type { Candidate } from '../candidate.ts';
import { generator, integer, type Random } from '../math/random.ts';
import { parseOptions } from '../parse-options.ts';
import type { Space } from '../space/space.ts';
import type { ContinuedTrial, Trial } from '../trial.ts';
import { Explorer } from './budget/explore.ts';
import { Outstanding } from './budget/outstanding.ts';
import { type SeedOptions, seedSchema } from './options.ts';
import { type BudgetSampler, type Wait, wait } from './sampler.ts';

/** Options of `populationBased`. */
export interface PopulationBasedOptions extends SeedOptions {
  /** How many trainings go on side by side. At least 2. Default 10. */
  readonly populationSize?: number;
  /** How many trials each of them makes, one continuing the other. Default 10. */
  readonly generations?: number;
  /** What a trial adds to the budget, in whatever unit: epochs, steps, seconds. Above 0. Default 1. */
  readonly interval?: number;
  /** The worst such share of the population goes on from the best such share. Above 0, at most 0.5. Default 0.2. */
  readonly quantile?: number;
  /** How often a parameter is drawn anew instead of moved, from 0 to 1. Default 0.25. */
  readonly resampleProbability?: number;
  /** The names of parameters that stay as they are when a training goes on with others, such as the shape of a network. Default none. */
  readonly fixed?: readonly string[];
}

/** The options of `populationBased` as data. */
export const populationBasedOptions = z.strictObject({
  seed: seedSchema,
  populationSize: z.int().min(2).default(10),
  generations: z.int().min(1).default(10),
  interval: z.number().positive().default(1),
  quantile: z.number().positive().max(0.5).default(0.2),
  resampleProbability: z.number().min(0).max(1).default(0.25),
  fixed: z.array(z.string()).default([]),
});

/** Where a member of the population stood after a complete trial. */
interface Standing<P> {
  /** How many trials the member had made. */
  readonly generation: number;
  readonly params: P;
  readonly loss: number;
  readonly from: ContinuedTrial;
}

/** A training that goes on from trial to trial. */
interface Member<P> {
  /** Trials that were proposed. */
  made: number;
  /** The last two: whoever is one trial behind is compared with the first of them, lest the one ahead always wins. */
  standings: readonly Standing<P>[];
  /** Its last trial failed or was pruned: it can only go on from somebody else. */
  lost: boolean;
}

/**
 * Population-based training: trainings side by side, in which now and then one of the worst goes on from the state of one of the best, with its parameters changed a little.
 *
 * When to use: for parameters that may change while training goes on (learning rates, weights of losses, strength of augmentation), and that should: it finds a
 * schedule, not one value. The objective must hand over a checkpoint and go on from `context.from.checkpoint`. The budget of a trial is that of the one it continues
 * plus `interval`.
 *
 * Exploit is truncation selection among members that have made as many trials: one whose loss is in the worst `quantile` goes on from a random one in the best. Explore multiplies each number by 0.8 or
 * 1.2, in steps where it has steps, moves an ordinal to its neighbour, leaves a choice as it is, or, with `resampleProbability`, draws the parameter anew; what the
 * constraints refuse is drawn again. Where a parameter comes to be there, it is drawn.
 *
 * Members go on as they finish, those that lag behind first; it waits only when every member runs. A failed or pruned member goes on from one of the best, else from where
 * it last stood, else anew; one whose candidate was filtered out goes on from where it was. It completes after `populationSize * generations` trials. In memory are
 * two checkpoints a member.
 *
 * Source: Jaderberg et al., "Population Based Training of Neural Networks", 2017, algorithm 1 and section 4.
 *
 * @throws TuningError `InvalidConfig` for a wrong option, or a name in `fixed` that is no parameter.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { populationBased } from 'rxtune/samplers';
 *
 * const sampler = populationBased(space({ lr: float(1e-5, 1, { scale: 'log' }) }), { populationSize: 4, interval: 5 });
 * sampler.propose(); // { params: { lr: 0.… }, budget: 5 }
 * ```
 */
export function populationBased<P>(space: Space<P>, options: PopulationBasedOptions = {}): BudgetSampler<P> {
  return new Population(space, parseOptions('populationBased', populationBasedOptions, options));
}

class Population<P> implements BudgetSampler<P> {
  readonly #options: z.output<typeof populationBasedOptions>;
  readonly #explorer: Explorer<P>;
  readonly #members: Member<P>[];
  /** Members that do not run, in the order in which they finished. */
  readonly #ready: Member<P>[];
  readonly #outstanding = new Outstanding<P, Member<P>>();
  #proposed = 0;

  constructor(space: Space<P>, options: z.output<typeof populationBasedOptions>) {
    this.#options = options;
    this.#explorer = new Explorer(space, options);
    this.#members = Array.from({ length: options.populationSize }, () => ({
      made: 0,
      standings: [],
      lost: false,
    }));
    this.#ready = [...this.#members];
  }

  propose(): Candidate<P> | Wait | undefined {
    const member = this.#takeLagging();
    if (member === undefined) return this.#outstanding.size > 0 ? wait : undefined;
    const candidate = this.#next(member);
    member.made++;
    this.#outstanding.add(candidate, member);
    return candidate;
  }

  tell(trial: Trial<P>, checkpoint?: unknown): void {
    const member = this.#outstanding.take(trial);
    if (member === undefined) return;
    member.lost = trial.state !== 'complete';
    if (trial.state === 'complete') {
      const { params, loss, number, budget = this.#options.interval } = trial;
      const from = { number, budget, checkpoint: checkpoint ?? trial.checkpoint };
      member.standings = [...member.standings.slice(-1), { generation: member.made, params, loss, from }];
    }
    this.#rest(member);
  }

  abandon(candidate: Candidate<P>): void {
    const member = this.#outstanding.give(candidate);
    if (member !== undefined) this.#rest(member);
  }

  /** A member that has made all its trials is only there for others to go on from. */
  #rest(member: Member<P>): void {
    if (member.made < this.#options.generations) this.#ready.push(member);
  }

  /** Whoever has made the fewest trials: with few slots the members stay side by side all the same. */
  #takeLagging(): Member<P> | undefined {
    let lagging = 0;
    this.#ready.forEach(({ made }, i) => {
      if (made < (this.#ready[lagging]?.made ?? 0)) lagging = i;
    });
    return this.#ready.splice(lagging, 1)[0];
  }

  #next(member: Member<P>): Candidate<P> {
    const { interval, seed } = this.#options;
    const uniform = generator(seed, `explore ${this.#proposed++}`);
    const better = this.#exploited(member, uniform);
    const standing = better ?? member.standings.at(-1);
    if (standing === undefined) return { params: this.#explorer.anew(uniform), budget: interval };
    const { params, from } = standing;
    const budget = (from.budget ?? 0) + interval;
    return { params: better === undefined ? params : this.#explorer.explore(params, uniform), budget, from };
  }

  /** Truncation selection (section 4.1.1): one of the best for one of the worst; undefined for a member that goes on by itself. */
  #exploited({ made, lost, standings: own }: Member<P>, uniform: Random): Standing<P> | undefined {
    const standings = this.#members.flatMap(
      (member) => member.standings.find(({ generation }) => generation >= made) ?? [],
    );
    // The sort is stable: of equal losses that of the earlier member is better.
    standings.sort((a, b) => a.loss - b.loss);
    const cut = Math.max(1, Math.floor(this.#options.quantile * standings.length));
    const best = standings[integer(uniform, cut)];
    if (lost) return best;
    const rank = standings.findIndex((standing) => own.includes(standing));
    return rank > 0 && rank >= standings.length - cut ? best : undefined;
  }
}
