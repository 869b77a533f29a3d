import { describe, expect, test } from 'vitest';
import { float, int, list, space, variant, when } from '../../src/space/index.ts';
import { refused, untyped } from './refused.ts';

const seed = space({ lr: [0.1, 0.01, 0.001], batch: [16, 32, 64] });

test('takes plain arrays as choices', () => {
  expect(seed.size).toBe(9);
  expect(seed.parameters.map(({ name, leaf }) => [name, leaf.kind])).toEqual([
    ['lr', 'choice'],
    ['batch', 'choice'],
  ]);
});

test('takes other spaces as groups', () => {
  const inner = space({ a: [1, 2], b: when({ a: 1 }, float(0, 1)) });
  const outer = space({ first: inner, second: inner });
  expect(
    outer.parameters.map(({ name, conditions }) => [name, conditions.map(({ parent }) => parent)]),
  ).toEqual([
    ['first.a', []],
    ['first.b', [0]],
    ['second.a', []],
    ['second.b', [2]],
  ]);
  expect(outer.decode([0, 0.5, 1, 0.5])).toStrictEqual({ first: { a: 1, b: 0.5 }, second: { a: 2 } });
});

test('does not change with the object that it was made of', () => {
  const shape: Record<string, readonly number[]> = { a: [1, 2] };
  const before = space(shape);
  shape['b'] = [1, 2];
  expect(before.where(() => true, 'never').parameters).toHaveLength(1);
});

test('decodes nothing from coordinates that lack what they need', () => {
  expect(refused(() => seed.decode([0.5]))).toMatchInlineSnapshot(
    `"MissingParameter: the coordinates lack batch (place 1), which is active at these values"`,
  );
  expect(refused(() => seed.decode([NaN, 0.5]))).toMatchInlineSnapshot(
    `"MissingParameter: the coordinates lack lr (place 0), which is active at these values"`,
  );
  expect(refused(() => space({ o: variant('k', { a: {}, b: {} }) }).decode([]))).toMatchInlineSnapshot(
    `"MissingParameter: the coordinates lack o.k (place 0), which is active at these values"`,
  );
});

describe('parse', () => {
  test('returns what it was given', () => {
    const params = { lr: 0.1, batch: 16 };
    expect(seed.parse(params)).toEqual(params);
  });

  test('names every problem, with its value', () => {
    expect(refused(() => seed.parse({ lr: 0.2, batch: '16' }))).toMatchInlineSnapshot(
      `"InvalidParameter: lr: expected one of 0.1, 0.01, 0.001, not 0.2; batch: expected one of 16, 32, 64, not "16""`,
    );
    expect(refused(() => seed.parse({ lr: 0.1 }))).toMatchInlineSnapshot(
      `"MissingParameter: batch is missing: expected one of 16, 32, 64"`,
    );
    expect(refused(() => seed.parse({}))).toMatchInlineSnapshot(
      `"MissingParameter: lr is missing: expected one of 0.1, 0.01, 0.001; batch is missing: expected one of 16, 32, 64"`,
    );
    expect(refused(() => seed.parse({ lr: 0.2 }))).toMatchInlineSnapshot(
      `"InvalidParameter: lr: expected one of 0.1, 0.01, 0.001, not 0.2; batch is missing: expected one of 16, 32, 64"`,
    );
    expect(refused(() => seed.parse({ lr: 0.1, batch: 16, momentum: 0.5 }))).toMatchInlineSnapshot(
      `"InvalidParameter: momentum: no such parameter"`,
    );
    expect(refused(() => seed.parse(undefined))).toMatchInlineSnapshot(
      `"InvalidParameter: the parameters: expected an object of parameters, not undefined"`,
    );
    expect(refused(() => seed.parse(null))).toMatchInlineSnapshot(
      `"InvalidParameter: the parameters: expected an object of parameters, not null"`,
    );
    expect(refused(() => seed.parse([1]))).toMatchInlineSnapshot(
      `"InvalidParameter: the parameters: expected an object of parameters, not [1]"`,
    );
  });

  test('names a number by its range', () => {
    const net = space({ lr: float(0, 1), n: int(1, 8, { step: 7 }), d: float(0, 1, { step: 0.25 }) });
    expect(refused(() => net.parse({ lr: 2, n: 2, d: 0.3 }))).toMatchInlineSnapshot(
      `"InvalidParameter: lr: expected a number from 0 to 1, not 2; n: expected an integer from 1 to 8 in steps of 7, not 2; d: expected a number from 0 to 1 in steps of 0.25, not 0.3"`,
    );
    expect(refused(() => net.parse({ lr: NaN, n: 1.5, d: Infinity }))).toMatchInlineSnapshot(
      `"InvalidParameter: lr: expected a number from 0 to 1, not NaN; n: expected an integer from 1 to 8 in steps of 7, not 1.5; d: expected a number from 0 to 1 in steps of 0.25, not Infinity"`,
    );
  });

  test('names paths as parameters are named', () => {
    const net = space({ inner: space({ 'x y': [1], units: list(space({ w: [1] }), 1, 2) }) });
    expect(
      refused(() => net.parse({ inner: { 'x y': 2, units: [{ w: 1, h: 1 }, { w: 3 }] } })),
    ).toMatchInlineSnapshot(
      `"InvalidParameter: inner.x y: expected 1, not 2; inner.units[0].h: no such parameter; inner.units[1].w: expected 1, not 3"`,
    );
  });
});

describe('where', () => {
  const heads = space({ width: int(1, 8), heads: int(1, 4) }).where(
    ({ width, heads }) => width % heads === 0,
    'the width must be a multiple of the number of heads',
  );

  test('leaves the space that it is called on as it is', () => {
    const free = space({ x: int(1, 9) });
    const bound = free.where(({ x }) => x > 3, 'x must be above 3');
    expect([free.allows({ x: 1 }), bound.allows({ x: 1 }), bound.allows({ x: 4 })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('gives the first reason', () => {
    const twice = heads.where(({ heads }) => heads > 1, 'one head is no attention');
    expect(twice.violation({ width: 3, heads: 2 })).toBe(
      'the width must be a multiple of the number of heads',
    );
    expect(twice.violation({ width: 3, heads: 1 })).toBe('one head is no attention');
    expect(twice.violation({ width: 4, heads: 2 })).toBeUndefined();
  });

  test('is part of parse', () => {
    expect(heads.parse({ width: 4, heads: 2 })).toEqual({ width: 4, heads: 2 });
    expect(refused(() => heads.parse({ width: 3, heads: 2 }))).toMatchInlineSnapshot(
      `"InvalidParameter: {"width":3,"heads":2}: the width must be a multiple of the number of heads"`,
    );
    expect(refused(() => heads.parse({ width: 30, heads: 2 }))).toMatchInlineSnapshot(
      `"InvalidParameter: width: expected an integer from 1 to 8, not 30"`,
    );
  });

  test('holds in groups, lists and branches', () => {
    const net = space({
      attention: heads,
      more: list(heads, 1, 2),
      last: variant('kind', { a: { h: heads }, b: {} }),
    });
    const ok = { width: 4, heads: 2 };
    const bad = { width: 3, heads: 2 };
    const of = (attention: typeof ok, more: typeof ok, h: typeof ok) => ({
      attention,
      more: [ok, more],
      last: { kind: 'a' as const, h },
    });
    expect(
      [of(ok, ok, ok), of(bad, ok, ok), of(ok, bad, ok), of(ok, ok, bad)].map((p) => net.allows(p)),
    ).toEqual([true, false, false, false]);
    expect(refused(() => net.parse(of(ok, bad, ok)))).toMatchInlineSnapshot(
      `"InvalidParameter: more[1] {"width":3,"heads":2}: the width must be a multiple of the number of heads"`,
    );
    expect(refused(() => net.parse(of(ok, ok, bad)))).toMatchInlineSnapshot(
      `"InvalidParameter: last.h {"width":3,"heads":2}: the width must be a multiple of the number of heads"`,
    );
  });

  test('is counted', () => {
    expect(heads.size).toBe(8 + 4 + 2 + 2);
    expect(space({ a: heads, b: [1, 2] }).size).toBe(32);
    expect(space({ x: float(0, 1) }).where(({ x }) => x > 0.5, 'x').size).toBe(Infinity);
    expect(space({ x: int(1, 1_000_001) }).where(({ x }) => x > 5, 'x').size).toBe(1_000_001);
  });

  test('refuses what is no predicate, and no reason', () => {
    expect(refused(() => seed.where(untyped(true), 'x'))).toMatchInlineSnapshot(
      `"InvalidSpace: where: expected a predicate, not true"`,
    );
    expect(refused(() => seed.where(() => true, untyped(undefined)))).toMatchInlineSnapshot(
      `"InvalidSpace: where: say in words what a refused combination breaks, instead of undefined"`,
    );
  });
});

describe('refuses', () => {
  test('shapes that are none', () => {
    expect(refused(() => space({}))).toMatchInlineSnapshot(
      `"InvalidSpace: space: there is no parameter; give at least one"`,
    );
    expect(refused(() => space(untyped(null)))).toMatchInlineSnapshot(
      `"InvalidSpace: space: expected an object of named parameters, not null"`,
    );
    expect(refused(() => space(untyped([1, 2])))).toMatchInlineSnapshot(
      `"InvalidSpace: space: expected an object of named parameters, not [1,2]"`,
    );
    expect(refused(() => space(untyped(float(0, 1))))).toMatchInlineSnapshot(
      `"InvalidSpace: space: expected an object of named parameters, not a dimension (float)"`,
    );
    expect(refused(() => space(untyped(when({ a: 1 }, [1]))))).toMatchInlineSnapshot(
      `"InvalidSpace: space: expected an object of named parameters, not {"condition":{"a":[1]},"dimension":{"kind":"choice","options":[1],"weights":[1]}}"`,
    );
  });

  test('members that are no dimensions', () => {
    expect(refused(() => space({ lr: untyped(0.1) }))).toMatchInlineSnapshot(
      `"InvalidSpace: lr: expected a dimension (float, int, choice, …) or an array of options, not 0.1; a fixed value is constant(…)"`,
    );
    expect(refused(() => space({ lr: untyped({ low: 0, high: 1 }) }))).toMatchInlineSnapshot(
      `"InvalidSpace: lr: expected a dimension (float, int, choice, …) or an array of options, not {"low":0,"high":1}; wrap a group in space({ … })"`,
    );
    expect(refused(() => space({ lr: untyped(float) }))).toMatchInlineSnapshot(
      `"InvalidSpace: lr: expected a dimension (float, int, choice, …) or an array of options, not a function; a fixed value is constant(…)"`,
    );
    expect(refused(() => space({ lr: untyped(undefined) }))).toMatchInlineSnapshot(
      `"InvalidSpace: lr: expected a dimension (float, int, choice, …) or an array of options, not undefined; a fixed value is constant(…)"`,
    );
  });

  test('names that are none, or taken', () => {
    expect(refused(() => space({ '': [1] }))).toMatchInlineSnapshot(
      `"InvalidSpace: space: "" cannot be the name of a parameter; use another"`,
    );
    expect(refused(() => space({ constructor: [1] }))).toMatchInlineSnapshot(
      `"InvalidSpace: space: "constructor" cannot be the name of a parameter; use another"`,
    );
    expect(refused(() => space(untyped(JSON.parse('{"__proto__":[1]}'))))).toMatchInlineSnapshot(
      `"InvalidSpace: space: "__proto__" cannot be the name of a parameter; use another"`,
    );
    expect(refused(() => space({ a: space({ toString: [1] }) }))).toMatchInlineSnapshot(
      `"InvalidSpace: space: "toString" cannot be the name of a parameter; use another"`,
    );
    expect(refused(() => space({ 'a.b': [1], a: space({ b: [1] }) }))).toMatchInlineSnapshot(
      `"InvalidSpace: two parameters are called a.b: rename one of the keys that make this path"`,
    );
  });
});
