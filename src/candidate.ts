import type { Score, Trial } from './trial.ts';

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
}

/** The way back from a candidate, or from its finished trial, to the tuner that proposed it. */
export interface Line {
  /** Proposes nothing until released as many times as held. */
  hold(): void;
  release(): void;
  /** A trial is going to be made of a candidate: it will be told or abandoned, once. */
  claim(): void;
  tell(trial: Trial<unknown, Score>): void;
  /** What was claimed will never be told. */
  abandon(): void;
}

/** Own and enumerable on candidates, so that copies keep it; an accessor on finished trials, so that they compare as plain data. */
export const line: unique symbol = Symbol('rxtune.line');

/** The line of a candidate, of a finished trial, or of the event that it finished; whatever else is in a stream has none. */
export function lineOf(item: unknown): Line | undefined {
  return typeof item === 'object' && item !== null ? (item as { readonly [line]?: Line })[line] : undefined;
}
