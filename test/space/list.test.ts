import { describe, expect, test } from 'vitest';
import { choice, float, int, list, space, variant } from '../../src/space/index.ts';
import { refused, untyped } from './refused.ts';

const net = space({ units: list(int(1, 10), 1, 3) });

test('has a length and one parameter for each place', () => {
  expect(net.parameters.map(({ name, conditions }) => ({ name, conditions }))).toEqual([
    { name: 'units.length', conditions: [] },
    { name: 'units[0]', conditions: [] },
    { name: 'units[1]', conditions: [{ parent: 0, cells: new Set([1, 2]) }] },
    { name: 'units[2]', conditions: [{ parent: 0, cells: new Set([2]) }] },
  ]);
});

test('has no length parameter when the length is fixed', () => {
  const fixed = space({ units: list([1, 2], 2, 2) });
  expect(fixed.parameters.map(({ name }) => name)).toEqual(['units[0]', 'units[1]']);
  expect(fixed.decode([0, 1])).toEqual({ units: [1, 2] });
  expect(fixed.size).toBe(4);
});

test('may be empty', () => {
  const maybe = space({ units: list(float(0, 1), 0, 2) });
  expect(maybe.decode([0, 0.5, 0.5])).toEqual({ units: [] });
  expect(maybe.decode([0.5, 0.5, 0.5])).toEqual({ units: [0.5] });
  expect([...maybe.encode({ units: [] })]).toEqual([1 / 6, NaN, NaN]);
});

test('decodes and encodes as many as its length says', () => {
  expect(net.decode([0.5, 0, 1, 0.5])).toEqual({ units: [1, 10] });
  expect([...net.encode({ units: [1, 10] })]).toEqual([0.5, 0.05, 0.95, NaN]);
});

test('counts over all lengths', () => {
  expect(net.size).toBe(10 + 100 + 1000);
  expect(space({ l: list([1, 2], 0, 2) }).size).toBe(1 + 2 + 4);
});

test('nests', () => {
  const deep = space({
    blocks: list(
      space({
        widths: list(choice(['s', 'm']), 1, 2),
        act: variant('k', { relu: {}, leaky: { slope: [1, 2] } }),
      }),
      1,
      2,
    ),
  });
  expect(deep.parameters.map(({ name }) => name)).toEqual([
    'blocks.length',
    'blocks[0].widths.length',
    'blocks[0].widths[0]',
    'blocks[0].widths[1]',
    'blocks[0].act.k',
    'blocks[0].act.leaky.slope',
    'blocks[1].widths.length',
    'blocks[1].widths[0]',
    'blocks[1].widths[1]',
    'blocks[1].act.k',
    'blocks[1].act.leaky.slope',
  ]);
  expect(deep.size).toBe(18 + 18 * 18);
});

describe('parse names', () => {
  test('what is wrong, and where', () => {
    const parse = (units: unknown) => refused(() => net.parse({ units }));
    expect(parse([])).toMatchInlineSnapshot(
      `"InvalidParameter: units: expected an array of 1 to 3 values, not []"`,
    );
    expect(parse([1, 2, 3, 4])).toMatchInlineSnapshot(
      `"InvalidParameter: units: expected an array of 1 to 3 values, not [1,2,3,4]"`,
    );
    expect(parse([1, 20])).toMatchInlineSnapshot(
      `"InvalidParameter: units[1]: expected an integer from 1 to 10, not 20"`,
    );
    expect(parse([1, undefined])).toMatchInlineSnapshot(
      `"MissingParameter: units[1] is missing: expected an integer from 1 to 10"`,
    );
    expect(parse(3)).toMatchInlineSnapshot(
      `"InvalidParameter: units: expected an array of 1 to 3 values, not 3"`,
    );
    const fixed = space({ units: list([1, 2], 2, 2) });
    expect(refused(() => fixed.parse({ units: [1] }))).toMatchInlineSnapshot(
      `"InvalidParameter: units: expected an array of 2 values, not [1]"`,
    );
  });
});

test('refuses lengths that are none', () => {
  expect(refused(() => list([1], -1, 2))).toMatchInlineSnapshot(
    `"InvalidSpace: list(…, -1, 2): the least length must be an integer of at least 0, not -1"`,
  );
  expect(refused(() => list([1], 1, 2.5))).toMatchInlineSnapshot(
    `"InvalidSpace: list(…, 1, 2.5): the greatest length must be an integer of at least 0, not 2.5"`,
  );
  expect(refused(() => list([1], 3, 2))).toMatchInlineSnapshot(
    `"InvalidSpace: list(…, 3, 2): the least length is above the greatest; swap them"`,
  );
  expect(refused(() => list([1], 0, 0))).toMatchInlineSnapshot(
    `"InvalidSpace: list(…, 0, 0): the list could only be empty; leave it out"`,
  );
  expect(refused(() => list([1], 1, 1001))).toMatchInlineSnapshot(
    `"InvalidSpace: list(…, 1, 1001): every position is a parameter of its own, and a list has at most 1000"`,
  );
  expect(refused(() => list([1], 1, untyped(undefined)))).toMatchInlineSnapshot(
    `"InvalidSpace: list(…, 1, undefined): the greatest length must be an integer of at least 0, not undefined"`,
  );
  expect(refused(() => list(untyped(3), 1, 2))).toMatchInlineSnapshot(
    `"InvalidSpace: list: expected a dimension (float, int, choice, …) or an array of options, not 3; a fixed value is constant(…)"`,
  );
  expect(refused(() => list([], 1, 2))).toMatchInlineSnapshot(
    `"InvalidSpace: list: the list of options is empty; give at least one"`,
  );
});
