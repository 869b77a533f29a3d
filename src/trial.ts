/** One number, or one for each objective. */
export type Score = number | readonly number[];

/** Which way is better. */
export type Direction = 'minimize' | 'maximize';

/** An intermediate score of a running trial. */
export interface Report<S extends Score = number> {
  /** Counts from 1 unless the objective gives steps of its own. */
  readonly step: number;
  /** As the objective reported it; an intermediate value may be NaN or infinite. */
  readonly value: S;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface TrialBase<P, S extends Score> {
  /** Given at the start, in the order of starting, from 0. */
  readonly number: number;
  /** What was tried. */
  readonly params: P;
  /** Every report in order; the last of a complete trial is its final score where the objective is a stream. */
  readonly reports: readonly Report<S>[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds since the epoch. */
  readonly finishedAt: number;
}

/** A trial that ended with a score. */
export interface CompleteTrial<P, S extends Score = number> extends TrialBase<P, S> {
  readonly state: 'complete';
  /** The score as the objective reported it: for people. */
  readonly value: S;
  /** Lower is better, whatever the direction: for samplers, pruners and `best`. */
  readonly loss: S;
}

/** A trial that was given up early; it keeps its last report, if it made any. */
export interface PrunedTrial<P, S extends Score = number> extends TrialBase<P, S> {
  readonly state: 'pruned';
  readonly value?: S;
  readonly loss?: S;
}

/** A trial whose objective threw, rejected, or gave no usable score. */
export interface FailedTrial<P, S extends Score = number> extends TrialBase<P, S> {
  readonly state: 'failed';
  readonly error: unknown;
}

/**
 * A finished trial, told apart by its `state`: `'complete'`, `'pruned'` or `'failed'`.
 *
 * @example
 * ```ts
 * import type { Trial } from 'rxtune';
 *
 * const line = (trial: Trial<{ lr: number }>): string =>
 *   trial.state === 'complete' ? `${trial.params.lr}: ${trial.value}` : trial.state;
 * ```
 */
export type Trial<P, S extends Score = number> = CompleteTrial<P, S> | PrunedTrial<P, S> | FailedTrial<P, S>;

/** What happens to trials, as it happens. */
export type TrialEvent<P, S extends Score = number> =
  | { readonly type: 'started'; readonly number: number; readonly params: P; readonly at: number }
  | { readonly type: 'reported'; readonly number: number; readonly params: P; readonly report: Report<S> }
  | { readonly type: 'finished'; readonly trial: Trial<P, S> };
