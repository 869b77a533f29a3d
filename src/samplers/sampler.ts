import type { Candidate } from '../candidate.ts';
import type { Score, Trial } from '../trial.ts';

/** What a sampler answers when it needs results before it can propose again (a rung, a generation). */
export const wait: unique symbol = Symbol('rxtune.wait');

/** The type of {@link wait}. */
export type Wait = typeof wait;

/**
 * The algorithm under a tuner: asked for parameters, told finished trials.
 *
 * `ask` answers parameters, {@link wait} (results are needed first), or `undefined` (the space is exhausted; it stays so). `tell` takes
 * trials in any order, also ones that were never asked for. Suggestion k is a pure function of the space, the options, the seed, k, and what was told before it.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { random } from 'rxtune/samplers';
 *
 * const sampler = random(space({ x: float(0, 1) }), { seed: 1 });
 * const params = sampler.ask(); // { x: 0.0… }
 * ```
 */
export interface Sampler<P, S extends Score = number> {
  /** Proposes parameters, or says why it does not: {@link wait}, or `undefined` once it is exhausted. */
  ask(): P | Wait | undefined;
  /** Learns from a finished trial; what it left to be continued from is of use to a {@link BudgetSampler} only. */
  tell(trial: Trial<P, S>, checkpoint?: unknown): void;
  /** Hears that parameters will never be told: they were filtered out, or the study that tried them has ended. */
  abandon?(params: P): void;
  /**
   * Takes parameters that an earlier run has proposed here, in place of the next `ask`, and is then as if it had proposed them itself.
   *
   * For samplers whose state is what they have proposed and were told, where a suggestion takes long to compute: a study goes on from its journal in no time.
   */
  adopt?(params: P): void;
}

/**
 * A sampler that gives budgets, or lets trials be continued: it proposes whole candidates where a {@link Sampler} answers parameters.
 *
 * When to use: for algorithms that spend little on most candidates. `tuner` lifts it like any other; the objective reads `context.budget` and `context.from`.
 *
 * What a trial left to be continued from is in memory as long as the sampler keeps it, so keep it only while the trial may be continued. In a trial that was
 * read from a file it is `trial.checkpoint`.
 *
 * @example
 * ```ts
 * import { evaluate, tuner } from 'rxtune';
 * import type { BudgetSampler } from 'rxtune/samplers';
 * import { take } from 'rxjs';
 *
 * // One training that goes on and on, two epochs at a time.
 * function onward(): BudgetSampler<{ lr: number }> {
 *   const params = { lr: 0.1 };
 *   let next: ReturnType<BudgetSampler<{ lr: number }>['propose']> = { params, budget: 2 };
 *   return {
 *     propose: () => next,
 *     tell: ({ number, budget = 0 }, checkpoint) => {
 *       next = { params, budget: budget + 2, from: { number, budget, checkpoint } };
 *     },
 *   };
 * }
 * tuner(onward)
 *   .pipe(take(3), evaluate(({ lr }, { budget = 1, from }) => lr / budget))
 *   .subscribe(({ number, budget, from }) => console.log(number, budget, from)); // 0 2 undefined, 1 4 0, 2 6 1
 * ```
 */
export interface BudgetSampler<P, S extends Score = number> {
  /** Proposes a candidate, or says why it does not: {@link wait}, or `undefined` once it is exhausted. */
  propose(): Candidate<P> | Wait | undefined;
  /**
   * Learns from a finished trial.
   *
   * @param checkpoint what its objective handed over for a trial that continues it.
   */
  tell(trial: Trial<P, S>, checkpoint?: unknown): void;
  /** Hears that a candidate will never be told: it was filtered out, or the study that tried it has ended. */
  abandon?(candidate: Candidate<P>): void;
  /** Takes a candidate that an earlier run has proposed here, in place of the next `propose`, and is then as if it had proposed it itself. */
  adopt?(candidate: Candidate<P>): void;
}
