import { choice, float, int, list, space, variant } from 'rxtune';
import { grid } from 'rxtune/samplers';
import { describe, expect, it } from 'vitest';
import { asked } from './asked.ts';

describe('grid', () => {
  it('goes in the declared order, the last parameter fastest', () => {
    expect(
      asked(grid(space({ lr: [0.1, 0.01], batch: int(1, 3) }))).map(({ lr, batch }) => `${lr}/${batch}`),
    ).toEqual(['0.1/1', '0.1/2', '0.1/3', '0.01/1', '0.01/2', '0.01/3']);
  });

  it('gives every combination of a conditional space once', () => {
    const tree = space({
      units: list(choice([8, 16, 32]), 0, 2),
      optimizer: variant('kind', { sgd: { nesterov: [true, false] }, adam: {} }),
    });
    const all = asked(grid(tree)).map((params) => tree.key(params));
    expect(all).toHaveLength(tree.size);
    expect(new Set(all).size).toBe(tree.size);
  });

  it('takes points of continuous parameters, ends included, evenly on their scale', () => {
    const values = asked(grid(space({ lr: float(0.001, 10, { scale: 'log' }) }), { points: 5 })).map(
      ({ lr }) => lr,
    );
    expect(values).toEqual([
      0.001,
      expect.closeTo(0.01, 12),
      expect.closeTo(0.1, 12),
      expect.closeTo(1, 12),
      10,
    ]);
    expect(asked(grid(space({ x: float(2, 4) }), { points: 1 }))).toEqual([{ x: 3 }]);
  });

  it('takes points by name, of ints too', () => {
    const net = space({ lr: float(0, 1), width: int(1, 1000) });
    const all = asked(grid(net, { points: { lr: 2, width: 3 } }));
    expect(all.map(({ lr, width }) => [lr, width])).toEqual([
      [0, 1],
      [0, 501],
      [0, 1000],
      [1, 1],
      [1, 501],
      [1, 1000],
    ]);
  });

  it('starts at once on 10^12 combinations', () => {
    const huge = space({ a: int(1, 1e6), b: int(1, 1e6) });
    expect(huge.size).toBe(1e12);
    expect(asked(grid(huge), 2)).toEqual([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ]);
  });

  it('leaves out what a constraint refuses, and says so when that is everything', () => {
    const net = space({ a: int(1, 3), b: int(1, 3) });
    expect(asked(grid(net.where(({ a, b }) => a < b, 'a must be below b')))).toHaveLength(3);
    expect(() => asked(grid(net.where(() => false, 'never')))).toThrowErrorMatchingInlineSnapshot(
      `[TuningError: the constraints refuse every combination of the grid (never): loosen .where, or build the space so that fewer combinations break it]`,
    );
    const huge = space({ a: int(1, 1e6), b: int(1, 1e6) }).where(() => false, 'never');
    expect(() => asked(grid(huge))).toThrowErrorMatchingInlineSnapshot(
      `[TuningError: the constraints refuse 1000000 combinations of the grid in a row (never): loosen .where, or build the space so that fewer combinations break it]`,
    );
  });

  it.each([{}, { points: 0 }, { points: { lrr: 3 } }, { points: { width: 3 } }, { pionts: 3 }])(
    'refuses the options %j',
    (options) => {
      const net = space({ lr: float(0, 1), width: int(1, 10) });
      expect(() => grid(net, options)).toThrowErrorMatchingSnapshot();
    },
  );
});
