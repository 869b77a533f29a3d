import * as z from 'zod';
import type { Candidate } from '../candidate.ts';
import { bracketOf, hyperbandBrackets } from '../math/brackets.ts';
import type { Trial } from '../trial.ts';
import { continued, memberOf, Ranking, type Ranked, rankOf } from './budget/member.ts';
import {
  type Complete,
  type Configurations,
  readRungOptions,
  type RungOptions,
  rungSchema,
  samplerOf,
  seedOption,
} from './budget/options.ts';
import { Outstanding } from './budget/outstanding.ts';
import { type Source, sourceOf } from './budget/source.ts';
import type { SeedOptions } from './options.ts';
import { type BudgetSampler, type Wait, wait } from './sampler.ts';

/** Options of `asha`. */
export interface AshaOptions extends RungOptions, SeedOptions {
  /** One of so many goes on to the next rung, where it gets so many times the budget. Above 1. Default 2. */
  readonly reductionFactor?: number;
  /** How many brackets share the configurations, as in Hyperband: each further one starts a rung higher. At most as many as there are rungs. Default 1. */
  readonly brackets?: number;
  /** How many configurations that have stopped each rung keeps ready to go on, checkpoints included; beyond that the worst is let go. Default 100. */
  readonly maxPaused?: number;
}

/** The options of `asha` as data. */
export const ashaOptions = z.strictObject({
  ...rungSchema,
  reductionFactor: rungSchema.reductionFactor.unwrap().default(2),
  seed: seedOption,
  brackets: z.int().min(1).default(1),
  maxPaused: z.int().min(1).default(100),
});

/**
 * Asynchronous successive halving: whenever somebody asks, the best stopped configuration that is good enough goes on, else a fresh one starts.
 *
 * Good enough is who is among the best 1/`reductionFactor` of all results of its rung so far. Nothing ever waits, so it keeps any number of slots busy, and it has a
 * first result with the whole budget early. It goes on as long as somebody asks: limit it with `take`.
 *
 * A trial that fails, or is pruned, counts as the worst of its rung. Of equal losses the one proposed first is better. To keep memory flat a rung holds on to
 * the best `maxPaused` stopped configurations with their checkpoints; of all others it keeps a loss.
 *
 * Source: Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020, algorithm 2; with several brackets, asynchronous Hyperband, in which
 * each bracket gets its share of the configurations. O(log n) comparisons a result beside the sampler's own cost.
 *
 * @param configurations a space, for random search in it, or what makes a sampler: `() => tpe(net)`. A sampler hears of a configuration as pruned when it stops for
 * the first time, and as complete when it got the whole budget.
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { asha } from 'rxtune/samplers';
 *
 * const sampler = asha(space({ lr: float(0, 1) }), { maxBudget: 64 });
 * sampler.propose(); // { params: { lr: 0.… }, budget: 8 }
 * ```
 */
export function asha<P>(configurations: Configurations<P>, options: AshaOptions): BudgetSampler<P> {
  const parsed = readRungOptions('asha', ashaOptions, options);
  const sampler = samplerOf('asha', configurations, parsed);
  return new Asha(parsed, sourceOf(sampler, parsed.maxBudget));
}

/** One rung: of all results their places, of those that may go on what it takes. */
class Rung<P> {
  readonly budget: number;
  /** Undefined at the highest rung, from which nobody goes on. */
  readonly next: Rung<P> | undefined;
  readonly #reductionFactor: number;
  readonly #results: Ranked[] = [];
  readonly #paused: Ranking<P>;

  constructor(budget: number, next: Rung<P> | undefined, { reductionFactor, maxPaused }: Parsed) {
    this.budget = budget;
    this.next = next;
    this.#reductionFactor = reductionFactor;
    this.#paused = new Ranking(maxPaused);
  }

  add(trial: Trial<P>, order: number, checkpoint: unknown): void {
    const complete = trial.state === 'complete';
    const place = { loss: complete ? trial.loss : Infinity, order };
    this.#results.splice(rankOf(this.#results, place), 0, place);
    if (complete && this.next !== undefined) this.#paused.add(memberOf(trial, order, checkpoint));
  }

  /** Who goes on now: the best that has not yet, if it is among the best |rung| / eta. */
  promote(): Candidate<P> | undefined {
    const { best } = this.#paused;
    if (best === undefined || this.next === undefined) return undefined;
    const places = Math.floor(this.#results.length / this.#reductionFactor);
    if (rankOf(this.#results, best) >= places) return undefined;
    this.#paused.takeBest();
    return continued(best, this.next.budget);
  }
}

type Parsed = Complete<z.output<typeof ashaOptions>>;

class Asha<P> implements BudgetSampler<P> {
  readonly #source: Source<P>;
  /** The lowest rung of each bracket, and its share of the configurations. */
  readonly #brackets: readonly Rung<P>[];
  readonly #shares: readonly number[];
  /** All rungs of all brackets, from those with the highest budget down. */
  readonly #rungs: readonly Rung<P>[];
  readonly #outstanding = new Outstanding<P, { readonly rung: Rung<P>; readonly order: number }>();
  #fresh = 0;
  #proposed = 0;

  constructor(options: Parsed, source: Source<P>) {
    const { minBudget, maxBudget, reductionFactor } = options;
    const shares = hyperbandBrackets(minBudget, maxBudget, reductionFactor);
    const rungs: Rung<P>[] = [];
    this.#shares = shares.slice(0, options.brackets);
    this.#brackets = this.#shares.map((_, bracket) => {
      let rung = new Rung<P>(maxBudget, undefined, options);
      rungs.push(rung);
      for (let below = 1; below < shares.length - bracket; below++) {
        rung = new Rung(maxBudget / reductionFactor ** below, rung, options);
        rungs.push(rung);
      }
      return rung;
    });
    this.#rungs = rungs.sort((a, b) => b.budget - a.budget);
    this.#source = source;
  }

  /** Algorithm 2, get_job: from the highest rung down whoever may go on (lines 12 to 18), else a fresh configuration (lines 19 and 20). */
  propose(): Candidate<P> | Wait | undefined {
    for (const rung of this.#rungs) {
      const candidate = rung.promote();
      if (candidate !== undefined && rung.next !== undefined) return this.#note(candidate, rung.next);
    }
    const params = this.#source.ask();
    const rung = this.#brackets[bracketOf(this.#fresh, this.#shares)];
    if (params === wait || rung === undefined) return wait;
    // Whoever is still running may let somebody go on.
    if (params === undefined) return this.#outstanding.size > 0 ? wait : undefined;
    this.#fresh++;
    return this.#note({ params, budget: rung.budget }, rung);
  }

  tell(trial: Trial<P>, checkpoint?: unknown): void {
    const kept = this.#outstanding.take(trial);
    this.#source.result(trial);
    if (kept === undefined) return;
    const { rung, order } = kept;
    rung.add(trial, order, checkpoint ?? trial.checkpoint);
    if (trial.from === undefined || rung.next === undefined) this.#source.over(trial);
  }

  abandon(candidate: Candidate<P>): void {
    this.#outstanding.give(candidate);
    if (candidate.from === undefined) this.#source.abandon(candidate.params);
  }

  #note(candidate: Candidate<P>, rung: Rung<P>): Candidate<P> {
    this.#outstanding.add(candidate, { rung, order: this.#proposed++ });
    return candidate;
  }
}
