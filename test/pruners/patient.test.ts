import { expect, test } from 'vitest';
import { patientPruner } from '../../src/pruners/patient.ts';
import { thresholdPruner } from '../../src/pruners/threshold.ts';
import { report, verdicts } from './story.ts';

const alone = (patience: number, minDelta = 0) => patientPruner(undefined, { patience, minDelta }).start();

test('prunes when the last patience + 1 reports are all worse than the best before', () => {
  expect(verdicts(alone(0), 0, [3, 2, 2.5])).toEqual([false, false, true]);
  expect(verdicts(alone(2), 0, [3, 4, 5, 6, 7])).toEqual([false, false, false, true, true]);
  expect(verdicts(alone(1), 0, [3, 3, 3, 3])).toEqual([false, false, false, false]);
  expect(verdicts(alone(1), 0, [3, 4, 2, 4, 4])).toEqual([false, false, false, false, true]);
});

test('minDelta makes it bear a little', () => {
  expect(verdicts(alone(0, 1), 0, [3, 4, 4.1])).toEqual([false, false, true]);
});

test('the inner pruner decides, but not before patience is out; it hears everything', () => {
  const heard: number[] = [];
  const inner = {
    start: () => ({ report: ({ step }: { step: number }) => heard.push(step) > 3, finish: () => undefined }),
  };
  expect(verdicts(patientPruner(inner, { patience: 0 }).start(), 0, [1, 2, 3, 4, 0])).toEqual([
    false,
    false,
    false,
    true,
    false,
  ]);
  expect(heard).toEqual([1, 2, 3, 4, 5]);
});

test('reports in a row at one step count as one, the last', () => {
  const state = alone(0);
  for (const [step, loss] of [
    [1, 3],
    [2, 9],
    [2, 1],
    [3, 1],
  ] as const) {
    expect(state.report(report(0, step, loss))).toBe(loss === 9);
  }
});

test('NaN is no improvement, but of NaN alone nothing is said', () => {
  expect(verdicts(alone(1), 0, [3, Number.NaN, 4, 5])).toEqual([false, false, true, true]);
  expect(verdicts(alone(0), 0, [Number.NaN, 4, 3])).toEqual([false, false, false]);
  expect(verdicts(alone(0), 0, [3, Number.NaN])).toEqual([false, false]);
});

test('refuses a wrong patience', () => {
  expect(() => patientPruner(thresholdPruner({}), { patience: 1.5 })).toThrow(/patience: .*1.5/);
});
