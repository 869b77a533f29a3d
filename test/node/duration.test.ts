import { expect, test } from 'vitest';
import { duration } from '../../src/node/duration.ts';

test.each([
  [-5, '0s'],
  [0, '0s'],
  [499, '0s'],
  [500, '1s'],
  [59_499, '59s'],
  [59_999, '1m 00s'],
  [64_000, '1m 04s'],
  [3_599_499, '59m 59s'],
  [3_599_999, '1h 00m'],
  [7_500_000, '2h 05m'],
  [86_400_000, '1d 00h'],
  [273_600_000, '3d 04h'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
