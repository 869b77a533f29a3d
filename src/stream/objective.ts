import type { InteropObservable, Observable } from 'rxjs';
import type { ContinuedTrial, Direction, Score } from '../trial.ts';

/** The kind of score that belongs to a direction: a number, or for several directions an array of as many. */
export type ScoreOf<D> = D extends readonly Direction[] ? readonly number[] : number;

/** What an objective is given beside the parameters. */
export interface TrialContext<S extends Score = number> {
  /** The trial's number, in the order of starting, from 0. */
  readonly number: number;
  /** What the trial may spend, all that it continues included; undefined unless the tuner gives budgets. */
  readonly budget: number | undefined;
  /**
   * The finished trial that this one continues, with the checkpoint that it left; undefined for a trial that begins anew. So does one that should continue a trial of
   * an earlier process whose checkpoint could not be kept.
   */
  readonly from: ContinuedTrial | undefined;
  /** Aborts when the trial is pruned, or the study is stopped. Pass it on to what takes one. */
  readonly signal: AbortSignal;
  /**
   * Reports an intermediate score, which may be NaN or infinite; for objectives that are no streams.
   *
   * @param step defaults to one more than the last, from 1.
   */
  readonly report: (score: S, step?: number) => void;
  /**
   * Hands over what a later trial needs to continue from where this one is; the last one counts.
   *
   * The tuner keeps it in memory as long as it may have the trial continued, and no longer. A text, such as the name of a file, is written with the
   * trial too. A journal keeps whatever JSON can say, so that it is there again after a restart; what is large belongs in a file, whose name is the checkpoint.
   */
  readonly checkpoint: (value: unknown) => void;
}

/** An Observable of the platform, as browsers have it. */
export interface NativeObservable<T> {
  /** Calls the observer until the signal aborts. */
  subscribe(
    observer?: {
      readonly next?: (value: T) => void;
      readonly error?: (error: unknown) => void;
      readonly complete?: () => void;
    },
    options?: { readonly signal?: AbortSignal },
  ): void;
}

/**
 * What an objective may return: a score, the promise of one, or a stream of reports whose last is the score.
 *
 * Streams are Observables of any library and of the platform, and what generators return, asynchronous or not. An array is a score.
 */
export type ObjectiveResult<S extends Score = number> =
  | S
  | PromiseLike<S>
  | AsyncIterable<S>
  | IterableIterator<S>
  | Observable<S>
  | InteropObservable<S>
  | NativeObservable<S>;

/**
 * What is tuned: parameters in, a score out.
 *
 * Each item of a stream is a report, after which a pruner may end the trial; the last one, or the value that a generator returns, is the score.
 * What it throws, rejects or errors with makes a failed trial. When the trial ends early, the signal aborts, a stream is unsubscribed, and a generator's
 * `finally` runs; what a promise gives later is ignored.
 *
 * @example
 * ```ts
 * import type { Objective } from 'rxtune';
 *
 * const objective: Objective<{ lr: number }> = async function* ({ lr }, { signal }) {
 *   for (let epoch = 1; epoch <= 10 && !signal.aborted; epoch++) yield (1 - lr) ** epoch;
 * };
 * ```
 */
export type Objective<P, S extends Score = number> = (
  params: P,
  context: TrialContext<S>,
) => ObjectiveResult<S>;
