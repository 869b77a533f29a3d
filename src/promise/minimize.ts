import { identity, lastValueFrom, Observable, take, takeUntil } from 'rxjs';
import * as z from 'zod';
import type { Candidate } from '../candidate.ts';
import { shown, TuningError } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { Pruner } from '../pruners/pruner.ts';
import { parseOptions } from '../parse-options.ts';
import { Space } from '../space/space.ts';
import { best } from '../stream/best.ts';
import type { Concurrency } from '../stream/concurrency.ts';
import { evaluate } from '../stream/evaluate.ts';
import { maxFailures } from '../stream/max-failures.ts';
import type { Objective } from '../stream/objective.ts';
import { type Tracker, track } from '../stream/track.ts';
import { auto } from '../stream/learning-tuners.ts';
import type { CompleteTrial, Direction, Trial } from '../trial.ts';

/** Options of `minimize` and `maximize`. */
export interface MinimizeOptions<P> {
  /** At most so many trials. Default: 100 for a space, as many as it proposes for a tuner. */
  readonly trials?: number;
  /** How many trials may run at the same time, as for `evaluate`. Default 1. */
  readonly concurrency?: Concurrency;
  /** Makes the search in a space repeatable; a tuner has a seed of its own. Default 0. */
  readonly seed?: string | number;
  /** Gives up trials early, by their reports. Default none. */
  readonly pruner?: Pruner;
  /** In which order results go on, as for `evaluate`. Default `'finish'`. */
  readonly order?: 'finish' | 'trial';
  /** Keeps everything that happens, and lets the search go on from there when it is started again, as for `evaluate`. Default none. */
  readonly journal?: Journal;
  /** Rejects as soon as so many trials have failed. Default: goes on whatever fails. */
  readonly maxFailures?: number;
  /** Get every finished trial; the promise waits until they have written it. Default none. */
  readonly trackers?: readonly Tracker<Trial<P>>[];
  /** Aborts what runs, flushes the trackers, and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Finds the parameters of the lowest score: a study as a promise.
 *
 * When to use: in code without Rx, and for a quick answer. Everything that a stream can do more (joins, other stops, live metrics) is a pipe of
 * `evaluate`, `track` and `best` away.
 *
 * @param from a space, which `auto` then searches, or a tuner.
 * @param objective as for `evaluate`; lower is better.
 * @returns the best complete trial; it rejects with a TuningError `NoCompleteTrial` if there is none, whose cause is the first failure, and with `InvalidConfig`
 * for a wrong option.
 *
 * @example
 * ```ts
 * import { float, minimize, space } from 'rxtune';
 *
 * const { params, value } = await minimize(space({ x: float(-5, 5) }), ({ x }) => (x - 1) ** 2, { trials: 50, seed: 1 });
 * ```
 */
export async function minimize<P>(
  from: Space<P> | Observable<Candidate<P>>,
  objective: Objective<P>,
  options: MinimizeOptions<P> = {},
): Promise<CompleteTrial<P>> {
  return optimize('minimize', from, objective, options);
}

/**
 * Finds the parameters of the highest score: `minimize`, the other way.
 *
 * @returns the best complete trial: its `value` is the highest, its `loss` the negative of it; it rejects as `minimize` does.
 *
 * @example
 * ```ts
 * import { float, maximize, space } from 'rxtune';
 *
 * const { value } = await maximize(space({ x: float(-5, 5) }), ({ x }) => 3 - x ** 2, { trials: 50 });
 * ```
 */
export async function maximize<P>(
  from: Space<P> | Observable<Candidate<P>>,
  objective: Objective<P>,
  options: MinimizeOptions<P> = {},
): Promise<CompleteTrial<P>> {
  return optimize('maximize', from, objective, options);
}

const trialsOption = z
  .int({ error: 'expected an integer of at least 1' })
  .min(1, { error: 'expected an integer of at least 1' });
const known = z.strictObject({
  trials: trialsOption.optional(),
  maxFailures: trialsOption.optional(),
  trackers: z
    .array(
      z.custom<Tracker<never>>((tracker) => typeof tracker === 'function', {
        error: 'expected a tracker, which is a function',
      }),
    )
    .optional(),
  signal: z
    .custom<AbortSignal>((signal) => signal instanceof AbortSignal, { error: 'expected an AbortSignal' })
    .optional(),
  seed: z.unknown().optional(),
  concurrency: z.unknown().optional(),
  pruner: z.unknown().optional(),
  order: z.unknown().optional(),
  journal: z.unknown().optional(),
});

async function optimize<P>(
  direction: Direction,
  from: Space<P> | Observable<Candidate<P>>,
  objective: Objective<P>,
  options: MinimizeOptions<P>,
): Promise<CompleteTrial<P>> {
  parseOptions(direction, known, options);
  const { trials, seed, maxFailures: failures, trackers, signal, ...evaluation } = options;
  const isTuner = from instanceof Observable;
  if (!isTuner && !(from instanceof Space)) {
    throw new TuningError('InvalidConfig', `${direction}: expected a space or a tuner, not ${shown(from)}`);
  }
  if (isTuner && seed !== undefined) {
    throw new TuningError('InvalidConfig', `${direction}: seed is for a space; give it to the tuner instead`);
  }
  const limit = trials ?? (isTuner ? undefined : 100);
  const tuner = isTuner ? from : auto(from, { trials: limit, ...(seed === undefined ? {} : { seed }) });
  return lastValueFrom(
    tuner.pipe(
      limit === undefined ? identity : take(limit),
      evaluate<Candidate<P>, Direction>(objective, { ...evaluation, direction }),
      failures === undefined ? identity : maxFailures(failures),
      signal === undefined ? identity : abortedBy(signal),
      trackers === undefined ? identity : track(trackers),
      best(),
    ),
  );
}

/** Ends a stream with the reason of a signal. */
function abortedBy<T>(signal: AbortSignal) {
  const aborted$ = new Observable<never>((subscriber) => {
    const abort = (): void => {
      subscriber.error(signal.reason);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    return () => {
      signal.removeEventListener('abort', abort);
    };
  });
  return (source: Observable<T>): Observable<T> => source.pipe(takeUntil(aborted$));
}
