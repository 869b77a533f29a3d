import { expect, test } from 'vitest';
import { Pace } from '../../src/pruners/pace.ts';

const due = (steps: readonly number[], warmupSteps: number, interval: number): number[] => {
  const pace = new Pace();
  return steps.filter((step) => pace.due(step, { warmupSteps, interval }));
};

test('by default every report is judged', () => {
  expect(due([0, 1, 2, 0.5, 7], 0, 1)).toEqual([0, 1, 2, 7]);
});

test('none during the warm-up', () => {
  expect(due([0, 1, 2, 3, 4], 2, 1)).toEqual([2, 3, 4]);
});

test('the first in each interval, also of sparse reports', () => {
  expect(due([0, 1, 2, 3, 4, 5, 6], 1, 3)).toEqual([1, 4]);
  expect(due([0, 4, 5, 9, 20, 21], 0, 3)).toEqual([0, 4, 9, 20, 21]);
});

test('a step repeated in a row is judged again, and one below an earlier one is not', () => {
  expect(due([0, 3, 3, 1, 3, 6], 0, 3)).toEqual([0, 3, 3, 6]);
  expect(due([4, 1, 2], 0, 3)).toEqual([4]);
});
