import { describe, expect, test } from 'vitest';
import { choice, float, int, space, variant, when } from '../../src/space/index.ts';
import { refused, untyped } from './refused.ts';

const net = space({
  optimizer: variant('kind', {
    sgd: { momentum: float(0, 1), nesterov: [true, false] },
    adam: { schedule: variant('type', { cosine: { cycles: int(1, 3) }, flat: {} }) },
  }),
});

test('flattens its branches under stable names', () => {
  expect(net.parameters.map(({ name }) => name)).toEqual([
    'optimizer.kind',
    'optimizer.sgd.momentum',
    'optimizer.sgd.nesterov',
    'optimizer.adam.schedule.type',
    'optimizer.adam.schedule.cosine.cycles',
  ]);
  expect(net.parameters.map(({ conditions }) => conditions)).toEqual([
    [],
    [{ parent: 0, cells: new Set([0]) }],
    [{ parent: 0, cells: new Set([0]) }],
    [{ parent: 0, cells: new Set([1]) }],
    [{ parent: 3, cells: new Set([0]) }],
  ]);
});

test('decodes one branch', () => {
  expect(net.decode([0.2, 0.7, 0.9, 0.5, 0.5])).toEqual({
    optimizer: { kind: 'sgd', momentum: 0.7, nesterov: false },
  });
  expect(net.decode([0.8, NaN, NaN, 0.2, 1])).toEqual({
    optimizer: { kind: 'adam', schedule: { type: 'cosine', cycles: 3 } },
  });
  expect(net.decode([0.8, NaN, NaN, 0.7, NaN])).toEqual({
    optimizer: { kind: 'adam', schedule: { type: 'flat' } },
  });
});

test('encodes one branch and leaves the others open', () => {
  const encoded = net.encode({ optimizer: { kind: 'adam', schedule: { type: 'flat' } } });
  expect([...encoded]).toEqual([0.75, NaN, NaN, 0.75, NaN]);
  expect(net.active(encoded)).toEqual([true, false, false, true, false]);
});

test('counts branch by branch', () => {
  const finite = space({
    a: variant('kind', {
      x: { n: int(1, 5) },
      y: {},
      z: { b: [1, 2], c: variant('k', { p: {}, q: { n: int(1, 3) } }) },
    }),
  });
  expect(finite.size).toBe(5 + 1 + 2 * (1 + 3));
  expect(net.size).toBe(Infinity);
});

test('can be asked for its tag by a sibling', () => {
  const asked = space({
    optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: {} }),
    warmup: when({ optimizer: 'adam' }, int(0, 9)),
  });
  expect(asked.decode([0.9, 0, 1])).toEqual({ optimizer: { kind: 'adam' }, warmup: 9 });
  expect(asked.decode([0.1, 0, 1])).toEqual({ optimizer: { kind: 'sgd', momentum: 0 } });
});

describe('parse', () => {
  test('takes each branch', () => {
    const params = { optimizer: { kind: 'sgd', momentum: 0.5, nesterov: true } };
    expect(net.parse(params)).toEqual(params);
  });

  test('names what is wrong', () => {
    const parse = (optimizer: unknown) => refused(() => net.parse({ optimizer }));
    expect(parse({ kind: 'sgd', momentum: 2, nesterov: true })).toMatchInlineSnapshot(
      `"InvalidParameter: optimizer.momentum: expected a number from 0 to 1, not 2"`,
    );
    expect(parse({ kind: 'adma' })).toMatchInlineSnapshot(
      `"InvalidParameter: optimizer.kind: expected one of "sgd", "adam", not "adma""`,
    );
    expect(parse({ momentum: 0.5 })).toMatchInlineSnapshot(
      `"InvalidParameter: optimizer.kind is missing: expected one of "sgd", "adam""`,
    );
    expect(parse({ kind: 'adam', momentum: 0.5, schedule: { type: 'flat' } })).toMatchInlineSnapshot(
      `"InvalidParameter: optimizer.momentum: no such parameter"`,
    );
    expect(parse({ kind: 'adam', schedule: { type: 'cosine', cycles: 9 } })).toMatchInlineSnapshot(
      `"InvalidParameter: optimizer.schedule.cycles: expected an integer from 1 to 3, not 9"`,
    );
    expect(parse('sgd')).toMatchInlineSnapshot(
      `"InvalidParameter: optimizer: expected an object whose kind is one of "sgd", "adam", not "sgd""`,
    );
  });
});

describe('refuses', () => {
  test('branches that are none', () => {
    expect(refused(() => variant('kind', {}))).toMatchInlineSnapshot(
      `"InvalidSpace: variant("kind"): no branches; give at least one"`,
    );
    expect(refused(() => variant('kind', untyped(null)))).toMatchInlineSnapshot(
      `"InvalidSpace: variant("kind"): expected an object of branches, not null"`,
    );
    expect(refused(() => variant('kind', untyped(['sgd', 'adam'])))).toMatchInlineSnapshot(
      `"InvalidSpace: variant("kind"): expected an object of branches, not ["sgd","adam"]"`,
    );
    expect(refused(() => variant('kind', { sgd: untyped(float(0, 1)) }))).toMatchInlineSnapshot(
      `"InvalidSpace: variant("kind"), branch "sgd": expected an object of named parameters, not a dimension (float)"`,
    );
    expect(refused(() => variant('kind', { sgd: untyped(space({ x: [1] })) }))).toMatchInlineSnapshot(
      `"InvalidSpace: variant("kind"), branch "sgd": expected an object of named parameters, not a dimension (space)"`,
    );
  });

  test('tags that are none, or taken', () => {
    expect(refused(() => variant('', { a: {} }))).toMatchInlineSnapshot(
      `"InvalidSpace: variant(""): "" cannot be the name of a parameter; use another"`,
    );
    expect(refused(() => variant(untyped(3), { a: {} }))).toMatchInlineSnapshot(
      `"InvalidSpace: variant(3): the tag must be a name"`,
    );
    expect(refused(() => variant('__proto__', { a: {} }))).toMatchInlineSnapshot(
      `"InvalidSpace: variant("__proto__"): "__proto__" cannot be the name of a parameter; use another"`,
    );
    expect(
      refused(() => space({ optimizer: variant('kind', { sgd: { kind: choice(['a']) } }) })),
    ).toMatchInlineSnapshot(
      `"InvalidSpace: optimizer.sgd.kind: a branch cannot have a parameter with the name of the variant's tag; rename one of them"`,
    );
  });

  test('members that are no dimensions, by their path', () => {
    expect(
      refused(() => space({ optimizer: variant('kind', { sgd: { momentum: untyped(0.5) } }) })),
    ).toMatchInlineSnapshot(
      `"InvalidSpace: optimizer.sgd.momentum: expected a dimension (float, int, choice, …) or an array of options, not 0.5; a fixed value is constant(…)"`,
    );
  });
});
