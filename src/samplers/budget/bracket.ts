import type { Candidate } from '../../candidate.ts';
import type { Trial } from '../../trial.ts';
import { type Wait, wait } from '../sampler.ts';
import { continued, memberOf, Ranking } from './member.ts';
import type { Source } from './source.ts';

/** What a bracket does: so many configurations, for the first of so many budgets, each a reduction factor above the one before. */
export interface BracketPlan {
  readonly configurations: number;
  readonly budgets: readonly number[];
  readonly reductionFactor: number;
}

/** The plan of the bracket that starts s rungs below the highest: r_i = R eta^(i - s). */
export function bracketPlan(
  { maxBudget, reductionFactor }: { readonly maxBudget: number; readonly reductionFactor: number },
  s: number,
  configurations: number,
): BracketPlan {
  // A quotient, as the highest budget must be exactly what was asked for.
  const budgets = Array.from({ length: s + 1 }, (_, i) => maxBudget / reductionFactor ** (s - i));
  return { configurations, budgets, reductionFactor };
}

/**
 * One bracket of successive halving, from the fresh configurations at its lowest rung to the few that get the whole budget.
 *
 * The inner loop of algorithm 1 of Li et al. 2018. A rung is over when each of its members has ended somehow; only complete ones go on. Of checkpoints it keeps
 * those of the best so many as may go on.
 */
export class Bracket<P> {
  readonly #plan: BracketPlan;
  readonly #source: Source<P>;
  #configurations: number;
  #rung = 0;
  #proposed = 0;
  #outstanding = 0;
  /** Who goes on to the next rung, as far as it is known; and who has come to this one. */
  #next: Ranking<P>;
  #members: Ranking<P> | undefined;

  constructor(plan: BracketPlan, source: Source<P>) {
    this.#plan = plan;
    this.#source = source;
    this.#configurations = plan.configurations;
    this.#next = new Ranking(this.#size(1));
  }

  /** Undefined when the bracket is over. */
  propose(): Candidate<P> | Wait | undefined {
    for (;;) {
      const candidate = this.#rung === 0 ? this.#fresh() : this.#promoted();
      if (candidate === wait) return wait;
      if (candidate !== undefined) {
        this.#proposed++;
        this.#outstanding++;
        return candidate;
      }
      if (this.#outstanding > 0) return wait;
      if (this.#next.size === 0) return undefined;
      this.#members = this.#next;
      this.#rung++;
      this.#next = new Ranking(this.#size(this.#rung + 1));
    }
  }

  /** @param order of its candidate among all that were proposed. */
  tell(trial: Trial<P>, order: number, checkpoint: unknown): void {
    this.#outstanding--;
    if (trial.state === 'complete' && this.#rung + 1 < this.#plan.budgets.length) {
      this.#source.result(trial);
      this.#leave(this.#next.add(memberOf(trial, order, checkpoint)));
    } else {
      this.#source.result(trial);
      this.#source.over(trial);
    }
  }

  abandon(params: P): void {
    this.#outstanding--;
    this.#source.abandon(params);
  }

  #fresh(): Candidate<P> | Wait | undefined {
    if (this.#proposed >= this.#configurations) return undefined;
    const params = this.#source.ask();
    if (params === wait) return wait;
    if (params !== undefined) return { params, budget: this.#budget };
    // The space has no more: the bracket is one of as many as it got.
    this.#configurations = this.#proposed;
    this.#next = this.#shrunk(this.#size(1));
    return undefined;
  }

  #promoted(): Candidate<P> | undefined {
    const member = this.#members?.takeBest();
    return member === undefined ? undefined : continued(member, this.#budget);
  }

  get #budget(): number {
    return this.#plan.budgets[this.#rung] ?? NaN;
  }

  /** n_i = floor(n eta^-i), of which at least the best one goes all the way. */
  #size(rung: number): number {
    const { budgets, reductionFactor } = this.#plan;
    if (rung >= budgets.length) return 0;
    return Math.max(1, Math.floor(this.#configurations / reductionFactor ** rung));
  }

  #shrunk(size: number): Ranking<P> {
    const smaller = new Ranking<P>(size);
    for (let one = this.#next.takeBest(); one !== undefined; one = this.#next.takeBest())
      this.#leave(smaller.add(one));
    return smaller;
  }

  #leave(member: { readonly trial: Trial<P> } | undefined): void {
    if (member !== undefined) this.#source.over(member.trial);
  }
}
