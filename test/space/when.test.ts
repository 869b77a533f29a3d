import { describe, expect, test } from 'vitest';
import { choice, float, int, list, ordinal, space, variant, when } from '../../src/space/index.ts';
import { refused, untyped } from './refused.ts';

const net = space({
  optimizer: choice(['sgd', 'adam', 'rmsprop']),
  momentum: when({ optimizer: ['sgd', 'rmsprop'] }, float(0, 1)),
});

test('is one parameter in all its cases', () => {
  expect(net.parameters.map(({ name, conditions }) => ({ name, conditions }))).toEqual([
    { name: 'optimizer', conditions: [] },
    { name: 'momentum', conditions: [{ parent: 0, cells: new Set([0, 2]) }] },
  ]);
});

test('is there only under its condition', () => {
  expect(net.decode([0, 0.5])).toEqual({ optimizer: 'sgd', momentum: 0.5 });
  expect(net.decode([0.5, 0.5])).toStrictEqual({ optimizer: 'adam' });
  expect(net.decode([0.9, 0.25])).toEqual({ optimizer: 'rmsprop', momentum: 0.25 });
  expect([...net.encode({ optimizer: 'adam' })]).toEqual([0.5, NaN]);
});

test('may ask for integers, ordinals, booleans and null', () => {
  const asked = space({
    layers: int(1, 3),
    size: ordinal(['s', 'm', 'l']),
    norm: [true, false, null],
    dropout: when({ layers: [2, 3], size: 'l', norm: [true, null] }, float(0, 1)),
  });
  const dropout = (params: object) => asked.parse({ layers: 3, size: 'l', norm: null, ...params });
  expect(dropout({ dropout: 0.5 })).toHaveProperty('dropout');
  expect(dropout({ norm: false })).not.toHaveProperty('dropout');
  expect(refused(() => dropout({}))).toMatchInlineSnapshot(
    `"MissingParameter: dropout is missing: required when layers is 2 or 3 and size is "l" and norm is true or null"`,
  );
  expect(refused(() => dropout({ layers: 1, dropout: 0.5 }))).toMatchInlineSnapshot(
    `"InvalidParameter: dropout 0.5: may be given only when layers is 2 or 3 and size is "l" and norm is true or null"`,
  );
});

test('may ask for a parameter that is itself conditional', () => {
  const chain = space({
    a: [true, false],
    b: when({ a: true }, [1, 2, 3]),
    c: when({ b: [2, 3] }, float(0, 1)),
  });
  expect(chain.decode([0, 0.5, 0.5])).toEqual({ a: true, b: 2, c: 0.5 });
  expect(chain.decode([0, 0, 0.5])).toStrictEqual({ a: true, b: 1 });
  expect(chain.decode([1, 0.5, 0.5])).toStrictEqual({ a: false });
  expect(chain.active([1, 0.5, 0.5])).toEqual([true, false, false]);
});

test('may hold a group', () => {
  const grouped = space({
    on: [true, false],
    units: when({ on: true }, list(int(1, 9), 1, 2)),
    inner: when({ on: true }, space({ x: [1, 2] })),
    kind: when({ on: false }, variant('t', { a: {}, b: {} })),
    plain: when({ on: false }, ['u', 'v']),
  });
  expect(grouped.size).toBe((9 + 81) * 2 + 2 * 2);
  expect(grouped.decode([1, 0, 0, 0, 0, 0, 0])).toStrictEqual({ on: false, kind: { t: 'a' }, plain: 'u' });
});

test('an explicit undefined means absent', () => {
  expect(net.violation({ optimizer: 'adam', momentum: untyped(undefined) })).toBeUndefined();
  const params = net.parse({ optimizer: 'adam', momentum: undefined });
  expect(net.key(params)).toBe(net.key({ optimizer: 'adam' }));
});

test('asks what it was given, not what that became', () => {
  const optimizers = ['sgd'] as ('sgd' | 'adam')[];
  const later = when({ optimizer: optimizers }, float(0, 1));
  optimizers.push('adam');
  const held = space({ optimizer: ['sgd', 'adam'], momentum: later });
  expect(held.parameters[1]?.conditions[0]?.cells).toEqual(new Set([0]));
});

describe('parse names', () => {
  test('what is missing, and what is too much', () => {
    expect(refused(() => net.parse({ optimizer: 'sgd' }))).toMatchInlineSnapshot(
      `"MissingParameter: momentum is missing: required when optimizer is "sgd" or "rmsprop""`,
    );
    expect(refused(() => net.parse({ optimizer: 'adam', momentum: 0.5 }))).toMatchInlineSnapshot(
      `"InvalidParameter: momentum 0.5: may be given only when optimizer is "sgd" or "rmsprop""`,
    );
    expect(refused(() => net.parse({ optimizer: 'sgd', momentum: 5 }))).toMatchInlineSnapshot(
      `"InvalidParameter: momentum: expected a number from 0 to 1, not 5"`,
    );
    expect(refused(() => net.parse({ momentum: 0.5 }))).toMatchInlineSnapshot(
      `"MissingParameter: optimizer is missing: expected one of "sgd", "adam", "rmsprop""`,
    );
  });
});

describe('refuses', () => {
  test('conditions that are none', () => {
    expect(refused(() => when({}, float(0, 1)))).toMatchInlineSnapshot(
      `"InvalidSpace: when: the condition is empty; name a sibling and its values"`,
    );
    expect(refused(() => when(untyped('sgd'), float(0, 1)))).toMatchInlineSnapshot(
      `"InvalidSpace: when: the condition must be an object of siblings and their values, not "sgd""`,
    );
    expect(refused(() => when({ optimizer: [] }, float(0, 1)))).toMatchInlineSnapshot(
      `"InvalidSpace: when: no value given for "optimizer"; it could never hold"`,
    );
  });

  test('siblings that cannot decide', () => {
    const asking = (condition: Parameters<typeof when>[0]) =>
      refused(() =>
        space({
          lr: float(0, 1),
          units: list(int(1, 9), 1, 3),
          inner: space({ x: [1, 2] }),
          a: ['x', 'y'],
          b: when(condition, float(0, 1)),
          later: [true, false],
        }),
      );
    expect(asking({ nope: 1 })).toMatchInlineSnapshot(
      `"InvalidSpace: b: when asks for "nope", which is not declared before it (declared: lr, units, inner, a)"`,
    );
    expect(asking({ later: true })).toMatchInlineSnapshot(
      `"InvalidSpace: b: when asks for "later", which is not declared before it (declared: lr, units, inner, a)"`,
    );
    expect(asking({ b: 1 })).toMatchInlineSnapshot(
      `"InvalidSpace: b: when asks for "b", which is not declared before it (declared: lr, units, inner, a)"`,
    );
    expect(asking({ lr: 0.5 })).toMatchInlineSnapshot(
      `"InvalidSpace: b: when asks for "lr", which cannot decide: only parameters with separate values, and variants, can"`,
    );
    expect(asking({ units: 2 })).toMatchInlineSnapshot(
      `"InvalidSpace: b: when asks for "units", which cannot decide: only parameters with separate values, and variants, can"`,
    );
    expect(asking({ inner: 1 })).toMatchInlineSnapshot(
      `"InvalidSpace: b: when asks for "inner", which cannot decide: only parameters with separate values, and variants, can"`,
    );
    expect(asking({ a: 'z' })).toMatchInlineSnapshot(
      `"InvalidSpace: b: when asks for "a" to be "z", which it never is"`,
    );
    expect(asking({ a: ['x', untyped(undefined)] })).toMatchInlineSnapshot(
      `"InvalidSpace: b: when asks for "a" to be undefined, which it never is"`,
    );
    expect(refused(() => space({ x: when({ y: 1 }, [1]) }))).toMatchInlineSnapshot(
      `"InvalidSpace: x: when asks for "y", which is not declared before it (declared: none)"`,
    );
  });

  test('places where it has no siblings', () => {
    expect(refused(() => list(untyped(when({ a: 1 }, [1])), 1, 2))).toMatchInlineSnapshot(
      `"InvalidSpace: list: when can only be a member of a space or of a branch"`,
    );
    expect(refused(() => when({ a: 1 }, untyped(when({ b: 1 }, [1]))))).toMatchInlineSnapshot(
      `"InvalidSpace: when: when can only be a member of a space or of a branch"`,
    );
    expect(refused(() => when({ a: 1 }, untyped({ x: [1] })))).toMatchInlineSnapshot(
      `"InvalidSpace: when: expected a dimension (float, int, choice, …) or an array of options, not {"x":[1]}; wrap a group in space({ … })"`,
    );
  });
});
