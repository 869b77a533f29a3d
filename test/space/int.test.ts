import { expect, test } from 'vitest';
import { int } from '../../src/space/index.ts';

test('takes every integer, its ends included, equally often', () => {
  const leaf = int(-1, 2);
  const values = Array.from({ length: 400 }, (_, i) => leaf.fromUnit((i + 0.5) / 400));
  for (const value of [-1, 0, 1, 2]) expect(values.filter((v) => v === value)).toHaveLength(100);
  expect([leaf.kind, leaf.levels, leaf.step, leaf.expected]).toEqual([
    'int',
    4,
    1,
    'an integer from -1 to 2',
  ]);
});

test('may go in steps', () => {
  const leaf = int(32, 256, { step: 32 });
  const values = Array.from({ length: 8 }, (_, i) => leaf.fromUnit((i + 0.5) / 8));
  expect(values).toEqual([32, 64, 96, 128, 160, 192, 224, 256]);
  expect(leaf.expected).toBe('an integer from 32 to 256 in steps of 32');
});

test('may be small more often than great', () => {
  const leaf = int(1, 1023, { scale: 'log' });
  const share = (from: number, to: number) => leaf.edge(to) - leaf.edge(from - 1);
  expect(share(1, 31)).toBeCloseTo(Math.log(63) / Math.log(2047), 12);
  expect(leaf.fromUnit(0.5)).toBe(23);
});
