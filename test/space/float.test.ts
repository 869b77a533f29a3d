import { expect, test } from 'vitest';
import { float } from '../../src/space/index.ts';

test('is continuous', () => {
  const leaf = float(1e-5, 1e-1, { scale: 'log' });
  expect([leaf.kind, leaf.low, leaf.high, leaf.scale, leaf.step, leaf.levels]).toEqual([
    'float',
    1e-5,
    1e-1,
    'log',
    undefined,
    Infinity,
  ]);
});

test('is discrete with a step', () => {
  const leaf = float(0, 0.5, { step: 0.1 });
  expect([leaf.step, leaf.levels, leaf.expected]).toEqual([0.1, 6, 'a number from 0 to 0.5 in steps of 0.1']);
});

test('may have a step on a log scale', () => {
  const leaf = float(0.5, 4, { step: 0.5, scale: 'log' });
  const values = Array.from({ length: 200 }, (_, i) => leaf.fromUnit((i + 0.5) / 200));
  expect([...new Set(values)]).toEqual([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]);
});
