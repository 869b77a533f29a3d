import type { ContinuedTrial, Score, Trial } from './trial.ts';

/**
 * A proposal of a tuner: the parameters of one trial to be.
 *
 * Under a hidden key it carries the line back to its tuner, by which `evaluate` asks for no more than it can run and tells what came of it.
 * A copy (`{ ...candidate }`) keeps the line; an object made anew from the parameters loses it, which `mapParams` does not.
 *
 * @example
 * ```ts
 * import type { Candidate } from 'rxtune';
 *
 * const candidate: Candidate<{ lr: number }> = { params: { lr: 0.1 } };
 * ```
 */
export interface Candidate<P> {
  readonly params: P;
  /** What the trial may spend, all that it continues included; only from tuners that give budgets. */
  readonly budget?: number;
  /** The finished trial that it continues; only from tuners that let trials be continued. */
  readonly from?: ContinuedTrial;
}

/** A tuner as others may move it. */
export interface Held {
  /** Proposes nothing until released as many times as held. */
  hold(): void;
  release(): void;
}

/** The way back from a candidate to the tuner that proposed it. */
export interface Line extends Held {
  /** What a finished trial keeps of the line, as the rest leads to the candidate and to the checkpoint that it may carry. */
  readonly tuner: Held;
  /** A trial is going to be made of the candidate: it will be told or abandoned, once. */
  claim(): void;
  tell(trial: Trial<unknown, Score>, checkpoint: unknown): void;
  /** What was claimed will never be told. */
  abandon(): void;
}

/** Own and enumerable on candidates, so that copies keep it; an accessor on finished trials, so that they compare as plain data. */
export const line: unique symbol = Symbol('rxtune.line');

/** The line of a candidate to its tuner, if it came from one. */
export function lineOf(candidate: Candidate<unknown>): Line | undefined {
  return (candidate as { readonly [line]?: Line })[line];
}

/** The tuner of a finished trial, or of the event that it finished; whatever else is in a stream has none. */
export function tunerOf(item: unknown): Held | undefined {
  return typeof item === 'object' && item !== null ? (item as { readonly [line]?: Held })[line] : undefined;
}
