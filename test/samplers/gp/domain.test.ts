import { describe, expect, test } from 'vitest';
import { float, int, space } from '../../../src/space/index.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { conditional, mixed } from './points.ts';

describe('Domain', () => {
  test('leaves out what has one value, and tells floats, steps and categories apart', () => {
    expect(mixed.axes.map(({ kind }) => kind)).toEqual(['float', 'float', 'step', 'step', 'category']);
    expect(mixed.conditional).toBe(false);
  });

  test('tells spaces of floats, of steps and of categories apart', () => {
    const { smooth, discrete, categorical } = mixed;
    expect({ smooth, discrete, categorical }).toEqual({ smooth: false, discrete: false, categorical: true });
    expect(new Domain(space({ x: float(0, 1) }))).toMatchObject({ smooth: true, categorical: false });
    expect(new Domain(space({ n: int(1, 9) }))).toMatchObject({ discrete: true, categorical: false });
  });

  test('knows which categories decide on the presence of others', () => {
    const gates = conditional.axes.filter(({ gate }) => gate);
    expect(gates.map(({ index }) => conditional.space.parameters[index]?.name)).toEqual([
      'model.kind',
      'boost',
    ]);
    expect(conditional.conditional).toBe(true);
  });

  test('snaps to the middles of cells, which encode and decode to themselves', () => {
    const point = Float64Array.from([0.3, 0.4, 0.31, 0.9, 0.1, NaN]);
    mixed.snap(point);
    expect([...mixed.space.encode(mixed.space.decode(point))].map((x) => x.toFixed(9))).toEqual(
      [...point].map((x) => x.toFixed(9)),
    );
  });

  test('masks what is not there', () => {
    const point = new Float64Array(conditional.size).fill(0.1);
    const masked = new Float64Array(conditional.size);
    conditional.mask(point, masked);
    const there = conditional.space.parameters.filter((_, i) => !Number.isNaN(masked[i]));
    expect(there.map(({ name }) => name)).toEqual(['model.kind', 'model.forest.depth', 'boost']);
  });

  test('measures the greatest difference; presence and categories differ by 1', () => {
    const { distance } = Domain.prototype;
    const plain = new Domain(space({ x: float(0, 1), y: int(1, 2) }));
    expect(distance.call(plain, Float64Array.of(0.1, 0.25), Float64Array.of(0.4, 0.25))).toBeCloseTo(0.3);
    expect(mixed.distance(new Float64Array(6).fill(0.5), Float64Array.of(0.5, 0.5, 0.5, 0.5, 0.6, 0))).toBe(
      1,
    );
    expect(
      conditional.distance(
        new Float64Array(conditional.size).fill(NaN),
        new Float64Array(conditional.size).fill(0.5),
      ),
    ).toBe(1);
  });

  test('connects points of the same categories and presence, and where only floats may differ, of the same steps', () => {
    const [rate, drop, layers, batch, activation] = [0.2, 0.5, 0.5, 0.5, 0.5];
    const from = Float64Array.of(rate, drop, layers, batch, activation, 0);
    const [float, step, category] = [
      [0, 0.3],
      [2, 0.8],
      [4, 0.9],
    ].map(([axis, unit]) => from.with(axis!, unit!));
    const to = [from, float!, step!, category!];
    expect(to.map((point) => mixed.connected(from, point))).toEqual([true, true, true, false]);
    expect(to.map((point) => mixed.connected(from, point, true))).toEqual([true, true, false, false]);
    const nothing = new Float64Array(conditional.size).fill(NaN);
    const one = nothing.with(conditional.axes[0]!.index, 0.5);
    for (const floatsOnly of [false, true]) {
      expect(conditional.connected(one, one, floatsOnly)).toBe(true);
      expect(conditional.connected(nothing, one, floatsOnly)).toBe(false);
      expect(conditional.connected(one, nothing, floatsOnly)).toBe(false);
    }
  });
});
