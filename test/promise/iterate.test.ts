import { from, interval, map, NEVER, of, Subject, take, tap, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { iterate } from '../../src/promise/iterate.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { trialEvents } from '../../src/stream/trial-events.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { Counter, counter, firehose, Gauge } from '../stream/helpers.ts';

describe('iterate', () => {
  it('walks through a stream to its end', async () => {
    const seen: number[] = [];
    for await (const item of iterate(of(1, 2, 3))) seen.push(item);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('waits for what comes late, and misses nothing', async () => {
    const seen: number[] = [];
    for await (const item of iterate(interval(1).pipe(take(5)))) {
      seen.push(item);
      if (item === 1) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('throws an error of the stream when all before it has been seen', async () => {
    const broken = new Error('sampler');
    const seen: number[] = [];
    const failing = from([1, 2, 3]).pipe(
      tap((item) => {
        if (item === 3) throw broken;
      }),
    );
    const loop = async (): Promise<void> => {
      for await (const item of iterate(failing)) seen.push(item);
    };
    await expect(loop()).rejects.toBe(broken);
    expect(seen).toEqual([1, 2]);
    await expect(iterate(throwError(() => broken)).next()).rejects.toBe(broken);
  });

  it('holds the tuner while the loop works: an endless synchronous one is drawn from as needed', async () => {
    const sampler = new Counter();
    const asked: number[] = [];
    for await (const { number } of iterate(tuner(() => sampler).pipe(evaluate(({ x }) => x)))) {
      await Promise.resolve();
      asked.push(sampler.asked);
      if (number === 3) break;
    }
    expect(asked).toEqual([1, 2, 3, 4]);
    expect(sampler.asked).toBe(4);
  });

  it('holds it by the last event of a trial too', async () => {
    const sampler = new Counter();
    let events = 0;
    for await (const _ of iterate(tuner(() => sampler).pipe(trialEvents(({ x }) => x)))) {
      if (++events === 4) break;
    }
    expect(sampler.asked).toBe(2);
  });

  it('lets what runs go on, and starts nothing new', async () => {
    const tasks = new Map<number, Subject<number>>();
    const sampler = new Counter();
    const trials$ = tuner(() => sampler).pipe(
      evaluate(
        ({ x }) => {
          const task = new Subject<number>();
          tasks.set(x, task);
          return task;
        },
        { concurrency: 2 },
      ),
    );
    const finish = (x: number): void => {
      tasks.get(x)?.next(x);
      tasks.get(x)?.complete();
    };
    const loop = iterate(trials$);
    const first = loop.next();
    finish(0);
    expect(await first).toMatchObject({ value: { number: 0 } });
    finish(1);
    expect([...tasks.keys()]).toEqual([0, 1]);
    expect(await loop.next()).toMatchObject({ value: { number: 1 } });
    expect(sampler.asked).toBe(2);
    const third = loop.next();
    await Promise.resolve();
    expect(sampler.asked).toBe(4);
    finish(2);
    expect(await third).toMatchObject({ value: { number: 2 } });
    await loop.return();
  });

  it('stops what runs when the loop is left', async () => {
    const gauge = new Gauge();
    const study = counter().pipe(
      evaluate(({ x }) => (x === 2 ? of(x) : NEVER).pipe(gauge.count), { concurrency: 3 }),
    );
    for await (const _ of iterate(study)) {
      expect(gauge.now).toBe(2);
      break;
    }
    expect(gauge.now).toBe(0);
  });

  it('stops listening to a synchronous source when unsubscribed: it cannot, so it queues, and stops at the break', async () => {
    const { source, produced } = firehose((i) => i);
    for await (const item of iterate(source)) if (item === 2) break;
    expect(produced()).toBe(1000);
  });

  it('subscribes when the first item is asked for', async () => {
    let subscriptions = 0;
    const loop = iterate(
      of(1).pipe(
        tap({ subscribe: () => subscriptions++ }),
        map((item) => item + 1),
      ),
    );
    expect(subscriptions).toBe(0);
    expect(await loop.next()).toEqual({ done: false, value: 2 });
    expect(subscriptions).toBe(1);
    expect(await loop.next()).toEqual({ done: true, value: undefined });
  });
});
