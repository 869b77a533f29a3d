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

/** A finished trial as the one that continues it sees it. */
export interface ContinuedTrial {
  /** Its number in its study. */
  readonly number: number;
  /** What it was given to spend, if it was given a budget. */
  readonly budget?: number;
  /** What its objective handed to `context.checkpoint`; undefined if it handed over nothing. */
  readonly checkpoint: unknown;
}

interface TrialBase<P, S extends Score> {
  /** Given at the start, in the order of starting, from 0. */
  readonly number: number;
  /** What was tried. */
  readonly params: P;
  /** What it was given to spend, all that it continues included; absent where its tuner gives no budgets. */
  readonly budget?: number;
  /** The number of the trial that it continued; absent where it began anew. */
  readonly from?: number;
  /** The checkpoint that it left, if that is a text, such as the name of a file; any other checkpoint is only in the memory of its tuner. */
  readonly checkpoint?: string;
  /** The journal has answered it: it was run, and emitted, by an earlier run of the study. Absent on a trial that was run now. */
  readonly replayed?: true;
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
