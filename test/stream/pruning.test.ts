import { interval, map, of, range, Subject, take, tap, toArray } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ashaPruner } from '../../src/pruners/asha.ts';
import { medianPruner } from '../../src/pruners/median.ts';
import type { Pruner } from '../../src/pruners/pruner.ts';
import { scalarised } from '../../src/pruners/scalarised.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import type { Objective } from '../../src/stream/objective.ts';
import { marbles } from '../../src/testing/marbles.ts';
import type { Score, Trial } from '../../src/trial.ts';
import { candidate, counter, fixed, Gauge, type X } from './helpers.ts';

/** Prunes at a report of at least 1. */
const atOne: Pruner = { start: () => ({ report: ({ loss }) => loss >= 1, finish: () => undefined }) };

const states = (trials: readonly Trial<unknown, Score>[]): string[] =>
  trials.map(({ state, reports }) => `${state} ${reports.length}`);

/** Lets promises settle that depend on each other. */
const ticks = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe('a pruned trial', () => {
  it('is torn down with the report that decides, and the slot is reused in the same turn', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const bad = cold('-a-b--c|', { a: 0, b: 1, c: 0 });
      const good = cold('-a|', { a: 0 });
      const study = evaluate((x: number) => (x === 0 ? bad : good), { pruner: atOne });
      expectObservable(
        fixed([0, 1]).pipe(
          study,
          map(({ state }) => state[0]),
        ),
      ).toBe('---p-(c|)');
      expectSubscriptions(bad.subscriptions).toBe('^--!');
      expectSubscriptions(good.subscriptions).toBe('---^-!');
    });
  });

  it('runs the finally of its generator, before the next one starts', () => {
    const story: string[] = [];
    fixed([0, 1])
      .pipe(
        evaluate(
          function* (x) {
            story.push(`start ${x}`);
            try {
              yield 1;
              story.push('never');
            } finally {
              story.push(`finally ${x}`);
            }
          },
          { pruner: atOne },
        ),
      )
      .subscribe(({ number }) => story.push(`pruned ${number}`));
    expect(story).toEqual(['start 0', 'finally 0', 'pruned 0', 'start 1', 'finally 1', 'pruned 1']);
  });

  it('runs the finally of its async generator', async () => {
    const story: string[] = [];
    fixed([0, 1])
      .pipe(
        evaluate(
          async function* (x, { signal }) {
            try {
              yield 0;
              yield 1;
              story.push('never');
            } finally {
              story.push(`finally ${x}, aborted: ${signal.aborted}`);
            }
          },
          { pruner: atOne },
        ),
      )
      .subscribe(({ number }) => story.push(`pruned ${number}`));
    await ticks();
    expect(story.filter((line) => line.startsWith('pruned'))).toEqual(['pruned 0', 'pruned 1']);
    expect(story.filter((line) => line.startsWith('finally'))).toEqual([
      'finally 0, aborted: true',
      'finally 1, aborted: true',
    ]);
  });

  it('aborts the signal of a promise, whose answer is ignored', async () => {
    const story: string[] = [];
    fixed([0, 1])
      .pipe(
        evaluate(
          async (x, { signal, report }) => {
            story.push(`start ${x}`);
            signal.addEventListener('abort', () => story.push(`aborted ${x}`));
            await Promise.resolve();
            report(1);
            story.push(`signal of ${x}: ${signal.aborted}`);
            await Promise.resolve();
            return 0;
          },
          { pruner: atOne },
        ),
      )
      .subscribe(({ number, state }) => story.push(`${state} ${number}`));
    await ticks();
    expect(story).toEqual([
      'start 0',
      'aborted 0',
      'pruned 0',
      'start 1',
      'signal of 0: true',
      'aborted 1',
      'pruned 1',
      'signal of 1: true',
    ]);
  });

  it('keeps its reports, and its last value', () => {
    const found: unknown[] = [];
    of(candidate(0))
      .pipe(evaluate(() => of(0, -1, 2, 0), { pruner: atOne, direction: 'minimize' }))
      .subscribe(({ reports, ...trial }) =>
        found.push(
          trial,
          reports.map(({ value }) => value),
        ),
      );
    expect(found).toMatchObject([{ state: 'pruned', value: 2, loss: 2 }, [0, -1, 2]]);
  });
});

describe('several objectives', () => {
  const curves = [
    [
      [5, 9],
      [1, 9],
    ],
    [
      [6, 8],
      [2, 8],
    ],
    [
      [9, 10],
      [3, 10],
    ],
  ];
  const run = (pruner: Pruner, direction: readonly ('minimize' | 'maximize')[], sign = 1): string[] => {
    let found: string[] = [];
    fixed([0, 1, 2])
      .pipe(
        evaluate((i) => of(...curves[i]!.map(([a = 0, b = 0]) => [a, sign * b])), { direction, pruner }),
        toArray(),
      )
      .subscribe((trials) => (found = states(trials)));
    return found;
  };

  it('prunes what is dominated, whatever the directions', () => {
    const pruner = medianPruner({ startupTrials: 2 });
    expect(run(pruner, ['minimize', 'minimize'])).toEqual(['complete 2', 'complete 2', 'pruned 1']);
    expect(run(pruner, ['minimize', 'maximize'], -1)).toEqual(['complete 2', 'complete 2', 'pruned 1']);
    // With more of the second objective better, the third one is on the front.
    expect(run(pruner, ['minimize', 'maximize'])).toEqual(['complete 2', 'complete 2', 'complete 2']);
  });

  it('prunes by a scalarisation of the losses', () => {
    const pruner = scalarised(medianPruner({ startupTrials: 1 }), [1, 0]);
    expect(run(pruner, ['minimize', 'maximize'])).toEqual(['complete 2', 'pruned 1', 'pruned 1']);
  });
});

describe('at 8 running trials and 10,000 pruned ones', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('leaves no subscription and no timer', () => {
    vi.useFakeTimers();
    const gauge = new Gauge();
    const pruner = ashaPruner({ minResource: 1 });
    let [trials, pruned, mostTimers] = [0, 0, 0];
    counter()
      .pipe(
        take(11_000),
        // Later ones are worse, so that nearly all are pruned.
        evaluate(
          ({ x }) =>
            interval(1).pipe(
              take(9),
              map((i) => x - i),
              gauge.count,
            ),
          { concurrency: 8, pruner },
        ),
        tap(() => (mostTimers = Math.max(mostTimers, vi.getTimerCount()))),
      )
      .subscribe(({ state }) => {
        trials++;
        if (state === 'pruned') pruned++;
      });
    vi.advanceTimersByTime(100_000);
    expect(trials).toBe(11_000);
    expect(pruned).toBeGreaterThan(10_000);
    expect(gauge).toMatchObject({ now: 0, most: 8, total: 11_000 });
    expect(mostTimers).toBeLessThanOrEqual(8);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no listener on the signal of anyone', () => {
    const listeners = new Map<EventTarget, number>();
    const count = (target: EventTarget, by: number): void => {
      listeners.set(target, (listeners.get(target) ?? 0) + by);
    };
    const { addEventListener, removeEventListener } = AbortSignal.prototype;
    vi.spyOn(AbortSignal.prototype, 'addEventListener').mockImplementation(function (
      this: AbortSignal,
      ...all: unknown[]
    ) {
      count(this, 1);
      Reflect.apply(addEventListener, this, all);
    });
    vi.spyOn(AbortSignal.prototype, 'removeEventListener').mockImplementation(function (
      this: AbortSignal,
      ...all: unknown[]
    ) {
      count(this, -1);
      Reflect.apply(removeEventListener, this, all);
    });
    const ends = new Subject<void>();
    let [open, aborted] = [0, 0];
    const objective: Objective<X> = (_, { signal, report }) =>
      new Promise<number>(() => {
        open++;
        const subscription = ends.subscribe(() => {
          report(1);
        });
        signal.addEventListener('abort', function end() {
          signal.removeEventListener('abort', end);
          subscription.unsubscribe();
          aborted++;
          open--;
        });
      });
    range(0, 10_000)
      .pipe(map(candidate), evaluate(objective, { concurrency: 8, pruner: atOne }))
      .subscribe();
    let turns = 0;
    for (; open > 0; turns++) {
      expect(open).toBe(8);
      ends.next();
    }
    // Eight end and eight begin in each turn.
    expect(turns).toBe(1250);
    expect(aborted).toBe(10_000);
    expect(ends.observed).toBe(false);
    expect([...listeners.values()].filter((left) => left !== 0)).toEqual([]);
    expect(listeners.size).toBe(10_000);
  });
});
