import { choice, float, space } from 'rxtune';
import { describe, expect, it } from 'vitest';
import { Pending } from '../../src/samplers/pending.ts';

const net = space({ rate: float(0, 1), kind: choice(['a', 'b']) });
type Net = { rate: number; kind: 'a' | 'b' };

describe('what is kept for pending candidates', () => {
  it('comes back once for the very candidate', () => {
    const pending = new Pending<Net, number>(net);
    const params: Net = { rate: 0.1, kind: 'a' };
    pending.add(params, 7);
    expect(pending.size).toBe(1);
    expect(pending.take(params)).toBe(7);
    expect(pending.take(params)).toBeUndefined();
    expect(pending.size).toBe(0);
  });

  it('comes back for a copy, with its keys in any order', () => {
    const pending = new Pending<Net, number>(net);
    pending.add({ rate: 0.1, kind: 'a' }, 7);
    pending.add({ rate: 0.2, kind: 'a' }, 8);
    expect(pending.take({ kind: 'a', rate: 0.2 })).toBe(8);
    expect(pending.take({ kind: 'b', rate: 0.1 })).toBeUndefined();
    expect(pending.take({ kind: 'a', rate: 0.1 })).toBe(7);
  });

  it('keeps equal candidates apart', () => {
    const pending = new Pending<Net, number>(net);
    const one: Net = { rate: 0.1, kind: 'a' };
    const two: Net = { rate: 0.1, kind: 'a' };
    pending.add(one, 1);
    pending.add(two, 2);
    expect(pending.take(two)).toBe(2);
    // A copy takes the first that is left.
    expect(pending.take({ ...one })).toBe(1);
    expect(pending.take({ ...one })).toBeUndefined();
  });
});
