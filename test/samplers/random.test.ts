import { choice, float, int, space } from 'rxtune';
import { random } from 'rxtune/samplers';
import { describe, expect, it } from 'vitest';
import { asked } from './asked.ts';

const net = space({
  lr: float(1e-4, 1, { scale: 'log' }),
  layers: int(1, 4),
  act: choice(['relu', 'gelu'], { weights: [3, 1] }),
});

describe('random', () => {
  it('repeats itself with the same seed, and with no other', () => {
    expect(asked(random(net, { seed: 1 }), 50)).toEqual(asked(random(net, { seed: '1' }), 50));
    expect(asked(random(net, { seed: 1 }), 50)).not.toEqual(asked(random(net, { seed: 2 }), 50));
  });

  it('does not depend on what it is told', () => {
    const sampler = random(net, { seed: 1 });
    const [first, ...others] = asked(random(net, { seed: 1 }), 5);
    expect(asked(sampler, 1)).toEqual([first]);
    const params = first ?? expect.fail();
    sampler.tell({
      state: 'complete',
      number: 0,
      params,
      value: 1,
      loss: 1,
      reports: [],
      startedAt: 0,
      finishedAt: 0,
    });
    expect(asked(sampler, 4)).toEqual(others);
  });

  it('spreads numbers evenly on their scale and options by their weights', () => {
    const draws = asked(random(net, { seed: 3 }), 8000);
    const share = (test: (params: (typeof draws)[number]) => boolean) =>
      draws.filter(test).length / draws.length;
    for (const [low, high] of [
      [1e-4, 1e-3],
      [1e-3, 1e-2],
      [1e-2, 1e-1],
      [1e-1, 1],
    ] as const) {
      expect(share(({ lr }) => lr >= low && lr < high)).toBeCloseTo(0.25, 1);
    }
    for (const layers of [1, 2, 3, 4])
      expect(share((params) => params.layers === layers)).toBeCloseTo(0.25, 1);
    expect(share(({ act }) => act === 'relu')).toBeCloseTo(0.75, 1);
  });

  it('keeps constraints', () => {
    const odd = net.where(({ layers }) => layers % 2 === 1, 'layers must be odd');
    expect(asked(random(odd), 200).every(({ layers }) => layers % 2 === 1)).toBe(true);
  });

  it('ends with an error where constraints refuse everything', () => {
    const none = net.where(() => false, 'nothing fits');
    expect(() => random(none).ask()).toThrowErrorMatchingInlineSnapshot(
      `[TuningError: the constraints refuse 100000 candidates in a row (nothing fits): loosen .where, or build the space so that fewer combinations break it]`,
    );
    expect(() =>
      random(
        space({ a: [1, 2] }).where(() => false, 'nothing fits'),
        { distinct: true },
      ).ask(),
    ).not.toThrow();
  });

  it.each([{ sed: 1 }, { seed: {} }, { seed: NaN }, { distinct: 'yes' }, 7])(
    'refuses the options %j',
    (options) => {
      // @ts-expect-error wrong on purpose
      expect(() => random(net, options)).toThrowErrorMatchingSnapshot();
    },
  );
});
