import { expect, test } from 'vitest';
import { wilcoxonPruner } from '../../src/pruners/wilcoxon.ts';
import { complete, completes, report, verdicts } from './story.ts';

const folds = [0, 1, 2, 3, 4, 5, 6, 7];
const plus = (amount: number): number[] => folds.map((fold) => fold + amount * (1 + fold / 10));

test('prunes what is significantly worse than the best complete trial, step by step', () => {
  const state = wilcoxonPruner().start();
  expect(verdicts(state, 0, plus(5))).not.toContain(true);
  state.finish(complete(0, 5));
  completes(state, 1, folds);
  // Of 2^4 signs one is as extreme: p = 1/16.
  expect(verdicts(state, 2, plus(9)).indexOf(true)).toBe(3);
  expect(verdicts(state, 3, plus(-1))).not.toContain(true);
});

test('the first of equally good trials stays the one to compare with', () => {
  const state = wilcoxonPruner({ startupSteps: 0 }).start();
  completes(state, 0, [...folds.slice(0, 7), 0]);
  completes(state, 1, [9, 9, 9, 9, 9, 9, 9, 0]);
  expect(verdicts(state, 2, plus(9))).toContain(true);
});

test('does not prune what is better on average', () => {
  const state = wilcoxonPruner().start();
  completes(state, 0, [0, 0, 0, 0, 0, 100]);
  expect(verdicts(state, 1, [1, 1, 1, 1, 1])).not.toContain(true);
});

test('goes by a new best while trials run', () => {
  const state = wilcoxonPruner().start();
  completes(state, 0, plus(50));
  expect(verdicts(state, 1, plus(40).slice(0, 6))).not.toContain(true);
  completes(state, 2, folds);
  expect(state.report(report(1, 7, 50))).toBe(true);
});

test('compares the same steps only, and the last report at each', () => {
  const state = wilcoxonPruner().start();
  completes(state, 0, folds, 1);
  expect(verdicts(state, 1, plus(9), 101)).not.toContain(true);
  verdicts(state, 2, plus(9).slice(0, 3));
  for (const loss of [90, -90]) expect(state.report(report(2, 3, loss))).toBe(false);
});

test('leaves alone who reports what is not finite, and all while the best has', () => {
  const state = wilcoxonPruner().start();
  completes(state, 0, folds);
  expect(verdicts(state, 1, [Number.NaN, ...plus(9)])).not.toContain(true);
  expect(verdicts(state, 2, [Infinity, ...plus(9)])).not.toContain(true);
  completes(state, 3, [Infinity, -9]);
  expect(verdicts(state, 4, plus(9))).not.toContain(true);
  state.finish(complete(5, -99));
  expect(verdicts(state, 6, plus(9))).not.toContain(true);
});

test('refuses a probability above 1', () => {
  expect(() => wilcoxonPruner({ pThreshold: 1.1 })).toThrow(/pThreshold: .*1.1/);
});
