import { expect, test } from 'vitest';
import { medianPruner } from '../../src/pruners/median.ts';
import { completes, verdicts } from './story.ts';

test('prunes nothing before five trials are complete, then the worse half', () => {
  const state = medianPruner().start();
  for (let i = 0; i < 4; i++) completes(state, i, [i]);
  expect(verdicts(state, 9, [100])).toEqual([false]);
  completes(state, 4, [4]);
  expect(verdicts(state, 10, [2])).toEqual([false]);
  expect(verdicts(state, 11, [2.1])).toEqual([true]);
});

test('names itself in errors, and takes no percentile', () => {
  expect(() => medianPruner({ percentile: 3 } as never)).toThrow(/^medianPruner: unknown key percentile/);
});
