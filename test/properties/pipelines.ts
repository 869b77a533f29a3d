import * as fc from 'fast-check';
import {
  bufferCount,
  concat,
  concatMap,
  concatWith,
  defer,
  EMPTY,
  filter,
  finalize,
  identity,
  map,
  merge,
  mergeMap,
  Observable,
  of,
  scan,
  share,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import {
  type Candidate,
  type Concurrency,
  evaluate,
  finished,
  mapParams,
  type ObjectiveResult,
  type Pruner,
  type Sampler,
  slots,
  track,
  type Trial,
  trialEvents,
  tuner,
  type Wait,
  wait,
} from 'rxtune';
import { expect } from 'vitest';

/** A candidate of a scenario: which tuner proposed it, as its how manieth. */
interface Proposal {
  readonly tuner: number;
  readonly x: number;
}

type TunerKind =
  | { readonly kind: 'endless' }
  | { readonly kind: 'finite'; readonly length: number }
  | { readonly kind: 'generations'; readonly size: number; readonly length: number }
  | { readonly kind: 'breaks when asked' | 'breaks when told'; readonly after: number };

type ObjectiveKind =
  | { readonly kind: 'value' | 'throws' | 'nothing' | 'NaN' }
  | { readonly kind: 'empty' | 'error'; readonly delay: number }
  | { readonly kind: 'generator'; readonly values: readonly number[] }
  | { readonly kind: 'stream'; readonly reports: readonly (readonly [delay: number, value: number])[] };

type Stop =
  | { readonly kind: 'take before' | 'take after'; readonly count: number }
  | { readonly kind: 'until before' | 'until after' | 'unsubscribe'; readonly at: number };

/** Any study that can be put together of tuners, joins, objectives and stops. */
export interface Scenario {
  readonly tuners: readonly TunerKind[];
  readonly join: 'concat' | 'merge' | 'share' | 'shared slots';
  readonly skipped: number;
  readonly mapped: boolean;
  readonly events: boolean;
  readonly concurrency: number;
  /** Frames until each change, and the number from then on. */
  readonly changes: readonly (readonly [delay: number, size: number])[];
  readonly objectives: readonly ObjectiveKind[];
  readonly stop: Stop;
  readonly tracker: {
    readonly highWaterMark: number;
    readonly delay: number;
    readonly batch: number;
    readonly fails: boolean;
  } | null;
}

const small = (max: number, min = 0): fc.Arbitrary<number> => fc.integer({ min, max });
const kinds = <const K extends string>(...names: readonly K[]): fc.Arbitrary<K> => fc.constantFrom(...names);

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  tuners: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: kinds('endless') }) },
      { weight: 3, arbitrary: fc.record({ kind: kinds('finite'), length: small(8) }) },
      {
        weight: 3,
        arbitrary: fc.record({ kind: kinds('generations'), size: small(5, 1), length: small(12) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: kinds('breaks when asked', 'breaks when told'), after: small(5) }),
      },
    ),
    { minLength: 1, maxLength: 3 },
  ),
  join: kinds('concat', 'merge', 'share', 'shared slots'),
  skipped: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, small(4, 2)),
  mapped: fc.boolean(),
  events: fc.boolean(),
  concurrency: small(4, 1),
  changes: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    fc.array(fc.tuple(small(6), small(4)), { minLength: 1, maxLength: 4 }),
  ),
  objectives: fc.array(
    fc.oneof(
      fc.record({ kind: kinds('value', 'throws', 'nothing', 'NaN') }),
      fc.record({ kind: kinds('empty', 'error'), delay: small(3) }),
      fc.record({ kind: kinds('generator'), values: fc.array(small(9), { maxLength: 4 }) }),
      fc.record({
        kind: kinds('stream'),
        reports: fc.array(fc.tuple(small(4), small(9)), { maxLength: 4 }),
      }),
    ),
    { minLength: 1, maxLength: 5 },
  ),
  stop: fc.oneof(
    fc.record({ kind: kinds('take before', 'take after'), count: small(15, 1) }),
    fc.record({ kind: kinds('until before', 'until after', 'unsubscribe'), at: small(25) }),
  ),
  tracker: fc.option(
    fc.record({ highWaterMark: small(4, 1), delay: small(4), batch: small(4, 1), fails: fc.boolean() }),
  ),
});

/** Endless tuners are cut here whatever else stops them, as a first frame of synchronous trials would never end. */
const most = 30;

class Recorder implements Sampler<Proposal> {
  readonly #kind: TunerKind;
  readonly #tuner: number;
  readonly #asking: () => void;
  readonly told: Trial<Proposal>[] = [];
  readonly #done = new Set<number>();
  asked = 0;

  constructor(kind: TunerKind, index: number, asking: () => void) {
    this.#kind = kind;
    this.#tuner = index;
    this.#asking = asking;
  }

  ask(): Proposal | Wait | undefined {
    const kind = this.#kind;
    if (kind.kind === 'breaks when asked' && this.asked === kind.after) throw broken;
    if ('length' in kind && this.asked >= kind.length) return undefined;
    if (kind.kind === 'generations' && this.asked % kind.size === 0 && this.#done.size < this.asked)
      return wait;
    const proposal = { tuner: this.#tuner, x: this.asked++ };
    this.#asking();
    return proposal;
  }

  tell(trial: Trial<Proposal>): void {
    this.told.push(trial);
    this.#done.add(trial.params.x);
    if (this.#kind.kind === 'breaks when told' && this.told.length > this.#kind.after) throw broken;
  }
}

const broken = new Error('a sampler broke');

/** Prunes from the second report on where the loss is high. */
const pruner: Pruner = {
  start: () => ({ report: ({ step, loss }) => step >= 2 && loss >= 7, finish: () => undefined }),
};

/** One `evaluate` of a scenario, with what is seen of it. */
class Watched {
  readonly arrived: Proposal[] = [];
  readonly started: Proposal[] = [];
  readonly emitted: Trial<Proposal>[] = [];
  running = 0;
  limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  readonly arrive = tap(({ params }: Candidate<Proposal>) => this.arrived.push(params));
  readonly emit = tap((trial: Trial<Proposal>) => this.emitted.push(trial));
}

/** Runs a scenario in virtual time, and demands what every study promises. */
export function check(given: Scenario): void {
  new TestScheduler(() => undefined).run(({ flush }) => {
    const { stop, tracker, objectives } = given;
    const shared = given.join === 'shared slots';
    const evaluates: Watched[] = [];
    // An assertion that threw within an objective would be a failed trial.
    const violations: string[] = [];
    const running = (): number => evaluates.reduce((sum, each) => sum + each.running, 0);
    const budget = slots(given.concurrency);
    const isAborted =
      stop.kind === 'unsubscribe' || stop.kind === 'until after' || stop.kind === 'take after';
    const isCutOff = isAborted || given.tuners.some(({ kind }) => kind.startsWith('breaks'));
    let skipped = 0;
    let abandoned = 0;
    let inners = 0;

    const samplers: Recorder[] = [];
    const open = (): number =>
      samplers.reduce((sum, { asked, told }) => sum + asked - told.length, 0) - skipped - abandoned;
    const asking = (): void => {
      // A candidate that two evaluates share is told twice; and whoever lowers the number has asked before.
      if (given.join === 'share' || given.changes.length > 0) return;
      const joined = given.tuners.length - 1;
      const allowed = given.concurrency + (given.join === 'concat' ? Math.min(1, joined) : joined);
      if (open() > allowed)
        violations.push(`${open()} candidates are asked for and not told, at most ${allowed} may be`);
    };

    const proposals = (kind: TunerKind, index: number): Observable<Candidate<Proposal>> => {
      const sampler = new Recorder(kind, index, asking);
      samplers.push(sampler);
      return tuner(() => sampler).pipe(
        filter(({ params }) => {
          const keep = given.skipped === 0 || params.x % given.skipped !== 1;
          if (!keep) skipped++;
          return keep;
        }),
        given.mapped ? mapParams((params) => ({ ...params })) : identity,
      );
    };

    const objective =
      (watched: Watched) =>
      (params: Proposal): ObjectiveResult => {
        const beside = shared ? running() : watched.running;
        if (beside >= watched.limit)
          violations.push(`a trial started beside ${beside}, at concurrency ${watched.limit}`);
        watched.started.push(params);
        const kind = objectives[params.x % objectives.length] ?? { kind: 'value' };
        const counted = <T>(source: Observable<T>): Observable<T> =>
          new Observable((subscriber) => {
            watched.running++;
            inners++;
            subscriber.add(() => {
              watched.running--;
              inners--;
            });
            return source.subscribe(subscriber);
          });
        switch (kind.kind) {
          case 'value':
            return params.x;
          case 'NaN':
            return Number.NaN;
          case 'nothing':
            return undefined as never;
          case 'throws':
            throw new Error('an objective threw');
          case 'generator':
            return counted(of(...kind.values));
          case 'empty':
            return counted(timer(kind.delay).pipe(concatMap(() => EMPTY)));
          case 'error':
            return counted(timer(kind.delay).pipe(concatMap(() => throwError(() => new Error('it failed')))));
          case 'stream':
            return counted(
              concat(
                ...kind.reports.map(([delay, value]) =>
                  delay === 0 ? of(value) : timer(delay).pipe(map(() => value)),
                ),
              ),
            );
        }
      };

    const concurrencyOf = (watched: Watched): Concurrency => {
      if (shared) return budget;
      if (given.changes.length === 0) return given.concurrency;
      watched.limit = 0;
      return defer(() =>
        concat(...given.changes.map(([delay, size]) => timer(delay).pipe(map(() => size)))).pipe(
          // In the end there is a slot, or the study would wait for ever.
          concatWith(of(given.concurrency)),
          tap((size) => (watched.limit = size)),
        ),
      );
    };

    const study = (source: Observable<Candidate<Proposal>>): Observable<Trial<Proposal>> => {
      const watched = new Watched(given.concurrency);
      evaluates.push(watched);
      const options = { concurrency: concurrencyOf(watched), pruner };
      return source.pipe(
        take(stop.kind === 'take before' ? stop.count : most),
        stop.kind === 'until before' ? takeUntil(timer(stop.at)) : identity,
        watched.arrive,
        // Studies end one after the other: the next one gets the slots of the first, whose trials will never be told.
        finalize(() => {
          if (isCutOff) abandoned += watched.arrived.length - watched.emitted.length;
        }),
        given.events
          ? (candidates: Observable<Candidate<Proposal>>) =>
              candidates.pipe(trialEvents(objective(watched), options), finished())
          : evaluate(objective(watched), options),
        watched.emit,
      );
    };

    const joined = (): Observable<Trial<Proposal>> => {
      const tuners = given.tuners.map(proposals);
      switch (given.join) {
        case 'concat':
          return study(concat(...tuners));
        case 'merge':
          return study(merge(...tuners));
        case 'shared slots':
          return merge(...tuners.map(study));
        case 'share': {
          const one = merge(...tuners).pipe(share());
          return merge(study(one), study(one));
        }
      }
    };

    let tracked = 0;
    const writer = (trials: Observable<unknown>): Observable<unknown> =>
      trials.pipe(
        // A batch that is larger than the mark would wait for trials that are never made.
        bufferCount(Math.min(tracker?.batch ?? 1, tracker?.highWaterMark ?? 1)),
        concatMap((batch) =>
          tracker?.delay === 0 ? batch : timer(tracker?.delay ?? 0).pipe(mergeMap(() => batch)),
        ),
        scan((count) => count + 1, 0),
        tap((count) => {
          tracked = count;
          if (tracker?.fails === true && count === 3) throw new Error('disk full');
        }),
      );

    let end: 'complete' | { readonly error: unknown } | undefined;
    let emitted = 0;
    const subscription = joined()
      .pipe(
        stop.kind === 'take after' ? take(stop.count) : identity,
        stop.kind === 'until after' ? takeUntil(timer(stop.at)) : identity,
        tap(() => emitted++),
        tracker === null
          ? identity
          : track([writer], { highWaterMark: tracker.highWaterMark, onError: () => undefined }),
      )
      .subscribe({
        error: (error: unknown) => (end = { error }),
        complete: () => (end = 'complete'),
      });
    if (stop.kind === 'unsubscribe')
      timer(stop.at).subscribe(() => {
        subscription.unsubscribe();
      });
    flush();

    const key = ({ tuner: index, x }: Proposal): string => `${index}/${x}`;
    const ends = !isAborted && end === 'complete';
    const keysOf = (proposals: readonly Proposal[]): string => proposals.map(key).toSorted().join(' ');
    for (const { arrived, started, emitted: trials } of evaluates) {
      if (new Set(started.map(key)).size < started.length) violations.push('a candidate was evaluated twice');
      const seen = new Set(trials.map(({ number }) => number));
      if (seen.size < trials.length) violations.push('a trial was emitted twice');
      const misnumbered = trials.filter(
        ({ number, params }) => !started[number] || key(params) !== key(started[number]),
      );
      if (misnumbered.length > 0) violations.push('trials are not numbered in the order of starting');
      if (ends && keysOf(started) !== keysOf(arrived)) violations.push('a candidate was not evaluated');
      if (ends && trials.length !== started.length) violations.push('a trial was not emitted');
    }
    const told = keysOf(samplers.flatMap((sampler) => sampler.told.map(({ params }) => params)));
    if (ends && told !== keysOf(evaluates.flatMap(({ started }) => started)))
      violations.push('a trial was not told once');
    if (inners !== 0 || running() !== 0) violations.push(`${inners} objectives are still subscribed`);
    if (budget.running !== 0) violations.push(`${budget.running} slots are still taken`);
    if (end === undefined && stop.kind !== 'unsubscribe') violations.push('a study has not ended');
    if (tracker !== null && end !== undefined && !tracker.fails && tracked !== emitted) {
      violations.push(`${tracked} of ${emitted} trials were written`);
    }
    expect(violations).toEqual([]);
    if (typeof end === 'object' && end.error !== broken) {
      // What was filtered out of a generation, or went to another study, is never told.
      expect(end.error).toMatchObject({ code: 'StalledSampler' });
      expect(given.skipped > 0 || given.join === 'share' || isAborted).toBe(true);
    }
  });
}
