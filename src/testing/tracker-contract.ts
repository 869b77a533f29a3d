import {
  concat,
  concatMap,
  count,
  from,
  lastValueFrom,
  map,
  type Observable,
  Subject,
  throwError,
  timeout,
  timer,
} from 'rxjs';
import type { Tracker } from '../stream/track.ts';
import type { Trial } from '../trial.ts';
import { type ContractCase, demand } from './contract.ts';

/** The trials that `trackerContract` gives: x lies in [0, 1]. */
export type ContractTrial = Trial<{ x: number }>;

/** A tracker, and a way to look at what it has stored. */
export interface TrackerUnderTest {
  readonly tracker: Tracker<ContractTrial>;
  /** The numbers of the stored trials, in the order of storing; asked once the tracker has ended. Left out for a tracker that stores nothing. */
  stored?(): readonly number[] | Promise<readonly number[]>;
}

/** Options of `trackerContract`. */
export interface TrackerContractOptions {
  /** How long a tracker may take to end, in milliseconds. Default 5,000. */
  readonly patience?: number;
}

/**
 * What every tracker must do, as cases for any test runner.
 *
 * It stores every trial in order, acknowledges each by one emission, and completes when the stream completes, but only after everything is stored. It ends when
 * the stream fails, leaves the stream when it is unsubscribed, and serves one study after another. (`track` completes its trackers when a study fails, so that
 * they can store what they hold; only the stream of somebody else can fail.)
 *
 * @param make gives a new tracker that has stored nothing; called once for each case.
 *
 * @example
 * ```ts
 * import { map } from 'rxjs';
 * import { trackerContract } from 'rxtune/testing';
 *
 * const cases = trackerContract(() => {
 *   const stored: number[] = [];
 *   return { tracker: (trials) => trials.pipe(map(({ number }) => stored.push(number))), stored: () => stored };
 * });
 * for (const { run } of cases) await run(); // in a test file: test(name, run)
 * ```
 */
export function trackerContract(
  make: () => TrackerUnderTest | Promise<TrackerUnderTest>,
  { patience = 5000 }: TrackerContractOptions = {},
): ContractCase[] {
  const contract: readonly [
    name: string,
    check: (made: TrackerUnderTest, patience: number) => Promise<void>,
  ][] = [
    ['completes when the stream completes without a trial', (made) => storesAll(made, patience, 0)],
    ['stores complete, pruned and failed trials in order', (made) => storesAll(made, patience, 6)],
    ['keeps up with many trials at once', (made) => storesAll(made, patience, 1000)],
    ['waits for trials that come slowly', waitsForSlowTrials],
    ['ends when the stream fails', endsWithTheStream],
    ['leaves the stream when it is unsubscribed', leavesTheStream],
    ['serves one study after another', servesAgain],
  ];
  return contract.map(([name, check]) => ({ name, run: async () => check(await make(), patience) }));
}

async function storesAll(made: TrackerUnderTest, patience: number, length: number): Promise<void> {
  await acknowledges(made.tracker, from(trials(length)), length, patience);
  await stored(made, (numbers) => same(numbers, range(length)), `${length} trials, all in order`);
}

async function waitsForSlowTrials(made: TrackerUnderTest, patience: number): Promise<void> {
  const slowly = from(trials(3)).pipe(concatMap((trial) => timer(5).pipe(map(() => trial))));
  await acknowledges(made.tracker, slowly, 3, patience);
  await stored(made, (numbers) => same(numbers, range(3)), '3 trials, all in order');
}

async function endsWithTheStream(made: TrackerUnderTest, patience: number): Promise<void> {
  const broken = new Error('the study failed');
  const stream = concat(
    from(trials(6)),
    throwError(() => broken),
  );
  const end = ended(made.tracker, stream, patience);
  const error: unknown = await end.then(
    () => broken,
    (reason: unknown) => reason,
  );
  // It may complete, or pass the error on.
  if (error !== broken) throw error;
  await stored(made, (numbers) => same(numbers, range(numbers.length)), 'the first trials in order');
}

async function leavesTheStream(made: TrackerUnderTest): Promise<void> {
  const stream = new Subject<ContractTrial>();
  const errors: unknown[] = [];
  const subscription = from(made.tracker(stream)).subscribe({
    error: (error: unknown) => errors.push(error),
  });
  for (const trial of trials(6)) stream.next(trial);
  subscription.unsubscribe();
  demand(!stream.observed, 'it is still subscribed to the stream after it was unsubscribed');
  demand(errors.length === 0, `it failed: ${String(errors[0])}`);
  await stored(made, (numbers) => same(numbers, range(numbers.length)), 'the first trials in order');
}

async function servesAgain(made: TrackerUnderTest, patience: number): Promise<void> {
  for (let study = 0; study < 2; study++) await acknowledges(made.tracker, from(trials(3)), 3, patience);
  await stored(made, (numbers) => same(numbers, [...range(3), ...range(3)]), 'trials 0 to 2 twice');
}

/** Waits for the end of a tracker, and counts its emissions. */
function ended(
  tracker: Tracker<ContractTrial>,
  stream: Observable<ContractTrial>,
  patience: number,
): Promise<number> {
  const late = (): Observable<never> => throwError(() => new Error(`it has not ended after ${patience} ms`));
  return lastValueFrom(from(tracker(stream)).pipe(count(), timeout({ first: patience, with: late })));
}

async function acknowledges(
  tracker: Tracker<ContractTrial>,
  stream: Observable<ContractTrial>,
  expected: number,
  patience: number,
): Promise<void> {
  const emissions = await ended(tracker, stream, patience);
  demand(
    emissions === expected,
    `it has emitted ${emissions} times for ${expected} trials; it must emit once for each`,
  );
}

async function stored(
  made: TrackerUnderTest,
  fine: (numbers: readonly number[]) => boolean,
  expected: string,
): Promise<void> {
  if (made.stored === undefined) return;
  const numbers = await made.stored();
  const found =
    numbers.length === 0
      ? 'nothing'
      : `trials ${numbers.slice(0, 10).join(', ')}${numbers.length > 10 ? ', …' : ''}`;
  demand(fine(numbers), `it must have stored ${expected}; it has stored ${found}`);
}

function same(numbers: readonly number[], expected: readonly number[]): boolean {
  return numbers.length === expected.length && numbers.every((number, i) => number === expected[i]);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** Trials of all three kinds, in turn. */
function trials(length: number): ContractTrial[] {
  return range(length).map((number) => {
    const x = number / length;
    const common = { number, params: { x }, reports: [], startedAt: number, finishedAt: number + 1 };
    if (number % 3 === 0) return { ...common, state: 'complete', value: x, loss: x };
    return number % 3 === 1
      ? { ...common, state: 'pruned', value: x, loss: x }
      : { ...common, state: 'failed', error: new Error('no memory') };
  });
}
