import { map, take, takeUntil, timer, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { lineOf } from '../../src/candidate.ts';
import { wait } from '../../src/samplers/sampler.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { marbles } from '../../src/testing/marbles.ts';
import { Counter, counter, fixed, Generations, xs } from './helpers.ts';

describe('tuner', () => {
  it('is an ordinary cold source without evaluate', () => {
    marbles(({ expectObservable }) => {
      const numbers = counter().pipe(
        take(3),
        map(({ params }) => String(params.x)),
      );
      expectObservable(numbers).toBe('(012|)');
      expectObservable(numbers).toBe('(012|)');
    });
  });

  it('completes when its sampler is exhausted', () => {
    marbles(({ expectObservable }) => {
      expectObservable(fixed([{ a: 1 }, { a: 2 }])).toBe('(ab|)', {
        a: { params: { a: 1 } },
        b: { params: { a: 2 } },
      });
    });
  });

  it('makes the first sampler at once, so that wrong options throw here, and one for each further subscription', () => {
    expect(() =>
      tuner(() => {
        throw new RangeError('seed');
      }),
    ).toThrow('seed');
    let made = 0;
    const source = tuner(() => {
      made++;
      return new Counter(1);
    });
    expect(made).toBe(1);
    source.subscribe();
    expect(made).toBe(1);
    source.subscribe();
    expect(made).toBe(2);
  });

  it('gives an exception of its sampler as an error', () => {
    const errors: unknown[] = [];
    const broken = new Error('broken');
    tuner(() => ({
      ask: () => {
        throw broken;
      },
      tell: () => undefined,
    })).subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toEqual([broken]);
  });

  it('asks no more than is taken', () => {
    const sampler = new Counter();
    tuner(() => sampler)
      .pipe(take(3))
      .subscribe();
    expect(sampler.asked).toBe(3);
  });

  it('proposes again when a sampler that waited was told', () => {
    marbles(({ expectObservable, flush }) => {
      const sampler = new Generations(3, 7);
      const trials = tuner(() => sampler).pipe(
        evaluate(({ x }) => timer(9 - x).pipe(map(() => x)), { concurrency: 5 }),
        map(({ params }) => String(params.x)),
      );
      expectObservable(trials).toBe('-------210---543--(6|)');
      flush();
      expect(xs(sampler.told)).toEqual([2, 1, 0, 5, 4, 3, 6]);
    });
  });

  it('says when a sampler waits for results that cannot come', () => {
    const errors: unknown[] = [];
    tuner(() => ({ ask: () => wait, tell: () => undefined })).subscribe({
      error: (error: unknown) => errors.push(error),
    });
    expect(errors).toMatchInlineSnapshot(`
      [
        [TuningError: the sampler waits for results, but none of its candidates is being evaluated: they were filtered out, abandoned, held up on the way, or the tuner is used without evaluate],
      ]
    `);
    expect(errors[0]).toHaveProperty('code', 'StalledSampler');
  });

  it('lets the event loop have a turn after 10,000 proposals, so that a timer can stop it', async () => {
    let trials = 0;
    await new Promise<void>((resolve) => {
      counter()
        .pipe(
          takeUntil(timer(20)),
          evaluate(({ x }) => x, { concurrency: 4 }),
        )
        .subscribe({ next: () => trials++, complete: resolve });
    });
    expect(trials).toBeGreaterThan(9_999);
    expect(trials % 10_000).toBe(0);
  });

  it('lets the event loop have a turn after 50 ms of synchronous trials', async () => {
    let trials = 0;
    const busy = (milliseconds: number): number => {
      const end = Date.now() + milliseconds;
      while (Date.now() < end);
      return end;
    };
    await new Promise<void>((resolve) => {
      counter()
        .pipe(
          takeUntil(timer(10)),
          evaluate(() => busy(15)),
        )
        .subscribe({ next: () => trials++, complete: resolve });
    });
    expect(trials).toBeLessThan(6);
  });

  it('keeps its line on copies of its candidates', () => {
    const seen: unknown[] = [];
    counter()
      .pipe(
        take(1),
        map((candidate) => ({ ...candidate })),
      )
      .subscribe((copy) => seen.push(lineOf(copy)));
    expect(seen[0]).toBeDefined();
  });

  it('tells the sampler each trial with the numbers of starting, in the order of finishing', () => {
    marbles(({ cold, expectObservable, flush }) => {
      const sampler = new Counter();
      const inner = [cold('---a|'), cold('-b|'), cold('--c|')];
      const source = tuner(() => sampler).pipe(
        take(3),
        evaluate(({ x }) => inner[x]!.pipe(map(() => x)), { concurrency: 2 }),
        toArray(),
        map((trials) => trials.length),
      );
      expectObservable(source).toBe('-----(n|)', { n: 3 });
      flush();
      expect(sampler.told.map(({ number }) => number)).toEqual([1, 0, 2]);
    });
  });
});
