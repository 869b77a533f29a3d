import { BehaviorSubject, EMPTY, map, NEVER, type Observable, of, take, tap, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/stream/evaluate.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { marbles } from '../../src/testing/marbles.ts';
import { Counter, counter, Gauge } from './helpers.ts';

const number = map(({ number }: { readonly number: number }) => String(number));

describe('concurrency as an Observable', () => {
  it('raises and lowers how many run; what runs is never stopped by a smaller number', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const inner = cold('-----x|', { x: 1 });
      const size = hot('1-3--1-------------|', { 1: 1, 3: 3 });
      const study = counter().pipe(
        take(5),
        evaluate(() => inner, { concurrency: size }),
        number,
      );
      expectObservable(study).toBe('------0-(12)--3-----(4|)');
      expectSubscriptions(inner.subscriptions).toBe([
        '^-----!',
        '--^-----!',
        '--^-----!',
        '--------^-----!',
        '--------------^-----!',
      ]);
      expectSubscriptions(size.subscriptions).toBe('^------------------!');
    });
  });

  it('pauses at 0, and goes on', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const inner = cold('--x|', { x: 1 });
      const size = hot('1-0----1--', { 0: 0, 1: 1 });
      const study = counter().pipe(
        evaluate(() => inner, { concurrency: size }),
        take(2),
        number,
      );
      expectObservable(study).toBe('---0------(1|)');
      expectSubscriptions(inner.subscriptions).toBe(['^--!', '-------^--!']);
      expectSubscriptions(size.subscriptions).toBe('^---------!');
    });
  });

  it('starts nothing before its first number, and asks for one candidate only', () => {
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const sampler = new Counter();
      const inner = cold('-x|', { x: 1 });
      const size = cold('----2|', { 2: 2 });
      const study = tuner(() => sampler).pipe(
        take(2),
        tap(() => undefined),
        evaluate(() => inner, { concurrency: size }),
        number,
      );
      expectObservable(study).toBe('------(01|)');
      expectSubscriptions(inner.subscriptions).toBe(['----^-!', '----^-!']);
      flush();
      expect(sampler.mostOpen).toBe(2);
    });
  });

  it('may be changed by the trials themselves', () => {
    const size = new BehaviorSubject(1);
    const gauge = new Gauge();
    const subscription = counter()
      .pipe(
        evaluate(({ x }) => (x < 3 ? of(x) : NEVER).pipe(gauge.count), { concurrency: size }),
        tap((trial) => {
          size.next(trial.number + 2);
        }),
      )
      .subscribe();
    expect(gauge.now).toBe(4);
    subscription.unsubscribe();
    expect(gauge.now).toBe(0);
    expect(size.observed).toBe(false);
  });

  it.each<[string, Observable<number>]>([
    ['-1', of(-1)],
    ['1.5', of(1.5)],
    ['nothing', EMPTY],
    ['a text', of<number>('4' as never)],
  ])('ends the study with an error for %s', (_, size) => {
    const messages: string[] = [];
    counter()
      .pipe(evaluate(({ x }) => x, { concurrency: size }))
      .subscribe({ error: (error: unknown) => messages.push(String(error)) });
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(
      /^TuningError: evaluate: concurrency (must be an integer of at least 0, not|completed without)/,
    );
  });

  it('ends the study with its own error, and stops what runs', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inner = cold<number>('------x|');
      const size = cold('1--#', { 1: 1 });
      expectObservable(counter().pipe(evaluate(() => inner, { concurrency: size }))).toBe('---#');
      expectSubscriptions(inner.subscriptions).toBe('^--!');
    });
    const broken = new Error('no cluster');
    const errors: unknown[] = [];
    const sampler = new Counter();
    tuner(() => sampler)
      .pipe(evaluate(({ x }) => x, { concurrency: throwError(() => broken) }))
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toEqual([broken]);
    expect(sampler.asked).toBe(0);
  });

  it('keeps its last number when it completes', () => {
    marbles(({ cold, expectObservable }) => {
      const inner = cold('---x|', { x: 1 });
      const study = counter().pipe(
        take(4),
        evaluate(() => inner, { concurrency: of(1, 2) }),
        number,
      );
      expectObservable(study).toBe('----(01)(23|)');
    });
  });
});
