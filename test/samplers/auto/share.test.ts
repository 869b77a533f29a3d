import { expect, test } from 'vitest';
import { densityShare, leastDensityShare } from '../../../src/samplers/auto/share.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { choice, float, int, ordinal, space } from '../../../src/space/index.ts';

const few = undefined;

test('a model that explains the data is left alone; one that explains nothing hands over 60 %', () => {
  expect([-3, 0, 0.3, 0.6, 1].map((all) => densityShare({ all, better: few }, 0))).toEqual([
    0.6, 0.6, 0.3, 0, 0,
  ]);
});

test('so does one that explains only what is bad', () => {
  expect([-1, 0, 0.15, 0.3].map((better) => densityShare({ all: 0.9, better }, 0))).toEqual([
    0.6, 0.6, 0.3, 0,
  ]);
  expect(densityShare({ all: 0.3, better: 0.9 }, 0)).toBeCloseTo(0.3);
});

test('never less than a given share is handed over', () => {
  expect([0, 0.45, 1].map((all) => densityShare({ all, better: few }, 0.5))).toEqual([0.6, 0.5, 0.5]);
});

test('the least share is nothing with floats, 30 % with steps alone, and half with categories but no floats', () => {
  const spaces = [
    space({ a: float(0, 1), b: choice(['x', 'y']) }),
    space({ a: int(0, 9), b: ordinal([1, 5, 7]) }),
    space({ a: int(0, 9), b: choice(['x', 'y']) }),
  ];
  expect(spaces.map((given) => leastDensityShare(new Domain<unknown>(given)))).toEqual([0, 0.3, 0.5]);
});
