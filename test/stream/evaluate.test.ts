import {
  concat,
  delay,
  distinct,
  filter,
  from,
  map,
  merge,
  NEVER,
  Observable,
  of,
  share,
  Subject,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/candidate.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { marbles } from '../../src/testing/marbles.ts';
import type { Score, Trial } from '../../src/trial.ts';
import {
  candidate,
  Counter,
  counter,
  firehose,
  fixed,
  Gauge,
  Generations,
  Tasks,
  type X,
  xs,
} from './helpers.ts';

const number = map((trial: Trial<unknown, Score>) => String(trial.number));

describe('evaluate', () => {
  it('emits trials as they finish, so many at a time', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inner = [cold('---a|'), cold('-b|'), cold('--c|'), cold('-d|')];
      const study = evaluate((i: number) => inner[i]!.pipe(map(() => i)), { concurrency: 2 });
      expectObservable(fixed([0, 1, 2, 3]).pipe(study, number)).toBe('--1-02(3|)');
      expectSubscriptions(inner[0]!.subscriptions).toBe('^---!');
      expectSubscriptions(inner[1]!.subscriptions).toBe('^-!');
      expectSubscriptions(inner[2]!.subscriptions).toBe('--^--!');
      expectSubscriptions(inner[3]!.subscriptions).toBe('----^-!');
    });
  });

  it('runs one at a time by default', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inner = cold('--x|', { x: 1 });
      expectObservable(
        counter().pipe(
          evaluate(() => inner),
          take(3),
          number,
        ),
      ).toBe('---0--1--(2|)');
      expectSubscriptions(inner.subscriptions).toBe(['^--!', '---^--!', '------^--!']);
    });
  });

  it('emits plain trials in virtual time', () => {
    marbles(({ cold, expectObservable }) => {
      const inner = cold('-a-b|', { a: 3, b: 2 });
      const study = of({ params: { lr: 1 } }).pipe(evaluate(() => inner, { direction: 'maximize' }));
      expectObservable(study).toBe('----(t|)', {
        t: {
          number: 0,
          state: 'complete',
          params: { lr: 1 },
          value: 2,
          loss: -2,
          reports: [
            { step: 1, value: 3, at: 1 },
            { step: 2, value: 2, at: 3 },
          ],
          startedAt: 0,
          finishedAt: 4,
        },
      });
    });
  });

  it('waits for candidates that come late, and completes with the last trial', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a--b---|', { a: candidate(0), b: candidate(1) });
      const inner = cold('------x|', { x: 1 });
      expectObservable(
        source.pipe(
          evaluate(() => inner, { concurrency: 2 }),
          number,
        ),
      ).toBe('--------0--(1|)');
      expectSubscriptions(source.subscriptions).toBe('^-------!');
      expectSubscriptions(inner.subscriptions).toBe(['-^------!', '----^------!']);
    });
  });

  it('completes with an empty source', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<Candidate<X>>('---|');
      expectObservable(source.pipe(evaluate(() => 1))).toBe('---|');
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it('passes an error of its source on at once, and stops what runs', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<Candidate<X>>('-a--#', { a: candidate(0) });
      const inner = cold<number>('-----x|');
      expectObservable(source.pipe(evaluate(() => inner))).toBe('----#');
      expectSubscriptions(inner.subscriptions).toBe('-^--!');
    });
  });

  it('stops listening to a synchronous source when unsubscribed', () => {
    const { source, produced } = firehose(candidate);
    source
      .pipe(
        evaluate(({ x }) => x),
        take(3),
      )
      .subscribe();
    expect(produced()).toBe(3);
  });

  it('stops listening to a synchronous source that errors downstream', () => {
    const { source, produced } = firehose(candidate);
    const broken = map(({ params }: Trial<X>) => {
      if (params.x === 4) throw new Error('downstream');
    });
    source
      .pipe(
        evaluate(({ x }) => x),
        broken,
      )
      .subscribe({ error: () => undefined });
    expect(produced()).toBe(5);
  });

  it('is cold: each subscription is a study of its own', () => {
    const study = fixed([7, 8]).pipe(
      evaluate((x) => x),
      number,
      toArray(),
    );
    const seen: string[][] = [];
    study.subscribe((numbers) => seen.push(numbers));
    study.subscribe((numbers) => seen.push(numbers));
    expect(seen).toEqual([
      ['0', '1'],
      ['0', '1'],
    ]);
  });

  describe('stops', () => {
    it('gracefully by takeUntil before it: what runs finishes', () => {
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const inner = cold('-----x|', { x: 1 });
        const stop = cold('--------s');
        expectObservable(
          counter().pipe(
            takeUntil(stop),
            evaluate(() => inner),
            number,
          ),
        ).toBe('------0-----(1|)');
        expectSubscriptions(inner.subscriptions).toBe(['^-----!', '------^-----!']);
      });
    });

    it('hard by takeUntil after it: what runs is torn down', () => {
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const inner = cold('-----x|', { x: 1 });
        const stop = cold('--------s');
        expectObservable(
          counter().pipe(
            evaluate(() => inner),
            takeUntil(stop),
            number,
          ),
        ).toBe('------0-|');
        expectSubscriptions(inner.subscriptions).toBe(['^-----!', '------^-!']);
      });
    });

    it('by take before it after so many trials, all of which finish', () => {
      const sampler = new Counter();
      tuner(() => sampler)
        .pipe(
          take(10),
          evaluate(({ x }) => x, { concurrency: 4 }),
        )
        .subscribe();
      expect(xs(sampler.told)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });

    it('gracefully by one of its own trials, which is emitted', () => {
      const found = new Subject<void>();
      const seen: string[] = [];
      counter()
        .pipe(
          takeUntil(found),
          evaluate(({ x }) => x),
          tap(({ params }) => {
            if (params.x === 3) found.next();
          }),
          number,
        )
        .subscribe({ next: (trial) => seen.push(trial), complete: () => seen.push('|') });
      expect(seen).toEqual(['0', '1', '2', '3', '|']);
    });

    it('from within an objective, which hears of it', () => {
      const stop = new Subject<void>();
      const aborted: boolean[] = [];
      counter()
        .pipe(
          evaluate(({ x }, { signal }) => {
            if (x === 2) stop.next();
            aborted.push(signal.aborted);
            return x;
          }),
          takeUntil(stop),
        )
        .subscribe();
      expect(aborted).toEqual([false, false, true]);
    });

    it('and stops every trial, also if one cannot be torn down, and says so', () => {
      const gauge = new Gauge();
      const stuck = new Observable<number>(() => () => {
        throw new Error('stuck');
      });
      const subscription = counter()
        .pipe(evaluate(({ x }) => (x === 0 ? stuck : NEVER).pipe(gauge.count), { concurrency: 3 }))
        .subscribe();
      expect(gauge.now).toBe(3);
      expect(() => {
        subscription.unsubscribe();
      }).toThrow('stuck');
      expect(gauge.now).toBe(0);
    });
  });
});
