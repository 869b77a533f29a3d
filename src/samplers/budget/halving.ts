import type { Candidate } from '../../candidate.ts';
import type { Trial } from '../../trial.ts';
import { type BudgetSampler, type Wait, wait } from '../sampler.ts';
import { Bracket, type BracketPlan } from './bracket.ts';
import { Outstanding } from './outstanding.ts';
import type { Source } from './source.ts';

/**
 * Runs one bracket after another.
 *
 * While a rung waits for its last members the next bracket begins, so that free slots have something to do; only when there is none left does it wait.
 */
export class Halving<P> implements BudgetSampler<P> {
  readonly #plans: Iterator<BracketPlan, void>;
  readonly #source: Source<P>;
  readonly #outstanding = new Outstanding<P, { readonly bracket: Bracket<P>; readonly order: number }>();
  #brackets: Bracket<P>[] = [];
  #proposed = 0;

  constructor(plans: Iterator<BracketPlan, void>, source: Source<P>) {
    this.#plans = plans;
    this.#source = source;
  }

  propose(): Candidate<P> | Wait | undefined {
    for (const bracket of this.#brackets) {
      const candidate = this.#from(bracket);
      if (candidate !== undefined && candidate !== wait) return candidate;
    }
    for (;;) {
      const { value: plan } = this.#plans.next();
      if (plan === undefined) return this.#brackets.length > 0 ? wait : undefined;
      const bracket = new Bracket(plan, this.#source);
      this.#brackets.push(bracket);
      const candidate = this.#from(bracket);
      // What is at its end, or waits, when a bracket begins is the source, which would say the same to the next one.
      if (candidate === undefined) return this.#brackets.length > 0 ? wait : undefined;
      return candidate;
    }
  }

  tell(trial: Trial<P>, checkpoint?: unknown): void {
    const kept = this.#outstanding.take(trial);
    if (kept === undefined) this.#source.result(trial);
    else kept.bracket.tell(trial, kept.order, checkpoint ?? trial.checkpoint);
  }

  abandon(candidate: Candidate<P>): void {
    this.#outstanding.give(candidate)?.bracket.abandon(candidate.params);
  }

  #from(bracket: Bracket<P>): Candidate<P> | Wait | undefined {
    const candidate = bracket.propose();
    if (candidate === undefined) this.#brackets = this.#brackets.filter((other) => other !== bracket);
    else if (candidate !== wait) this.#outstanding.add(candidate, { bracket, order: this.#proposed++ });
    return candidate;
  }
}
