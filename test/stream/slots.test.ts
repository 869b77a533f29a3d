import { map, merge, NEVER, of, Subject, take, takeUntil, throwError, timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/stream/evaluate.ts';
import { slots } from '../../src/stream/slots.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { marbles } from '../../src/testing/marbles.ts';
import { Counter, counter, fixed, Gauge } from './helpers.ts';

describe('slots', () => {
  it('say how many there are, and how many are taken', () => {
    const gpus = slots(2);
    const study = counter().pipe(evaluate(() => NEVER, { concurrency: gpus }));
    expect([gpus.size, gpus.running]).toEqual([2, 0]);
    const subscription = study.subscribe();
    expect(gpus.running).toBe(2);
    subscription.unsubscribe();
    expect(gpus.running).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '4' as never])('refuse the size %s', (size) => {
    expect(() => slots(size)).toThrow(/^slots must be an integer of at least 1, not /);
  });

  it('are taken in turn by the studies that share them, each of which asks ahead for one', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inner = cold('--x|', { x: 1 });
      const one = slots(1);
      const study = (name: string) =>
        counter().pipe(
          take(3),
          evaluate(() => inner, { concurrency: one }),
          map(() => name),
        );
      expectObservable(merge(study('a'), study('b'))).toBe('---a--a--b--a--b--(b|)');
      expectSubscriptions(inner.subscriptions).toBe([
        '^--!',
        '---^--!',
        '------^--!',
        '---------^--!',
        '------------^--!',
        '---------------^--!',
      ]);
    });
  });

  it('are taken in turn by two tuners that are merged into one study', () => {
    marbles(({ cold, expectObservable }) => {
      const inner = cold('-x|', { x: 1 });
      const named = (name: string) => tuner(() => ({ ask: () => ({ name }), tell: () => undefined }));
      const study = merge(named('a'), named('b')).pipe(
        evaluate(() => inner),
        take(6),
        map(({ params }) => params.name),
      );
      expectObservable(study).toBe('--a-b-a-b-a-(b|)');
    });
  });

  it('never run more than there are, whoever asks', () => {
    marbles(({ expectObservable, flush }) => {
      const gpus = slots(3);
      const gauge = new Gauge();
      const study = (frames: number) =>
        counter().pipe(
          take(10),
          evaluate(
            ({ x }) =>
              timer(1 + ((x * frames) % 5)).pipe(
                map(() => x),
                gauge.count,
              ),
            { concurrency: gpus },
          ),
        );
      const all = merge(study(2), study(3), study(4));
      all.subscribe();
      expectObservable(timer(1)).toBe('-(0|)', { 0: 0 });
      flush();
      expect(gauge.most).toBe(3);
      expect(gauge.total).toBe(30);
      expect([gauge.now, gpus.running]).toEqual([0, 0]);
    });
  });

  it('pass from a study that stops to the others, in the same frame', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const long = cold('----------|');
      const short = cold('--x|', { x: 1 });
      const one = slots(1);
      const first = counter().pipe(
        evaluate(() => long.pipe(map(() => 1)), { concurrency: one }),
        takeUntil(timer(4)),
      );
      const second = counter().pipe(
        take(1),
        evaluate(() => short, { concurrency: one }),
      );
      expectObservable(merge(first, second).pipe(map(({ number }) => String(number)))).toBe('-------(0|)');
      expectSubscriptions(long.subscriptions).toBe('^---!');
      expectSubscriptions(short.subscriptions).toBe('----^--!');
    });
  });

  it('pass on from a study that fails, and from trials that fail', () => {
    const one = slots(1);
    const seen: string[] = [];
    const broken = fixed([1, 2]).pipe(
      evaluate(() => throwError(() => new Error('trial')), { concurrency: one }),
    );
    broken.subscribe(({ state }) => seen.push(state));
    const stop = new Subject<void>();
    const failing = merge(
      counter(),
      stop.pipe(
        map((): never => {
          throw new Error('source');
        }),
      ),
    );
    failing
      .pipe(evaluate(() => NEVER, { concurrency: one }))
      .subscribe({ error: (error: unknown) => seen.push(String(error)) });
    expect(one.running).toBe(1);
    stop.next();
    expect(one.running).toBe(0);
    of({ params: 3 })
      .pipe(evaluate((x) => x, { concurrency: one }))
      .subscribe(({ state }) => seen.push(state));
    expect(seen).toEqual(['failed', 'failed', 'Error: source', 'complete']);
  });

  it('keep a tuner waiting that has none, without asking it', () => {
    const one = slots(1);
    const busy = counter()
      .pipe(evaluate(() => NEVER, { concurrency: one }))
      .subscribe();
    const sampler = new Counter();
    const waiting = tuner(() => sampler)
      .pipe(
        evaluate(({ x }) => x, { concurrency: one }),
        take(4),
      )
      .subscribe();
    // One candidate is there for the line back to its tuner.
    expect(sampler.asked).toBe(1);
    busy.unsubscribe();
    expect(sampler.asked).toBe(4);
    expect(waiting.closed).toBe(true);
  });
});
