import { expect, test } from 'vitest';
import { firstDifference } from '../../src/journal/difference.ts';

test('the first difference of two values is named', () => {
  const pairs: [unknown, unknown][] = [
    [
      { a: 1, b: [2, { c: 3 }] },
      { b: [2, { c: 3 }], a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
    [Number.NaN, Number.NaN],
    [
      { a: 1, b: [2, { c: 3 }] },
      { a: 1, b: [2, { c: 4 }] },
    ],
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, {}],
    [{}, { a: { b: 1 } }],
    [[1, 2], [1]],
    [[1], { 0: 1 }],
    [null, {}],
    [0, -0],
  ];
  expect(pairs.map(([recorded, now]) => firstDifference(recorded, now))).toMatchInlineSnapshot(`
    [
      undefined,
      undefined,
      undefined,
      "b[1].c: 3 in the journal, 4 now",
      "a: 1 in the journal, "1" now",
      "a: 1 in the journal, nothing now",
      "a: nothing in the journal, {"b":1} now",
      "[1]: 2 in the journal, nothing now",
      "[1] in the journal, {"0":1} now",
      "null in the journal, {} now",
      "0 in the journal, -0 now",
    ]
  `);
});
