import { expect, test } from 'vitest';
import { readableNumber, readableParams, readableScore } from '../../src/node/readable.ts';

test.each([
  [0, '0'],
  [12345678, '12345678'],
  [0.123456, '0.1235'],
  [1234.567, '1235'],
  [0.000012347, '0.00001235'],
  [1.2345e-9, '1.235e-9'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
])('%d reads %s', (value, text) => {
  expect(readableNumber(value)).toBe(text);
});

test('scores have six digits', () => {
  expect(readableScore(0.12345678)).toBe('0.123457');
  expect(readableScore([0.1, 20])).toBe('[0.1, 20]');
});

test('parameters go by their paths', () => {
  const params = {
    lr: 0.0123456,
    optimizer: { kind: 'sgd', nested: { deep: true } },
    units: [64, 32],
    layers: [{ width: 8 }, { width: 4 }],
    none: null,
    empty: [],
    words: 'two words',
    escape: '\x1b[31m\n',
    letters: '日本',
    long: 'x'.repeat(100),
  };
  expect(readableParams(params)).toEqual([
    ['lr', '0.01235'],
    ['optimizer.kind', 'sgd'],
    ['optimizer.nested.deep', 'true'],
    ['units', '[64, 32]'],
    ['layers[0].width', '8'],
    ['layers[1].width', '4'],
    ['none', 'null'],
    ['empty', '[]'],
    ['words', '"two words"'],
    ['escape', '"\\u001b[31m\\n"'],
    ['letters', '日本'],
    ['long', `${'x'.repeat(39)}…`],
  ]);
  expect(readableParams(7)).toEqual([['params', '7']]);
});
