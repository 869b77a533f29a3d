import {
  BehaviorSubject,
  from,
  type InteropObservable,
  lastValueFrom,
  map,
  NEVER,
  Observable,
  of,
  startWith,
  take,
  throwError,
  toArray,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/stream/evaluate.ts';
import type { NativeObservable, Objective } from '../../src/stream/objective.ts';
import { marbles } from '../../src/testing/marbles.ts';
import type { Trial } from '../../src/trial.ts';
import { candidate, counter, Tasks, type X } from './helpers.ts';

const one = async (objective: Objective<X>): Promise<Trial<X>> =>
  lastValueFrom(of(candidate(3)).pipe(evaluate(objective)));

/** An Observable as browsers have it: it ends by the signal, and `subscribe` returns nothing. */
const native = (values: readonly number[], onAbort = (): void => undefined): NativeObservable<number> => ({
  subscribe(observer, { signal } = {}) {
    signal?.addEventListener('abort', onAbort);
    for (const value of values) if (signal?.aborted !== true) observer?.next?.(value);
    if (signal?.aborted !== true) observer?.complete?.();
  },
});

/** An Observable of a library that says so under the name that stands for `Symbol.observable` where there is none. */
const interop = (observable: () => Observable<number>): InteropObservable<number> =>
  ({ '@@observable': observable }) as unknown as InteropObservable<number>;

describe('an objective may return', () => {
  it.each<[string, Objective<X>, steps: number]>([
    ['a score', ({ x }) => x, 0],
    ['the promise of a score', async ({ x }) => x, 0],
    [
      'something that is awaited like a promise',
      ({ x }) =>
        ({
          then: (f: (score: number) => void) => {
            f(x);
          },
        }) as PromiseLike<number>,
      0,
    ],
    ['an Observable', ({ x }) => of(9, x), 2],
    ['a Subject that holds a value', ({ x }) => new BehaviorSubject(x).pipe(startWith(9), take(2)), 2],
    ['an Observable of another library', ({ x }) => interop(() => of(9, x)), 2],
    ['an Observable of the platform', ({ x }) => native([9, x]), 2],
    [
      'a generator',
      function* ({ x }) {
        yield 9;
        yield x;
      },
      2,
    ],
    [
      'a generator that returns',
      function* ({ x }) {
        yield 9;
        return x;
      },
      2,
    ],
    [
      'an asynchronous generator',
      async function* ({ x }) {
        yield 9;
        yield x;
      },
      2,
    ],
    [
      'an asynchronous generator that returns',
      async function* ({ x }) {
        yield 9;
        return x;
      },
      2,
    ],
    ['an iterator', ({ x }) => [9, x].values(), 2],
    [
      'an asynchronous iterable',
      ({ x }) => ({
        async *[Symbol.asyncIterator]() {
          yield 9;
          yield x;
        },
      }),
      2,
    ],
  ])('%s', async (_, objective, steps) => {
    const trial = await one(objective);
    expect(trial).toMatchObject({ state: 'complete', value: 3, loss: 3, params: { x: 3 } });
    expect(trial.reports.map(({ step, value }) => [step, value])).toEqual(
      [
        [1, 9],
        [2, 3],
      ].slice(2 - steps),
    );
  });

  it('an array of scores, one for each direction', async () => {
    const study = from([candidate(3), candidate(-1)]).pipe(
      evaluate(({ x }) => [x, x ** 2], { direction: ['minimize', 'maximize'] }),
      map((trial) => (trial.state === 'complete' ? [trial.value, trial.loss] : [])),
      toArray(),
    );
    expect(await lastValueFrom(study)).toEqual([
      [
        [3, 9],
        [3, -9],
      ],
      [
        [-1, 1],
        [-1, -1],
      ],
    ]);
  });

  it('a stream of arrays, as reports for several directions', async () => {
    const study = of(candidate(3)).pipe(
      evaluate(
        async function* ({ x }) {
          yield [9, 9];
          yield [x, 1];
        },
        { direction: ['minimize', 'maximize'] },
      ),
    );
    expect(await lastValueFrom(study)).toMatchObject({
      state: 'complete',
      value: [3, 1],
      loss: [3, -1],
      reports: [
        { step: 1, value: [9, 9] },
        { step: 2, value: [3, 1] },
      ],
    });
  });

  it('a score it goes on to change: a trial keeps what was given', async () => {
    const scores = [1, 2];
    const trial = await lastValueFrom(
      of(candidate(0)).pipe(evaluate(() => scores, { direction: ['minimize', 'minimize'] })),
    );
    scores[0] = 99;
    expect(trial).toMatchObject({ value: [1, 2] });
  });

  it('a promise, and report on the way; also with steps of its own', async () => {
    const trial = await one(async ({ x }, { report }) => {
      report(9);
      report(Number.NaN);
      report(7, 10);
      report(6);
      return x;
    });
    expect(trial).toMatchObject({ state: 'complete', value: 3 });
    expect(trial.reports.map(({ step, value }) => [step, value])).toEqual([
      [1, 9],
      [2, Number.NaN],
      [10, 7],
      [11, 6],
    ]);
  });

  it('a negative zero, whose loss is none', async () => {
    const study = of(candidate(0)).pipe(evaluate(({ x }) => x, { direction: 'maximize' }));
    const trial = await lastValueFrom(study);
    expect(trial).toMatchObject({ value: 0, loss: 0 });
    expect(Object.is((trial as { loss: number }).loss, -0)).toBe(false);
  });
});

describe('an objective fails its trial, and no more,', () => {
  const cause = new Error('out of memory');
  it.each<[string, Objective<X>]>([
    [
      'when it throws',
      () => {
        throw cause;
      },
    ],
    ['when its promise rejects', () => Promise.reject(cause)],
    ['when its Observable errors', () => throwError(() => cause)],
    [
      'when its generator throws',
      function* () {
        yield 1;
        throw cause;
      },
    ],
    [
      'when its asynchronous generator throws',
      async function* () {
        yield 1;
        throw cause;
      },
    ],
    [
      'when its platform Observable errors',
      () => ({
        subscribe: (observer?: { error?: (error: unknown) => void }) => {
          observer?.error?.(cause);
        },
      }),
    ],
    [
      'when its Observable throws while it is subscribed',
      () =>
        new Observable<number>(() => {
          throw cause;
        }),
    ],
    [
      'when its asynchronous iterable has no iterator',
      () => ({
        [Symbol.asyncIterator]: () => {
          throw cause;
        },
      }),
    ],
    [
      'when its interop Observable throws',
      () =>
        interop(() => {
          throw cause;
        }),
    ],
    [
      'when its promise has no then',
      () =>
        ({
          get then(): never {
            throw cause;
          },
        }) as never,
    ],
  ])('%s', async (_, broken) => {
    const trials = await lastValueFrom(
      from([candidate(0), candidate(1)]).pipe(
        evaluate((params, context) => (params.x === 0 ? broken(params, context) : 5)),
        toArray(),
      ),
    );
    expect(trials).toMatchObject([
      { state: 'failed', number: 0, error: cause },
      { state: 'complete', number: 1 },
    ]);
  });

  it('and keeps its earlier reports', async () => {
    const trial = await one(function* () {
      yield 5;
      yield 4;
      throw cause;
    });
    expect(trial).toMatchObject({ state: 'failed', reports: [{ value: 5 }, { value: 4 }] });
  });
});

describe('what is ended early', () => {
  it('aborts its signal, which is made on demand and aborted though asked for late', () => {
    const signals: AbortSignal[] = [];
    const late: { signal: AbortSignal }[] = [];
    const subscription = counter()
      .pipe(
        evaluate(
          ({ x }, context) => {
            if (x === 0) signals.push(context.signal);
            else late.push(context);
            return NEVER;
          },
          { concurrency: 2 },
        ),
      )
      .subscribe();
    expect(signals[0]?.aborted).toBe(false);
    subscription.unsubscribe();
    expect(signals[0]?.aborted).toBe(true);
    expect(late[0]?.signal.aborted).toBe(true);
  });

  it('does not abort the signal of a trial that ends by itself', async () => {
    const signals: AbortSignal[] = [];
    await one(({ x }, { signal }) => {
      signals.push(signal);
      return of(x);
    });
    expect(signals[0]?.aborted).toBe(false);
  });

  it('runs the finally of generators, asynchronous or not, though no next item comes', async () => {
    const ended: string[] = [];
    const hanging = async function* (): AsyncGenerator<number> {
      try {
        yield 1;
        yield 2;
      } finally {
        ended.push('asynchronous');
      }
    };
    await lastValueFrom(of(candidate(0)).pipe(evaluate(hanging, { pruner: atStep(1) })));
    const counting = function* (): Generator<number> {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        ended.push('synchronous');
      }
    };
    await lastValueFrom(of(candidate(0)).pipe(evaluate(counting, { pruner: atStep(3) })));
    await Promise.resolve();
    expect(ended).toEqual(['asynchronous', 'synchronous']);
  });

  it('aborts the subscription to an Observable of the platform', async () => {
    let aborts = 0;
    const objective = () => native([1, 2, 3, 4], () => aborts++);
    const trial = await lastValueFrom(of(candidate(0)).pipe(evaluate(objective, { pruner: atStep(2) })));
    expect(trial).toMatchObject({ state: 'pruned', value: 2 });
    expect(aborts).toBe(1);
  });

  it('ignores what a promise gives, rejects or reports later', async () => {
    const tasks = new Tasks();
    const reports: ((score: number) => void)[] = [];
    const seen: string[] = [];
    counter()
      .pipe(
        take(3),
        evaluate(
          (params, { report }) => {
            reports.push(report);
            return tasks.objective(params);
          },
          { pruner: atStep(1) },
        ),
      )
      .subscribe({
        next: ({ number, state }) => seen.push(`${number} ${state}`),
        complete: () => seen.push('end'),
      });
    reports[0]?.(9);
    expect(tasks.started).toHaveLength(2);
    await tasks.resolve(0);
    reports[0]?.(8);
    reports[1]?.(9);
    await tasks.reject(1, new Error('late'));
    expect(seen).toEqual(['0 pruned', '1 pruned']);
    await tasks.resolve(2);
    expect(seen).toEqual(['0 pruned', '1 pruned', '2 complete', 'end']);
  });
});

describe('a pruned trial', () => {
  it('is torn down at the report that decided it, and its slot is used in the same frame', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const bad = cold('-a-b-c-d|', { a: 9, b: 9, c: 9, d: 9 });
      const good = cold('--a|', { a: 1 });
      const study = counter().pipe(
        take(2),
        evaluate(({ x }) => (x === 0 ? bad : good), { pruner: atStep(2) }),
        map(({ state }) => state.charAt(0)),
      );
      expectObservable(study).toBe('---p--(c|)');
      expectSubscriptions(bad.subscriptions).toBe('^--!');
      expectSubscriptions(good.subscriptions).toBe('---^--!');
    });
  });

  it('keeps its reports, and the last one as its value', async () => {
    const trial = await lastValueFrom(
      of(candidate(0)).pipe(evaluate(() => of(5, 4, 3), { pruner: atStep(2), direction: 'maximize' })),
    );
    expect(trial).toMatchObject({
      state: 'pruned',
      value: 4,
      loss: -4,
      reports: [{ value: 5 }, { value: 4 }],
    });
  });

  it('stops a synchronous stream at once', async () => {
    let produced = 0;
    const endless = new Observable<number>((subscriber) => {
      while (!subscriber.closed) subscriber.next(produced++);
    });
    await lastValueFrom(of(candidate(0)).pipe(evaluate(() => endless, { pruner: atStep(3) })));
    expect(produced).toBe(3);
  });
});

/** Prunes every trial at a step. */
function atStep(step: number) {
  return {
    start: () => ({ report: (report: { step: number }) => report.step >= step, finish: () => undefined }),
  };
}
