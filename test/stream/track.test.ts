import {
  BehaviorSubject,
  bufferCount,
  concat,
  concatAll,
  concatMap,
  defer,
  delay,
  from,
  identity,
  map,
  merge,
  mergeMap,
  NEVER,
  type Observable,
  of,
  reduce,
  Subject,
  take,
  tap,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { evaluate } from '../../src/stream/evaluate.ts';
import { type Tracker, track } from '../../src/stream/track.ts';
import { trialEvents } from '../../src/stream/trial-events.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { marbles } from '../../src/testing/marbles.ts';
import type { Trial } from '../../src/trial.ts';
import { Counter, counter, fixed, firehose, type X } from './helpers.ts';

const ignore = { onError: () => undefined };

/** Writes one item after the other, each in so many frames. */
const slow =
  <T>(frames: number): Tracker<T> =>
  (items) =>
    items.pipe(concatMap((item) => timer(frames).pipe(map(() => item))));

describe('track', () => {
  it('passes everything on, and ends when its trackers have', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('--a-b|');
      const seen = hot('-');
      expectObservable(source.pipe(track([slow(3), identity]))).toBe('--a-b---|');
      expectSubscriptions(source.subscriptions).toBe('^----!');
      expectSubscriptions(seen.subscriptions).toBe([]);
    });
  });

  it('gives every tracker everything, before it goes on downstream', () => {
    const seen: string[] = [];
    const log = (name: string): Tracker<number> => tap((item) => seen.push(`${name}${item}`));
    from([1, 2])
      .pipe(
        track([log('a'), log('b')]),
        tap((item) => seen.push(`down${item}`)),
      )
      .subscribe();
    expect(seen).toEqual(['a1', 'b1', 'down1', 'a2', 'b2', 'down2']);
  });

  it('subscribes to each tracker once, and completes it with the source', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-|');
      const written = cold('----------|');
      const late: Tracker<string> = (items) => concat(items, written);
      expectObservable(source.pipe(track([late, late]))).toBe('-a-b-----------|');
      expectSubscriptions(source.subscriptions).toBe('^----!');
      expectSubscriptions(written.subscriptions).toBe(['-----^---------!', '-----^---------!']);
    });
  });

  it('holds an error back until everything is written', () => {
    marbles(({ cold, expectObservable }) => {
      const written: string[] = [];
      const writer: Tracker<string> = (items) =>
        items.pipe(
          delay(3),
          tap((item) => written.push(item)),
        );
      expectObservable(cold('-a-b#').pipe(track([writer, slow(2)]))).toBe('-a-b--#');
      expectObservable(timer(7).pipe(map(() => written.join('')))).toBe('-------(t|)', { t: 'ab' });
    });
  });

  it('waits for nobody when it is unsubscribed, and completes its trackers', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-c-|');
      let completed = 0;
      const writer: Tracker<string> = tap({ complete: () => completed++ });
      expectObservable(source.pipe(track([writer, () => NEVER])), '^---!').toBe('-a-b');
      expectSubscriptions(source.subscriptions).toBe('^---!');
      expectObservable(timer(5).pipe(map(() => completed))).toBe('-----(n|)', { n: 1 });
    });
  });

  it('is cold: each subscription has trackers of its own', () => {
    const counts: number[] = [];
    const count: Tracker<number> = (items) =>
      items.pipe(
        reduce((n) => n + 1, 0),
        tap((n) => counts.push(n)),
      );
    const tracked = from([1, 2, 3]).pipe(track([count]));
    tracked.subscribe();
    tracked.subscribe();
    expect(counts).toEqual([3, 3]);
  });

  it('stops listening to a synchronous source when unsubscribed', () => {
    const { source, produced } = firehose((i) => i);
    source.pipe(track([identity]), take(3)).subscribe();
    expect(produced()).toBe(3);
  });

  it('passes through without trackers', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-a-b|').pipe(track([]))).toBe('-a-b|');
      expectObservable(cold('-a-#').pipe(track([]))).toBe('-a-#');
    });
  });

  it('completes at once when it never got a trial', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('---|').pipe(track([slow(5)]))).toBe('---|');
    });
  });

  describe('a tracker that fails', () => {
    it.each<[string, Tracker<number>]>([
      [
        'when it is called',
        () => {
          throw new Error('disk');
        },
      ],
      ['at once', () => throwError(() => new Error('disk'))],
      [
        'at a trial',
        map((item) => {
          if (item === 2) throw new Error('disk');
        }),
      ],
      [
        'late',
        (items) =>
          concat(
            items,
            throwError(() => new Error('disk')),
          ),
      ],
      ['by a promise', () => Promise.reject(new Error('disk'))],
      ['by returning nothing', () => undefined as never],
    ])('%s is reported once and leaves, and the others go on', async (_, broken) => {
      const onError = vi.fn();
      const kept: number[] = [];
      const keep: Tracker<number> = tap((item) => kept.push(item));
      const passed: number[] = [];
      await from([1, 2, 3])
        .pipe(track([keep, broken, keep], { onError }))
        .forEach((item) => passed.push(item));
      expect(passed).toEqual([1, 2, 3]);
      expect(kept).toEqual([1, 1, 2, 2, 3, 3]);
      expect(onError).toHaveBeenCalledExactlyOnceWith(expect.any(Error), expect.any(String));
    });

    it('is named by its function, or by its place', () => {
      const names: string[] = [];
      const upload: Tracker<number> = () => throwError(() => new Error('disk'));
      from([1])
        .pipe(
          track(
            [
              upload,
              (
                () => () =>
                  throwError(() => new Error('disk'))
              )(),
            ],
            { onError: (_, name) => names.push(name) },
          ),
        )
        .subscribe();
      expect(names).toEqual(['upload', 'tracker 2']);
    });

    it('is one line on the console by default', () => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      const upload: Tracker<number> = () => throwError(() => new Error('no network'));
      from([1])
        .pipe(track([upload]))
        .subscribe();
      expect(log.mock.calls).toMatchInlineSnapshot(`
        [
          [
            "upload failed and gets no more trials: Error: no network",
          ],
        ]
      `);
      log.mockRestore();
    });

    it('delays nothing any more', () => {
      marbles(({ cold, expectObservable }) => {
        const broken: Tracker<string> = (items) =>
          items.pipe(
            delay(9),
            mergeMap(() => throwError(() => new Error('disk'))),
          );
        expectObservable(cold('-a-b----------|').pipe(track([broken], ignore))).toBe('-a-b----------|');
      });
    });

    it('lets go of the tuner that it held', () => {
      marbles(({ expectObservable }) => {
        const broken: Tracker<unknown> = (items) =>
          items.pipe(
            delay(5),
            mergeMap(() => throwError(() => new Error('disk'))),
          );
        const study = counter().pipe(
          take(4),
          evaluate(({ x }) => x),
          track([broken], { ...ignore, highWaterMark: 1 }),
        );
        expectObservable(study.pipe(map(({ number }) => String(number)))).toBe('(01)-(23|)');
      });
    });
  });

  describe('with a high-water mark', () => {
    it('holds the tuner while a tracker is so far behind', () => {
      marbles(({ expectObservable, flush }) => {
        const sampler = new Counter();
        let behind = 0;
        let most = 0;
        const writer: Tracker<Trial<X>> = (trials) =>
          trials.pipe(
            tap(() => (most = Math.max(most, ++behind))),
            concatMap((trial) => timer(5).pipe(map(() => trial))),
            tap(() => behind--),
          );
        const numbers = tuner(() => sampler).pipe(
          take(6),
          evaluate(({ x }) => x),
          track([writer], { highWaterMark: 2 }),
          map(({ number }) => String(number)),
        );
        expectObservable(numbers).toBe('(012)3----4----5--------------|');
        flush();
        expect(most).toBe(3);
      });
    });

    it('is exceeded by what runs already, and by no more', () => {
      marbles(({ cold, expectObservable }) => {
        const inner = cold('-x|', { x: 1 });
        const study = counter().pipe(
          take(8),
          evaluate(() => inner, { concurrency: 4 }),
          track([slow(10)], { highWaterMark: 1 }),
          map(({ number }) => String(number)),
        );
        expectObservable(study.pipe(take(4))).toBe('--(0123|)');
      });
    });

    it('also holds it by the events of trials', () => {
      marbles(({ expectObservable }) => {
        const study = counter().pipe(
          take(3),
          trialEvents(({ x }) => x),
          track([slow(4)], { highWaterMark: 1 }),
          map((event) => event.type.charAt(0)),
        );
        // Two events a trial, each written in four frames.
        expectObservable(study).toBe('(sf)(sf)----(sf)--------|');
      });
    });

    it('lets one of two tuners go on after the other, not within its last trial', () => {
      const a = new Counter();
      const b = new Counter();
      marbles(({ expectObservable }) => {
        let written = 0;
        const writer: Tracker<unknown> = (trials) =>
          trials.pipe(
            concatMap(() => timer(1)),
            tap(() => {
              if (++written === 3) throw new Error('disk full');
            }),
          );
        const study = merge(
          tuner(() => a),
          tuner(() => b),
        ).pipe(
          take(5),
          evaluate(({ x }) => x),
          track([writer], { ...ignore, highWaterMark: 1 }),
          toArray(),
          map((trials) => trials.length),
        );
        expectObservable(study).toBe('---(n|)', { n: 5 });
      });
      expect(a.asked + b.asked).toBe(5);
    });

    it('lets no tuner go on within another one’s last trial, though that trial made room', () => {
      const a = new Counter();
      const b = new Counter();
      const batches: Tracker<unknown> = (trials) => trials.pipe(bufferCount(3), concatAll());
      const numbers: number[] = [];
      merge(
        tuner(() => a),
        tuner(() => b),
      )
        .pipe(
          take(3),
          evaluate(({ x }) => x),
          track([batches], { highWaterMark: 1 }),
        )
        .subscribe(({ number }) => numbers.push(number));
      expect(numbers).toEqual([0, 1, 2]);
      expect(a.asked + b.asked).toBe(3);
    });

    it('refuses what is no such mark', () => {
      for (const highWaterMark of [0, 1.5, Number.NaN, '4' as never]) {
        expect(() => track([], { highWaterMark })).toThrow('track: highWaterMark');
      }
    });
  });

  it('takes trackers that are hot: what they write to outlives a study', () => {
    const log = new Subject<Trial<X>>();
    const lines: number[] = [];
    log.subscribe(({ number }) => lines.push(number));
    const hot: Tracker<Trial<X>> = tap((trial) => {
      log.next(trial);
    });
    const study = fixed([{ x: 1 }, { x: 2 }]).pipe(
      evaluate(({ x }) => x),
      track([hot]),
    );
    study.subscribe();
    study.subscribe();
    expect(lines).toEqual([0, 1, 0, 1]);
  });

  it('takes trackers that open late: they buffer what they are given', () => {
    marbles(({ cold, expectObservable }) => {
      const written: string[] = [];
      const opens = cold('-----o|');
      const late: Tracker<string> = (items) =>
        items.pipe(
          concatMap((item) =>
            opens.pipe(
              take(1),
              map(() => written.push(item)),
            ),
          ),
        );
      expectObservable(cold('ab|').pipe(track([late]))).toBe('ab--------|');
      expectObservable(timer(11).pipe(map(() => written.join('')))).toBe('-----------(t|)', { t: 'ab' });
    });
  });

  it('lets a tracker leave before the end, as take does', () => {
    const first: number[] = [];
    const all: number[] = [];
    from([1, 2, 3])
      .pipe(
        track(
          [
            (items) =>
              items.pipe(
                take(1),
                tap((item) => first.push(item)),
              ),
            tap((item) => all.push(item)),
          ],
          {
            highWaterMark: 1,
          },
        ),
      )
      .subscribe();
    expect([first, all]).toEqual([[1], [1, 2, 3]]);
  });

  it('flushes when a trial ends the study by an error downstream of evaluate', () => {
    const written: number[] = [];
    const errors: unknown[] = [];
    const writer: Tracker<Trial<X>> = tap(({ number }) => written.push(number));
    counter()
      .pipe(
        evaluate(({ x }) => x),
        map((trial) => {
          if (trial.number === 3) throw new Error('downstream');
          return trial;
        }),
        track([writer]),
      )
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(written).toEqual([0, 1, 2]);
    expect(errors).toEqual([new Error('downstream')]);
  });

  it('is typed by what it tracks, and takes what from takes', async () => {
    const settled = vi.fn();
    const count = new BehaviorSubject(0);
    await defer(() => of(1, 2))
      .pipe(
        track([
          (items: Observable<number>) =>
            items
              .forEach((item) => {
                count.next(count.value + item);
              })
              .then(settled),
        ]),
      )
      .forEach(() => undefined);
    expect(settled).toHaveBeenCalledOnce();
    expect(count.value).toBe(3);
  });
});
