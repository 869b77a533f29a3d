import { describe, expect, test } from 'vitest';
import { float, int } from '../../src/space/index.ts';
import { refused } from '../space/refused.ts';
import { conformance } from './vectors.ts';

type Case = readonly [value: number, step: number | null, expected: boolean];

interface Range {
  readonly low: number;
  readonly high: number;
}

interface DistributionVectors {
  readonly int_contains: Range & { readonly cases: readonly Case[] };
  readonly float_contains: Range & { readonly cases: readonly Case[] };
  readonly int_single: readonly (Range & { log: boolean; step: number; expected: boolean })[];
  readonly round_trips: readonly (Range & {
    kind: 'int' | 'float';
    log?: boolean;
    step?: number;
    values: readonly number[];
  })[];
  readonly int_bins: Range & { readonly encoded_to_value: readonly (readonly [number, number])[] };
}

conformance('distributions.json', (vectors: DistributionVectors) => {
  describe.each([
    ['int', int, vectors.int_contains],
    ['float', float, vectors.float_contains],
  ] as const)('%s', (_, make, { low, high, cases }) => {
    test.each(cases)('%s with step %s: %s', (value, step, expected) => {
      const steps = (high - low) / (step ?? 1);
      // There a range shrinks to a multiple of its step; here it is refused, and the error names the bound to use.
      const bound = low + Math.floor(steps) * (step ?? 1);
      if (bound !== high) {
        const error = refused(() => make(low, high, { step: step ?? 1 }));
        expect(error).toContain(`use ${bound} as the upper bound`);
      }
      const leaf = make(low, bound, step === null ? {} : { step });
      expect(leaf.schema.safeParse(value).success).toBe(expected);
    });
  });

  test.each(vectors.int_single)('a single value: %j', ({ low, high, log, step, expected }) => {
    expect(int(low, high, { step, scale: log ? 'log' : 'linear' }).levels === 1).toBe(expected);
  });

  test.each(vectors.round_trips)('there and back: %j', ({ kind, low, high, log, step, values }) => {
    const options = { scale: log === true ? ('log' as const) : ('linear' as const) };
    const leaf = (kind === 'int' ? int : float)(
      low,
      high,
      step === undefined ? options : { ...options, step },
    );
    for (const value of values) expect(leaf.fromUnit(leaf.toUnit(value))).toBe(value);
  });

  // The file writes coordinates from low - step / 2 to high + step / 2; ours are the same on the unit interval.
  const onUnit = (encoded: number, from: number, to: number) => (encoded - from) / (to - from);

  test('cells of integers begin half way between them', () => {
    const { low, high, encoded_to_value } = vectors.int_bins;
    for (const [encoded, value] of encoded_to_value) {
      expect(int(low, high).fromUnit(onUnit(encoded, low - 0.5, high + 0.5))).toBe(value);
    }
  });

  test('encoded bounds lie half a step outside, on the scale', () => {
    expect(float(2, 5).toUnit(3)).toBeCloseTo(onUnit(3, 2, 5), 14);
    expect(float(2, 5, { scale: 'log' }).toUnit(3)).toBeCloseTo(
      onUnit(Math.log(3), Math.log(2), Math.log(5)),
      14,
    );
    expect(float(2, 5, { step: 0.5 }).toUnit(3)).toBeCloseTo(onUnit(3, 1.75, 5.25), 14);
    expect(int(2, 8, { step: 3 }).toUnit(5)).toBeCloseTo(onUnit(5, 0.5, 9.5), 14);
    const log = int(2, 8, { scale: 'log' });
    for (let value = 2; value <= 9; value++) {
      const edge = onUnit(Math.log(value - 0.5), Math.log(1.5), Math.log(8.5));
      expect(log.edge(value - 2)).toBeCloseTo(edge, 14);
    }
  });

  test('a little outside of the bounds is at the bounds', () => {
    for (const leaf of [
      int(1, 10),
      int(1, 10, { scale: 'log' }),
      float(1, 10),
      float(1, 10, { step: 0.5 }),
    ]) {
      expect([leaf.fromUnit(-1e-12), leaf.fromUnit(1 + 1e-12)]).toEqual([1, 10]);
    }
  });
});
