import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { halfRank, log, losses, raw } from '../../../src/samplers/gp/warp.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 60 });

describe.each([
  ['raw', raw],
  ['halfRank', halfRank],
  ['log', log(0.05)],
] as const)('%s', (_, warp) => {
  test('keeps the order, has mean 0 and standard deviation 1, or is flat', () => {
    fc.assert(
      fc.property(values, (given) => {
        const sorted = losses(Float64Array.from(given));
        const { targets } = warp(sorted);
        const rising = sorted.order.map((i) => targets[i]!);
        for (let k = 1; k < rising.length; k++)
          expect(rising[k]! - rising[k - 1]!).toBeGreaterThanOrEqual(-1e-9);
        const mean = targets.reduce((sum, t) => sum + t, 0) / targets.length;
        const variance = targets.reduce((sum, t) => sum + (t - mean) ** 2, 0) / targets.length;
        expect(Math.abs(mean)).toBeLessThan(1e-6);
        if (variance > 0) expect(variance).toBeCloseTo(1, 6);
      }),
    );
  });

  test('treats equal losses equally', () => {
    const { targets } = warp(losses(Float64Array.of(1, 3, 3, 0, 3, 2)));
    expect(new Set([targets[1], targets[2], targets[4]]).size).toBe(1);
    expect([...warp(losses(Float64Array.of(0.1, 0.1, 0.1))).targets]).toEqual([0, 0, 0]);
  });

  test('knows its own slope on the better half', () => {
    const given = Float64Array.of(5, 1, 2.5, 9, 30, 4, 100);
    const { targets, logSlope } = warp(losses(given));
    // On the better half the warp is smooth: close values show its slope, up to what one more result shifts.
    const dense = Float64Array.from([...given, 2.5 + 1e-7]);
    const { targets: more, logSlope: moreSlope } = warp(losses(dense));
    expect(Math.exp(moreSlope(2))).toBeCloseTo((more[7]! - more[2]!) / 1e-7, 4);
    expect(Number.isFinite(logSlope(1))).toBe(true);
    expect(targets).toHaveLength(7);
  });
});

test('half of the ranks: how bad the bad ones are does not matter', () => {
  const some = halfRank(losses(Float64Array.of(1, 2, 3, 10, 20))).targets;
  const others = halfRank(losses(Float64Array.of(1, 2, 3, 1e5, 1e9))).targets;
  expect([...some]).toEqual([...others]);
});

test('logarithms: the closer below the least they end, the more of the scale the best ones fill', () => {
  const given = losses(Float64Array.of(1, 1.1, 2, 3, 10));
  const share = (below: number): number => {
    const { targets } = log(below)(given);
    return (targets[1]! - targets[0]!) / (targets[4]! - targets[0]!);
  };
  expect(share(0.05)).toBeGreaterThan(1.5 * share(0.2));
});

test('what separates the better half from the worse is at least the median of the start-up', () => {
  const given = Float64Array.of(9, 5, 7, 1, 1, 1, 1, 1);
  expect([losses(given).median, losses(given, 3).median]).toEqual([1, 7]);
  expect(losses(Float64Array.of(1, 2, 3, 8), 2).median).toBe(2.5);
});
