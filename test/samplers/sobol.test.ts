import { float, int, space } from 'rxtune';
import { sobol } from 'rxtune/samplers';
import { describe, expect, it } from 'vitest';
import { asked } from './asked.ts';

const square = space({ x: float(0, 1), y: float(0, 1) });

describe('sobol', () => {
  it('puts one of the first 2^m candidates into each 2^m-th of every parameter', () => {
    for (const seed of [0, 1, 2]) {
      const points = asked(sobol(square, { seed }), 64);
      for (const name of ['x', 'y'] as const) {
        expect(new Set(points.map((point) => Math.floor(point[name] * 64))).size).toBe(64);
      }
    }
  });

  it('is the plain sequence without scrambling', () => {
    expect(asked(sobol(square, { scramble: false }), 4)).toEqual([
      { x: 0, y: 0 },
      { x: 0.5, y: 0.5 },
      { x: 0.75, y: 0.25 },
      { x: 0.25, y: 0.75 },
    ]);
  });

  it('repeats itself with the same seed, and with no other', () => {
    expect(asked(sobol(square, { seed: 1 }), 20)).toEqual(asked(sobol(square, { seed: 1 }), 20));
    expect(asked(sobol(square, { seed: 1 }), 20)).not.toEqual(asked(sobol(square, { seed: 2 }), 20));
  });

  it('keeps constraints', () => {
    const half = square.where(({ x, y }) => x < y, 'x must be below y');
    expect(asked(sobol(half), 100).every(({ x, y }) => x < y)).toBe(true);
  });

  it('takes 1,000 parameters and no more', () => {
    const wide = (n: number) =>
      space(Object.fromEntries(Array.from({ length: n }, (_, i) => [`x${i}`, int(0, 9)])));
    expect(asked(sobol(wide(1000)), 2)).toHaveLength(2);
    expect(() => sobol(wide(1001))).toThrowErrorMatchingInlineSnapshot(
      `[TuningError: a Sobol' sequence has 0 to 1000 dimensions, not 1001: draw further ones at random]`,
    );
  });
});
