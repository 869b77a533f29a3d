import { float, space } from 'rxtune';
import { points } from 'rxtune/samplers';
import { describe, expect, it } from 'vitest';
import { asked } from './asked.ts';

const net = space({ lr: float(0, 1), batch: [16, 32] });

describe('points', () => {
  it('gives each candidate once, in order, then ends for good', () => {
    const sampler = points(net, [
      { lr: 0.3, batch: 32 },
      { lr: 0.1, batch: 16 },
    ]);
    expect(asked(sampler)).toEqual([
      { lr: 0.3, batch: 32 },
      { lr: 0.1, batch: 16 },
    ]);
    expect(sampler.ask()).toBeUndefined();
  });

  it('refuses a candidate that is not in the space, by its place', () => {
    expect(() =>
      points(net, [
        { lr: 0.3, batch: 32 },
        { lr: 3, batch: 32 },
      ]),
    ).toThrowErrorMatchingInlineSnapshot(
      `[TuningError: points: candidate 1 is not in the space: lr: expected a number from 0 to 1, not 3]`,
    );
    // @ts-expect-error not one of the options
    expect(() => points(net, [{ lr: 0.3, batch: 64 }])).toThrowErrorMatchingInlineSnapshot(
      `[TuningError: points: candidate 0 is not in the space: batch: expected one of 16, 32, not 64]`,
    );
  });
});
