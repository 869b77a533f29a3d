import { from, map, of, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { lineOf } from '../../src/candidate.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { mapParams } from '../../src/stream/map-params.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { marbles } from '../../src/testing/marbles.ts';
import { candidate, Counter, firehose, Generations, xs } from './helpers.ts';

describe('mapParams', () => {
  it('maps the parameters of candidates', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-|', { a: candidate(1), b: candidate(2) });
      expectObservable(source.pipe(mapParams(({ x }) => ({ y: x * 10 })))).toBe('-a-b-|', {
        a: { params: { y: 10 } },
        b: { params: { y: 20 } },
      });
      expectSubscriptions(source.subscriptions).toBe('^----!');
    });
  });

  it('ends the study with what it throws, and passes an error on', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-|', { a: candidate(1), b: candidate(2) });
      const broken = mapParams(({ x }: { x: number }) => {
        if (x === 2) throw new Error('unit');
        return x;
      });
      expectObservable(source.pipe(broken)).toBe('-a-#', { a: { params: 1 } }, new Error('unit'));
      expectSubscriptions(source.subscriptions).toBe('^--!');
      expectObservable(cold('-a-#', { a: candidate(1) }).pipe(broken)).toBe('-a-#', { a: { params: 1 } });
    });
  });

  it('stops listening to a synchronous source when unsubscribed', () => {
    const { source, produced } = firehose(candidate);
    source
      .pipe(
        mapParams(({ x }) => x),
        take(3),
      )
      .subscribe();
    expect(produced()).toBe(3);
  });

  it('keeps demand: the tuner is held, and told of its own parameters', () => {
    const sampler = new Counter();
    const seen: number[] = [];
    tuner(() => sampler)
      .pipe(
        mapParams(({ x }) => ({ x: x * 10 })),
        mapParams(({ x }) => ({ x: x + 1 })),
        take(4),
        evaluate(({ x }) => x),
      )
      .subscribe(({ params }) => seen.push(params.x));
    expect(seen).toEqual([1, 11, 21, 31]);
    expect(xs(sampler.told)).toEqual([0, 1, 2, 3]);
    expect(sampler.told[3]).toMatchObject({ state: 'complete', value: 31, number: 3 });
    expect(sampler.mostOpen).toBe(1);
  });

  it('serves a sampler that waits for its results', () => {
    const sampler = new Generations(3, 7);
    const seen: number[] = [];
    tuner(() => sampler)
      .pipe(
        mapParams(({ x }) => -x),
        evaluate((x) => x, { concurrency: 5 }),
      )
      .subscribe(({ params }) => seen.push(params));
    expect(seen).toHaveLength(7);
  });

  it('adds no line to candidates that have none', () => {
    const lines: unknown[] = [];
    of(candidate(1))
      .pipe(mapParams(({ x }) => x))
      .subscribe((mapped) => lines.push(lineOf(mapped)));
    expect(lines).toEqual([undefined]);
  });
});

describe('a map that makes new candidates', () => {
  it('loses the line: no demand, nothing learnt', () => {
    const sampler = new Counter(50);
    tuner(() => sampler)
      .pipe(
        map(({ params }) => ({ params })),
        evaluate(({ x }) => x, { concurrency: 2 }),
      )
      .subscribe();
    expect(sampler.told).toEqual([]);
  });

  it('ends with an error when 100,000 candidates wait', () => {
    const errors: unknown[] = [];
    marbles(({ cold }) => {
      from({ length: 150_000 } as ArrayLike<number>)
        .pipe(
          map((_, x) => candidate(x)),
          evaluate(() => cold('-x|', { x: 1 })),
          toArray(),
        )
        .subscribe({ error: (error: unknown) => errors.push(error) });
    });
    expect(errors).toMatchInlineSnapshot(`
      [
        [TuningError: evaluate: more than 100,000 candidates are waiting; they come from no tuner, or have lost the line to it: use mapParams in place of map, or { ...candidate }],
      ]
    `);
    expect(errors[0]).toHaveProperty('code', 'Overflow');
  });
});
