import { describe, expect, test } from 'vitest';
import { Ledger } from '../../../src/samplers/gp/ledger.ts';
import { float, space } from '../../../src/space/index.ts';
import type { Trial } from '../../../src/trial.ts';

const line = space({ x: float(0, 1) });
type P = { readonly x: number };
const base = { number: 0, reports: [], startedAt: 0, finishedAt: 0 };
const complete = (loss: number, x = 0.5): Trial<P> => ({
  ...base,
  state: 'complete',
  params: { x },
  value: loss,
  loss,
});
const failed: Trial<P> = { ...base, state: 'failed', params: { x: 0.1 }, error: 'out of memory' };
const pruned = (loss?: number): Trial<P> => ({
  ...base,
  state: 'pruned',
  params: { x: 0.1 },
  ...(loss === undefined ? {} : { loss }),
});

function losses(...trials: readonly Trial<P>[]): number[] {
  const ledger = new Ledger('gp', line);
  for (const trial of trials) ledger.tell(trial);
  return [...ledger.evidence().losses];
}

describe('Ledger', () => {
  test('forgets that parameters are pending, but not that it knows them', () => {
    const ledger = new Ledger('gp', line);
    ledger.ask({ x: 0.25 });
    ledger.ask({ x: 0.25 });
    expect(ledger.abandon({ x: 0.25 })).toEqual(Float64Array.of(0.25));
    expect(ledger.pending).toBe(1);
    expect(ledger.abandon({ x: 0.25 })).toBeDefined();
    expect(ledger.abandon({ x: 0.25 })).toBeUndefined();
    expect(ledger.pending).toBe(0);
    expect(ledger.evidence().pending).toEqual([]);
    expect(ledger.knows({ x: 0.25 })).toBe(true);
  });

  test('counts a failure as the worst complete trial, also one that came before it', () => {
    expect(losses(failed, complete(1), complete(7), failed)).toEqual([7, 1, 7, 7]);
    expect(losses(failed, failed)).toEqual([0, 0]);
  });

  test('counts a pruned trial as its loss, but never as better than the median', () => {
    expect(losses(complete(1), complete(2), complete(3), pruned(0), pruned(2.5), pruned())).toEqual([
      1, 2, 3, 2, 2.5, 3,
    ]);
  });

  test('survives losses that are not finite, and keeps squares of others finite', () => {
    expect(losses(complete(NaN), complete(Infinity), complete(-Infinity), complete(1), complete(2))).toEqual([
      2, 2, 1, 1, 2,
    ]);
    expect(losses(complete(1e308), complete(-1e308))).toEqual([1e100, -1e100]);
  });

  test('keeps what is pending, each as often as it was asked for', () => {
    const ledger = new Ledger('gp', line);
    for (const x of [0.2, 0.2, 0.4]) ledger.ask({ x });
    expect(ledger.pending).toBe(3);
    ledger.tell(complete(1, 0.2));
    ledger.tell(complete(1, 0.9));
    expect(ledger.pending).toBe(2);
    expect(ledger.evidence().pending.map(([x]) => x)).toEqual([0.2, 0.4]);
    expect([0.2, 0.9, 0.3].map((x) => ledger.knows({ x }))).toEqual([true, true, false]);
  });

  test('refuses several losses and parameters of another space', () => {
    const ledger = new Ledger('gp', line);
    const several = { ...complete(1), number: 4, loss: [1, 2] } as unknown as Trial<P>;
    expect(() => {
      ledger.tell(several);
    }).toThrow(
      'gp: trial 4 has the losses [1,2]; this sampler minimises one number, so give it a single score',
    );
    expect(() => {
      ledger.tell({ ...complete(1), params: { y: 1 } as unknown as P });
    }).toThrow('x is missing');
  });
});
