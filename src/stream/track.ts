import {
  catchError,
  concat,
  defer,
  finalize,
  type MonoTypeOperatorFunction,
  type Observable,
  type ObservableInput,
  Subject,
  tap,
  throwError,
} from 'rxjs';
import * as z from 'zod';
import { type Held, tunerOf } from '../candidate.ts';
import { shown, TuningError } from '../errors.ts';
import { parseOptions } from '../parse-options.ts';
import { Queue } from './queue.ts';

/**
 * Keeps what passes through a stream: a function from the stream to one that completes when everything is written.
 *
 * Each item it emits says that one more is written; which matters with `highWaterMark` only.
 *
 * @example
 * ```ts
 * import { tap } from 'rxjs';
 * import type { Tracker, Trial } from 'rxtune';
 *
 * const log: Tracker<Trial<unknown>> = (trials) => trials.pipe(tap((trial) => console.log(trial.number, trial.state)));
 * ```
 */
export type Tracker<T> = (stream: Observable<T>) => ObservableInput<unknown>;

/** Options of `track`. */
export interface TrackOptions {
  /** Hears once of a tracker that failed and has left. Default: one line on `console.error`. */
  readonly onError?: (error: unknown, tracker: string) => void;
  /** Holds tuners while a tracker is more than so many items behind: an integer of at least 1. Default: no limit. */
  readonly highWaterMark?: number;
}

/**
 * Shares a stream of trials, or of trial events, with trackers.
 *
 * All of them get every item, before it goes on downstream. The result completes, or errors, when all have written what they got; a study that is
 * unsubscribed completes its trackers and waits for nobody. A tracker that fails is reported once and leaves: the study and the others go on.
 *
 * @throws TuningError `InvalidConfig` for a wrong option, or what is no tracker.
 *
 * @example
 * ```ts
 * import { of, tap } from 'rxjs';
 * import { evaluate, track } from 'rxtune';
 *
 * of({ params: { x: 2 } })
 *   .pipe(evaluate(({ x }) => x ** 2), track([(trials) => trials.pipe(tap((trial) => console.log(trial.state)))]))
 *   .subscribe(); // complete
 * ```
 */
export function track<T>(
  trackers: readonly Tracker<NoInfer<T>>[],
  options: TrackOptions = {},
): MonoTypeOperatorFunction<T> {
  const { onError = report, highWaterMark: limit = Number.POSITIVE_INFINITY } = parseOptions(
    'track',
    schema,
    options,
  );
  requireTrackers(trackers);
  return (source) =>
    defer(() => {
      const sinks = new Sinks(trackers, onError, limit);
      return concat(
        source.pipe(
          tap((item) => {
            sinks.next(item);
          }),
          catchError((error: unknown) =>
            concat(
              sinks.flush(),
              throwError(() => error),
            ),
          ),
        ),
        sinks.flush(),
      ).pipe(
        finalize(() => {
          sinks.close();
        }),
      );
    });
}

const integer = 'expected an integer of at least 1';
const schema = z.strictObject({
  onError: z
    .custom<NonNullable<TrackOptions['onError']>>((value) => typeof value === 'function', {
      error: 'expected a function',
    })
    .optional(),
  highWaterMark: z.int({ error: integer }).min(1, { error: integer }).optional(),
});

function requireTrackers(trackers: readonly unknown[]): void {
  const wrong = Array.isArray(trackers)
    ? trackers.findIndex((tracker: unknown) => typeof tracker !== 'function')
    : undefined;
  if (wrong === -1) return;
  throw new TuningError(
    'InvalidConfig',
    wrong === undefined
      ? `track: expected an array of trackers, not ${shown(trackers)}`
      : `track: tracker ${wrong + 1} must be a function from a stream to one that completes when all is written, such as jsonl(file) makes, not ${shown(trackers[wrong])}`,
  );
}

function report(error: unknown, tracker: string): void {
  console.error(`${tracker} failed and gets no more trials: ${shown(error)}`);
}

/** The trackers of one subscription. */
class Sinks<T> {
  readonly #items = new Subject<T>();
  readonly #flushed = new Subject<never>();
  readonly #open = new Set<Sink>();
  readonly #limit: number;
  readonly #held = new Queue<Held>();
  #delivering = false;
  #flushing = false;

  constructor(
    trackers: readonly Tracker<T>[],
    onError: (error: unknown, tracker: string) => void,
    limit: number,
  ) {
    this.#limit = limit;
    const sinks = trackers.map((tracker, i) => ({
      tracker,
      name: tracker.name || `tracker ${i + 1}`,
      behind: 0,
    }));
    for (const sink of sinks) this.#open.add(sink);
    for (const sink of sinks) {
      const stream = this.#items.asObservable();
      defer(() => sink.tracker(stream)).subscribe({
        next: () => {
          if (sink.behind > 0) sink.behind--;
          this.#ease();
        },
        error: (error: unknown) => {
          this.#leave(sink);
          onError(error, sink.name);
        },
        complete: () => {
          this.#leave(sink);
        },
      });
    }
  }

  next(item: T): void {
    for (const sink of this.#open) sink.behind++;
    // A tuner that were released by one tracker might have its next trial here before the others have this one.
    this.#delivering = true;
    this.#items.next(item);
    this.#delivering = false;
    this.#ease();
    const line = this.#overfull() ? tunerOf(item) : undefined;
    if (line !== undefined) {
      line.hold();
      this.#held.push(line);
    }
  }

  /** Completes when every tracker has. */
  flush(): Observable<never> {
    return defer(() => {
      this.#flushing = true;
      this.#items.complete();
      if (this.#open.size === 0) this.#flushed.complete();
      return this.#flushed;
    });
  }

  close(): void {
    this.#items.complete();
    this.#open.clear();
    this.#ease();
  }

  #leave(sink: Sink): void {
    this.#open.delete(sink);
    this.#ease();
    if (this.#open.size === 0 && this.#flushing) this.#flushed.complete();
  }

  /** Asks again after each release: a tuner that goes on may fill a tracker right away. */
  #ease(): void {
    while (!this.#delivering && this.#held.size > 0 && !this.#overfull()) this.#held.shift()?.release();
  }

  #overfull(): boolean {
    for (const sink of this.#open) if (sink.behind > this.#limit) return true;
    return false;
  }
}

interface Sink {
  behind: number;
}
