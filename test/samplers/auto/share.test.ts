import { expect, test } from 'vitest';
import { densityShare } from '../../../src/samplers/auto/share.ts';

const few = undefined;

test('a model that explains the data is left alone; one that explains nothing hands over 60 %', () => {
  expect([-3, 0, 0.3, 0.6, 1].map((all) => densityShare({ all, better: few }, false))).toEqual([
    0.6, 0.6, 0.3, 0, 0,
  ]);
});

test('so does one that explains only what is bad', () => {
  expect([-1, 0, 0.15, 0.3].map((better) => densityShare({ all: 0.9, better }, false))).toEqual([
    0.6, 0.6, 0.3, 0,
  ]);
  expect(densityShare({ all: 0.3, better: 0.9 }, false)).toBeCloseTo(0.3);
});

test('without floats at least half are handed over', () => {
  expect([0, 0.45, 1].map((all) => densityShare({ all, better: few }, true))).toEqual([0.6, 0.5, 0.5]);
});
