import { of, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { improvements } from '../../src/stream/improvements.ts';
import { marbles } from '../../src/testing/marbles.ts';
import type { Trial } from '../../src/trial.ts';
import { firehose, type X } from './helpers.ts';
import { complete, failed, pruned } from './trials.ts';

const values = {
  a: complete(0, 3),
  b: complete(1, 3),
  c: complete(2, 4),
  d: complete(3, 1),
  f: failed(4),
  p: pruned(5),
};

describe('improvements', () => {
  it('keeps the complete trials that are better than all before them', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const trials = cold<Trial<X>>('-f-a-b-c-p-d-c-|', values);
      expectObservable(trials.pipe(improvements())).toBe('---a-------d---|', values);
      expectSubscriptions(trials.subscriptions).toBe('^--------------!');
    });
  });

  it('emits nothing when none completes, and passes an error on', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const trials = cold<Trial<X>>('-f-p-#', values);
      expectObservable(trials.pipe(improvements())).toBe('-----#');
      expectSubscriptions(trials.subscriptions).toBe('^----!');
      expectObservable(of<Trial<X>>(values.f).pipe(improvements())).toBe('|');
    });
  });

  it('starts anew for each subscription', () => {
    marbles(({ cold, expectObservable }) => {
      const trials = cold<Trial<X>>('-a-d-|', values).pipe(improvements());
      expectObservable(trials).toBe('-a-d-|', values);
      expectObservable(trials).toBe('-a-d-|', values);
    });
  });

  it('stops listening to a synchronous source when unsubscribed', () => {
    const { source, produced } = firehose((i) => complete(i, -i));
    source.pipe(improvements(), take(3)).subscribe();
    expect(produced()).toBe(3);
  });
});
