import { take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { TuningError } from '../../src/errors.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { maxFailures } from '../../src/stream/max-failures.ts';
import { track } from '../../src/stream/track.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { marbles } from '../../src/testing/marbles.ts';
import type { Trial } from '../../src/trial.ts';
import { Counter, firehose, type X } from './helpers.ts';
import { complete, failed, pruned } from './trials.ts';

const cause = new Error('no GPU');
const values = { c: complete(0, 1), p: pruned(1), f: failed(2, cause), g: failed(3, cause) };

describe('maxFailures', () => {
  it('emits the n-th failed trial, and ends with an error', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const trials = cold<Trial<X>>('-c-f-p-g-c-|', values);
      const error = new TuningError(
        'TooManyFailures',
        '2 trials failed, which is as many as maxFailures allows; the last one with Error: no GPU',
        { cause },
      );
      expectObservable(trials.pipe(maxFailures(2))).toBe('-c-f-p-(g#)', values, error);
      expectSubscriptions(trials.subscriptions).toBe('^------!');
    });
  });

  it('changes nothing below that', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const trials = cold<Trial<X>>('-c-f-p-|', values);
      expectObservable(trials.pipe(maxFailures(2))).toBe('-c-f-p-|', values);
      expectSubscriptions(trials.subscriptions).toBe('^------!');
      expectObservable(cold<Trial<X>>('-f-#', values).pipe(maxFailures(2))).toBe('-f-#', values);
    });
  });

  it('counts anew for each subscription', () => {
    marbles(({ cold, expectObservable }) => {
      const trials = cold<Trial<X>>('-f-|', values).pipe(maxFailures(2));
      expectObservable(trials).toBe('-f-|', values);
      expectObservable(trials).toBe('-f-|', values);
    });
  });

  it('stops listening to a synchronous source when unsubscribed, and at its own end', () => {
    const { source, produced } = firehose((i) => complete(i, i));
    source.pipe(maxFailures(1), take(3)).subscribe();
    expect(produced()).toBe(3);
    const failing = firehose((i) => failed(i));
    failing.source.pipe(maxFailures(4)).subscribe({ error: () => undefined });
    expect(failing.produced()).toBe(4);
  });

  it('ends an endless tuner whose objective always fails; trackers have every trial', () => {
    const sampler = new Counter();
    const written: number[] = [];
    const errors: unknown[] = [];
    tuner(() => sampler)
      .pipe(
        evaluate(() => Number.NaN),
        maxFailures(3),
        track([(trials) => trials.forEach(({ number }) => written.push(number))]),
      )
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(sampler.asked).toBe(3);
    expect(written).toEqual([0, 1, 2]);
  });

  it('says how many failed, and with what', () => {
    const errors: unknown[] = [];
    for (const limit of [1, 2]) {
      firehose((i) => failed(i, cause))
        .source.pipe(maxFailures(limit))
        .subscribe({ error: (error: unknown) => errors.push(error) });
    }
    expect(errors).toMatchInlineSnapshot(`
      [
        [TuningError: 1 trial failed, which is as many as maxFailures allows; the last one with Error: no GPU],
        [TuningError: 2 trials failed, which is as many as maxFailures allows; the last one with Error: no GPU],
      ]
    `);
    expect(errors[0]).toMatchObject({ code: 'TooManyFailures', cause });
  });

  it('refuses other limits', () => {
    expect(() => maxFailures(0)).toThrowErrorMatchingInlineSnapshot(
      `[TuningError: maxFailures must be an integer of at least 1, not 0]`,
    );
    expect(() => maxFailures(Number.NaN)).toThrowErrorMatchingInlineSnapshot(
      `[TuningError: maxFailures must be an integer of at least 1, not NaN]`,
    );
    expect(() => maxFailures(Number.POSITIVE_INFINITY)).toThrowErrorMatchingInlineSnapshot(
      `[TuningError: maxFailures must be an integer of at least 1, not Infinity]`,
    );
  });
});
