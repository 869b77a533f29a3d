import { expect, test } from 'vitest';
import { canonicalKey } from '../../src/space/key.ts';

test('does not depend on the order of keys', () => {
  expect(canonicalKey({ a: 1, b: { c: [1, 2], d: null } })).toBe('{"a":1,"b":{"c":[1,2],"d":null}}');
  expect(canonicalKey({ b: { d: null, c: [1, 2] }, a: 1 })).toBe(
    canonicalKey({ a: 1, b: { c: [1, 2], d: null } }),
  );
});

test('keeps apart what is easily confused', () => {
  const values = [
    { ab: 'c' },
    { a: 'bc' },
    { 'a":"b': 'c' },
    { a: 1 },
    { a: '1' },
    { a: true },
    { a: 'true' },
    { a: null },
    { a: 'null' },
    { a: [] },
    { a: {} },
    { a: [[]] },
    { a: [1, 2] },
    { a: [12] },
    { a: '1,2' },
    { a: 0.12341 },
    { a: 0.12342 },
    { a: 0.1 + 0.2 },
    { a: 0.3 },
    { a: 0 },
    { a: -0 },
    { a: NaN },
    { a: Infinity },
    { a: '\ud800' },
    { a: '\ud801' },
    { a: '\\ud800' },
    { a: 'é' },
    { a: 'e\u0301' },
    {},
  ];
  expect(new Set(values.map(canonicalKey)).size).toBe(values.length);
});

test('takes undefined for absent', () => {
  expect(canonicalKey({ a: 1, b: undefined })).toBe(canonicalKey({ a: 1 }));
  expect(canonicalKey([undefined])).not.toBe(canonicalKey([null]));
});
