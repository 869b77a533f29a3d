import { expect, test } from 'vitest';
import { checkedHistory, historySchema } from '../../src/samplers/history.ts';
import { float, space } from '../../src/space/index.ts';
import type { Trial } from '../../src/trial.ts';

const line = space({ x: float(0, 1) });
const trial = (x: number): Trial<{ readonly x: number }> => ({
  state: 'complete',
  number: 0,
  params: { x },
  value: 1,
  loss: 1,
  reports: [],
  startedAt: 0,
  finishedAt: 0,
});

test('takes any iterable of trials of the space', () => {
  expect(checkedHistory('gp', line, new Set([trial(0.1), trial(0.2)]))).toHaveLength(2);
  expect(checkedHistory('gp', line)).toEqual([]);
  expect(historySchema.safeParse(5).error?.issues[0]?.message).toBe(
    'expected an array or another iterable of trials',
  );
});

test('names the trial that is not of the space, and why', () => {
  expect(() => checkedHistory('gp', line, [trial(0.1), trial(3)])).toThrow(
    'gp: trial 1 of the history is not of this space: x: expected a number from 0 to 1, not 3',
  );
});
