import { expect, test } from 'vitest';
import { ashaPruner } from '../../src/pruners/asha.ts';
import { complete, report, verdicts } from './story.ts';

test('by default judges at reports 2, 4, 8 and keeps the better half', () => {
  const state = ashaPruner().start();
  verdicts(state, 0, [5, 5, 5, 5, 5, 5, 5, 5, 5]);
  expect(verdicts(state, 1, Array(9).fill(6))).toEqual([
    false,
    true,
    false,
    true,
    false,
    false,
    false,
    true,
    false,
  ]);
  expect(verdicts(state, 2, Array(9).fill(4))).not.toContain(true);
});

test('ties stay, and the first at a rung', () => {
  const state = ashaPruner({ reductionFactor: 4 }).start();
  for (let number = 0; number < 9; number++) expect(verdicts(state, number, [1, 1])).toEqual([false, false]);
});

test('ranks the report at the rung, not the best before', () => {
  const state = ashaPruner().start();
  verdicts(state, 0, [9, 2]);
  expect(verdicts(state, 1, [0, 3])).toEqual([false, true]);
});

test('a report that passes several rungs enters each', () => {
  const state = ashaPruner().start();
  for (const step of [1, 9]) state.report(report(0, step, 3));
  expect(verdicts(state, 1, [9, 2, 9, 4])).toEqual([false, false, false, true]);
});

test('a trial that was pruned stays in the rung', () => {
  const state = ashaPruner({ reductionFactor: 2 }).start();
  verdicts(state, 0, [1, 1]);
  for (const number of [1, 2, 3]) verdicts(state, number, [9, 9]);
  // Four are there already: of five the best two stay.
  expect(verdicts(state, 4, [2, 2])).toEqual([false, false]);
});

test('NaN at a rung is pruned and does not enter it; between rungs it does not matter', () => {
  const state = ashaPruner().start();
  expect(verdicts(state, 0, [Number.NaN, 1, Number.NaN, Number.NaN])).toEqual([false, false, false, true]);
  expect(verdicts(state, 1, [1, 1, 1, 9])).toEqual([false, false, false, false]);
});

test('minEarlyStoppingRate leaves rungs out, bootstrapCount prunes the first', () => {
  expect(verdicts(ashaPruner({ bootstrapCount: 1 }).start(), 0, [1, 1, 1, 1])).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(
    verdicts(ashaPruner({ bootstrapCount: 1, minEarlyStoppingRate: 1 }).start(), 0, [1, 1, 1, 1]),
  ).toEqual([false, false, false, true]);
});

test('a number may come again after its trial has ended', () => {
  const state = ashaPruner({ bootstrapCount: 1 }).start();
  expect(verdicts(state, 0, [1, 1])).toEqual([false, true]);
  state.finish(complete(0, 1));
  expect(verdicts(state, 0, [2, 2])).toEqual([false, true]);
});

test('refuses a reduction factor of 1', () => {
  expect(() => ashaPruner({ reductionFactor: 1 })).toThrow(/reductionFactor: .*not 1/);
});
