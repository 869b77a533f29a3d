import { describe, expect, test } from 'vitest';
import { float, int } from '../../src/space/index.ts';
import { refused, untyped } from './refused.ts';

const below1 = 1 - 2 ** -53;

describe('coordinates', () => {
  test('give the ends exactly, on any scale', () => {
    for (const [low, high] of [
      [0.1, 0.3],
      [1e-5, 1e-1],
      [3, 7.7],
      [5e-324, 1e308],
    ] as const) {
      for (const scale of ['linear', 'log'] as const) {
        const leaf = float(low, high, { scale });
        expect([leaf.fromUnit(0), leaf.fromUnit(1)]).toEqual([low, high]);
        expect([leaf.toUnit(low), leaf.toUnit(high)]).toEqual([0, 1]);
      }
    }
  });

  test('outside of the unit interval stand for its ends', () => {
    expect([float(2, 3).fromUnit(-1e-12), float(2, 3).fromUnit(1 + 1e-12)]).toEqual([2, 3]);
    expect([int(2, 3).fromUnit(-1e-12), int(2, 3).fromUnit(1 + 1e-12)]).toEqual([2, 3]);
  });

  test('are even in the value, or in its logarithm', () => {
    expect(float(0, 10).fromUnit(0.25)).toBe(2.5);
    expect(float(1e-4, 1).fromUnit(0.5)).toBeCloseTo(0.50005, 12);
    expect(float(1e-4, 1, { scale: 'log' }).fromUnit(0.5)).toBeCloseTo(1e-2, 15);
    expect(float(1e-4, 1, { scale: 'log' }).toUnit(1e-3)).toBeCloseTo(0.25, 15);
  });

  test('of discrete values lie in the middle of equal cells', () => {
    const leaf = int(0, 3);
    expect([0, 1, 2, 3].map((value) => leaf.toUnit(value))).toEqual([0.125, 0.375, 0.625, 0.875]);
    expect([0, 0.2499, 0.25, 0.5, 0.9999, 1].map((unit) => leaf.fromUnit(unit))).toEqual([0, 0, 1, 2, 3, 3]);
  });

  test('of integers on a log scale have cells from 1/2 below to 1/2 above', () => {
    const leaf = int(1, 4, { scale: 'log' });
    const edge = (value: number) => Math.log(value / 0.5) / Math.log(4.5 / 0.5);
    expect(leaf.levels).toBe(4);
    for (let cell = 0; cell <= 4; cell++) expect(leaf.edge(cell)).toBeCloseTo(edge(cell + 0.5), 15);
    expect([0, 0.4, 0.6, 0.8, 1].map((unit) => leaf.fromUnit(unit))).toEqual([1, 1, 2, 3, 4]);
  });

  test('of what is no value are NaN, and it has no cell', () => {
    const leaves = [int(1, 4), float(0, 1, { step: 0.25 }), int(7, 7)];
    for (const leaf of leaves) {
      for (const value of [5.5, 100, '1', null, undefined, NaN]) {
        expect([leaf.toUnit(value), leaf.cellOf(value)]).toEqual([NaN, -1]);
      }
    }
    expect(float(0, 1).toUnit('0.5')).toBe(NaN);
    expect([float(0, 1).cellOf(0.5), float(0, 1).cellAt(0.5)]).toEqual([-1, -1]);
  });
});

describe('steps', () => {
  test('carry no binary rounding', () => {
    const leaf = float(0, 1, { step: 0.1 });
    expect(leaf.levels).toBe(11);
    const values = Array.from({ length: 11 }, (_, cell) => leaf.fromUnit((cell + 0.5) / 11));
    expect(values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  });

  test('carry none at any magnitude', () => {
    const small = float(1e-200, 3e-200, { step: 1e-200 });
    expect([0, 0.5, 1].map((unit) => small.fromUnit(unit))).toEqual([1e-200, 2e-200, 3e-200]);
    const fine = float(1e-30, 5e-30, { step: 1e-30 });
    expect([0.3, 0.5, 0.7].map((unit) => fine.fromUnit(unit))).toEqual([2e-30, 3e-30, 4e-30]);
    const great = float(1e20, 3e20, { step: 1e20 });
    expect([0, 0.5, 1].map((unit) => great.fromUnit(unit))).toEqual([1e20, 2e20, 3e20]);
    expect(float(1e6 + 0.1, 1e6 + 0.5, { step: 0.1 }).fromUnit(0.5)).toBe(1e6 + 0.3);
  });

  test('may be what a range is divided by', () => {
    for (const parts of [3, 7, 49, 1000]) {
      const leaf = float(0, 1, { step: 1 / parts });
      expect(leaf.levels).toBe(parts + 1);
      expect(leaf.fromUnit(1)).toBe(1);
      expect(leaf.fromUnit(0.5 / (parts + 1))).toBe(0);
    }
  });

  test('take a computed multiple for the value that it means', () => {
    const leaf = float(0, 1, { step: 0.1 });
    expect(leaf.cellOf(0.1 * 3)).toBe(3);
    expect(leaf.schema.safeParse(0.1 * 3).success).toBe(true);
    expect(leaf.schema.safeParse(0.3001).success).toBe(false);
  });

  test('of 2^53 integers are told apart', () => {
    const leaf = int(0, Number.MAX_SAFE_INTEGER);
    expect(leaf.levels).toBe(2 ** 53);
    const cells = [0, 1, 2, 12345678901, 2 ** 52 - 1, 2 ** 52 + 1, 2 ** 53 - 3, 2 ** 53 - 2, 2 ** 53 - 1];
    for (const value of cells) {
      expect(leaf.fromUnit(leaf.toUnit(value))).toBe(value);
      expect(leaf.cellAt(leaf.edge(value))).toBe(value);
    }
    expect([leaf.fromUnit(0), leaf.fromUnit(below1)]).toEqual([0, 2 ** 53 - 1]);
  });

  test('of 10^12 integers on a log scale are told apart', () => {
    const leaf = int(1, 1e12, { scale: 'log' });
    for (const value of [1, 2, 3, 1e6 + 1, 1e12 - 2, 1e12 - 1, 1e12]) {
      expect(leaf.fromUnit(leaf.toUnit(value))).toBe(value);
    }
  });

  test('share the interval fairly: 29 of 100 begins at 0.29, although 0.29 * 100 is below 29', () => {
    const leaf = int(0, 99);
    expect(leaf.cellAt(29 / 100)).toBe(29);
    for (let cell = 0; cell < 100; cell++) expect(leaf.cellAt(leaf.edge(cell))).toBe(cell);
  });
});

describe('narrow ranges', () => {
  test('of one value are discrete', () => {
    for (const leaf of [
      float(0.3, 0.3),
      int(3, 3),
      float(2, 2, { scale: 'log' }),
      int(1, 1, { scale: 'log' }),
    ]) {
      expect([leaf.levels, leaf.fromUnit(0), leaf.fromUnit(1)]).toEqual([1, leaf.low, leaf.low]);
      expect([leaf.toUnit(leaf.low), leaf.cellOf(leaf.low), leaf.cellAt(0.7)]).toEqual([0.5, 0, 0]);
      expect([leaf.edge(0), leaf.edge(1)]).toEqual([0, 1]);
    }
    expect(int(3, 3, { step: 2 }).levels).toBe(1);
  });

  test('of two neighbouring numbers stay within them', () => {
    const low = 1 + 2 ** -52;
    for (const leaf of [float(1, low), float(1, low, { scale: 'log' })]) {
      expect([0, 0.1, 0.9, 1].map((unit) => leaf.fromUnit(unit)).every((x) => x === 1 || x === low)).toBe(
        true,
      );
    }
  });

  test('have no -0', () => {
    for (const leaf of [float(-0, 1), int(-0, 3), float(-0, -0), float(-1, -0)]) {
      for (const unit of [0, -0, 1, 0.5]) expect(Object.is(leaf.fromUnit(unit), -0)).toBe(false);
    }
    // -2.1 + 3 * 0.7 is a little below 0.
    expect(Object.is(float(-2.1, 0.7, { step: 0.7 }).fromUnit(0.7), 0)).toBe(true);
  });
});

describe('the schema', () => {
  test('checks kind, bounds and step', () => {
    const ok = (leaf: { schema: { safeParse(value: unknown): { success: boolean } } }, values: unknown[]) =>
      values.map((value) => leaf.schema.safeParse(value).success);
    expect(ok(int(1, 9, { step: 2 }), [1, 9, 2, 1.5, 0, 11, '1'])).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(ok(float(0, 1), [0, 1, 0.5, NaN, 1.0001, -1e-9, null])).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('is made once', () => {
    const leaf = int(1, 9);
    expect(leaf.schema).toBe(leaf.schema);
  });
});

describe('refuses', () => {
  test('bounds that are none', () => {
    expect(refused(() => float(NaN, 1))).toMatchInlineSnapshot(
      `"InvalidSpace: float(NaN, 1): the lower bound must be a finite number, not NaN"`,
    );
    expect(refused(() => float(0, Infinity))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, Infinity): the upper bound must be a finite number, not Infinity"`,
    );
    expect(refused(() => float(untyped('0'), 1))).toMatchInlineSnapshot(
      `"InvalidSpace: float("0", 1): the lower bound must be a finite number, not "0""`,
    );
    expect(refused(() => int(0.5, 1))).toMatchInlineSnapshot(
      `"InvalidSpace: int(0.5, 1): the lower bound must be an integer, not 0.5"`,
    );
    expect(refused(() => int(0, 2 ** 53))).toMatchInlineSnapshot(
      `"InvalidSpace: int(0, 9007199254740992): the upper bound must be an integer, not 9007199254740992"`,
    );
    expect(refused(() => float(2, 1))).toMatchInlineSnapshot(
      `"InvalidSpace: float(2, 1): the lower bound is above the upper one; swap them"`,
    );
    expect(refused(() => float(-1.7e308, 1.7e308))).toMatchInlineSnapshot(
      `"InvalidSpace: float(-1.7e+308, 1.7e+308): the range is wider than a number can say; use closer bounds"`,
    );
    expect(refused(() => int(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))).toMatchInlineSnapshot(
      `"InvalidSpace: int(-9007199254740991, 9007199254740991): the range is wider than an integer (2^53) can say; use closer bounds"`,
    );
  });

  test('options that are none', () => {
    expect(refused(() => float(0, 1, untyped('log')))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, 1): the options must be an object of scale, step, not "log""`,
    );
    expect(refused(() => float(0, 1, untyped(0.1)))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, 1): the options must be an object of scale, step, not 0.1"`,
    );
    expect(refused(() => float(0, 1, untyped(null)))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, 1): the options must be an object of scale, step, not null"`,
    );
    expect(refused(() => float(0, 1, untyped({ log: true })))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, 1): unknown option "log"; it takes scale, step"`,
    );
    expect(refused(() => float(0, 1, { scale: untyped('ln') }))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, 1): scale must be 'linear' or 'log', not "ln""`,
    );
    expect(refused(() => float(0, 1, { scale: 'log' }))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, 1): a log scale needs a lower bound above 0, not 0"`,
    );
    expect(refused(() => int(-3, 1, { scale: 'log' }))).toMatchInlineSnapshot(
      `"InvalidSpace: int(-3, 1): a log scale needs a lower bound above 0, not -3"`,
    );
  });

  test('steps that do not fit', () => {
    expect(refused(() => float(0, 1, { step: 0 }))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, 1): step must be a finite number above 0, not 0"`,
    );
    expect(refused(() => int(0, 10, { step: 0.5 }))).toMatchInlineSnapshot(
      `"InvalidSpace: int(0, 10): step must be an integer above 0, not 0.5"`,
    );
    expect(refused(() => int(1, 10, { step: 2 }))).toMatchInlineSnapshot(
      `"InvalidSpace: int(1, 10): the range is not a multiple of the step 2; use 9 as the upper bound, or another step"`,
    );
    expect(refused(() => float(0, 1, { step: 0.3 }))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, 1): the range is not a multiple of the step 0.3; use 0.9 as the upper bound, or another step"`,
    );
    expect(refused(() => int(0, 10_000_000_001, { step: 2 }))).toMatchInlineSnapshot(
      `"InvalidSpace: int(0, 10000000001): the range is not a multiple of the step 2; use 10000000000 as the upper bound, or another step"`,
    );
    expect(refused(() => float(0, 1, { step: 1e-13 }))).toMatchInlineSnapshot(
      `"InvalidSpace: float(0, 1): neighbouring values differ by less than 1e-12 of the greatest; use a greater step"`,
    );
    expect(refused(() => float(1e10, 1e10 + 1, { step: 1e-7 }))).toMatchInlineSnapshot(
      `"InvalidSpace: float(10000000000, 10000000001): neighbouring values differ by less than 1e-12 of the greatest; use a greater step"`,
    );
    expect(refused(() => int(1, 1e13, { scale: 'log' }))).toMatchInlineSnapshot(
      `"InvalidSpace: int(1, 10000000000000): neighbouring values differ by less than 1e-12 of the greatest; use a float, or a greater step"`,
    );
  });
});
