import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, padded, textWidth } from '../../src/node/text-width.ts';

test.each([
  ['', 0],
  ['plain', 5],
  ['日本', 4],
  ['ａ', 2],
  ['한국어', 6],
  ['🙂', 2],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['é', 1],
  ['e\u0301', 1],
  ['…·', 2],
  ['\u200b', 0],
])('%j takes %d columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test.each([
  ['plain', 5, 'plain'],
  ['plain', 4, 'pla…'],
  ['plain', 1, '…'],
  ['plain', 0, ''],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
])('%j in %d columns is %j', (text, columns, expected) => {
  expect(fitted(text, columns)).toBe(expected);
});

test('a fitted text never takes more than its columns', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 20 }), (text, columns) => {
      expect(textWidth(fitted(text, columns))).toBeLessThanOrEqual(columns);
    }),
  );
});

test('a padded text takes its columns', () => {
  expect(padded('日本', 6)).toBe('日本  ');
  expect(padded('too long', 3)).toBe('too long');
});
