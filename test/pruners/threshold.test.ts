import { expect, test } from 'vitest';
import { type ThresholdPrunerOptions, thresholdPruner } from '../../src/pruners/threshold.ts';
import { report, verdicts } from './story.ts';

test('prunes outside the bounds, which are inside', () => {
  const state = thresholdPruner({ lower: 0, upper: 1 }).start();
  expect(verdicts(state, 0, [0, 1, -0.1, 1.1])).toEqual([false, false, true, true]);
});

test('the bounds are values as reported, not losses', () => {
  const state = thresholdPruner({ lower: 0.5 }).start();
  expect(state.report({ ...report(0, 1, -0.4), value: 0.4 })).toBe(true);
  expect(state.report({ ...report(0, 2, -0.6), value: 0.6 })).toBe(false);
});

test('prunes NaN even without bounds, and infinities just beyond a bound', () => {
  expect(verdicts(thresholdPruner({}).start(), 0, [Number.NaN, Infinity])).toEqual([true, false]);
  expect(verdicts(thresholdPruner({ upper: 9 }).start(), 0, [Infinity, -Infinity])).toEqual([true, false]);
});

test('refuses bounds the wrong way round, and NaN', () => {
  expect(() => thresholdPruner({ lower: 2, upper: 1 })).toThrow(/thresholdPruner: .*lower/);
  expect(() => thresholdPruner({ upper: Number.NaN })).toThrow(/upper: .*NaN/);
});

test('bounds every objective, or each by its own', () => {
  const judged = (options: ThresholdPrunerOptions, value: readonly number[]): boolean =>
    thresholdPruner(options)
      .start()
      .report({ ...report(0, 1, 0), value });
  expect(judged({ upper: 5 }, [5, 5])).toBe(false);
  expect(judged({ upper: 5 }, [5, 6])).toBe(true);
  expect(judged({ lower: 0, upper: [1, Infinity] }, [1, 1e9])).toBe(false);
  expect(judged({ lower: 0, upper: [1, Infinity] }, [2, 0])).toBe(true);
  expect(judged({ lower: [-Infinity, 0] }, [-9, Number.NaN])).toBe(true);
  expect(() => judged({ upper: [1, 2] }, [0, 0, 0])).toThrow(
    'thresholdPruner: there are bounds for 2 objectives, but trial 0 reported [0,0,0]',
  );
  expect(() => thresholdPruner({ lower: [1, 2, 3], upper: [4, 5] })).toThrow(/as many objectives/);
});
