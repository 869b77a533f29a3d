import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProgressTally } from '../../src/node/progress-tally.ts';
import { completeTrial, failedTrial, prunedTrial } from './trials.ts';

test('counts trials by how they ended', () => {
  const tally = new ProgressTally(5);
  for (const trial of [
    completeTrial(0, {}, 1),
    prunedTrial(1, {}, 0),
    prunedTrial(2, {}),
    failedTrial(3, {}, 'why'),
  ]) {
    tally.add(trial);
  }
  expect(tally).toMatchObject({ complete: 1, pruned: 2, failed: 1, done: 4, running: undefined });
});

test('counts running trials from events', () => {
  const tally = new ProgressTally(5);
  for (const number of [0, 1, 2]) tally.add({ type: 'started', number, params: {}, at: 0 });
  tally.add({ type: 'reported', number: 1, params: {}, report: { step: 1, value: 0.5, at: 1 } });
  tally.add({ type: 'finished', trial: completeTrial(1, {}, 1) });
  expect(tally).toMatchObject({ complete: 1, done: 1, running: 2 });
});

test('keeps the trials of least loss', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.nat({ max: 6 }), (losses, keep) => {
      const tally = new ProgressTally(keep);
      const trials = losses.map((loss, number) => completeTrial(number, {}, loss));
      for (const trial of trials) tally.add(trial);
      const sorted = trials.toSorted((a, b) => a.loss - b.loss || a.number - b.number);
      expect(tally.best).toEqual(sorted.slice(0, Math.max(1, keep)));
    }),
  );
});

test('ranks by loss and ranks no pruned trial', () => {
  const tally = new ProgressTally(5);
  tally.add({ ...completeTrial(0, {}, 0.9), loss: -0.9 });
  tally.add({ ...completeTrial(1, {}, 0.95), loss: -0.95 });
  tally.add(prunedTrial(2, {}, -7));
  expect(tally.best.map(({ value }) => value)).toEqual([0.95, 0.9]);
});

test('has no best of several objectives, but a last', () => {
  const tally = new ProgressTally(5);
  const trial = { ...completeTrial(0, {}, 0), value: [1, 2], loss: [1, -2] };
  tally.add(trial);
  expect(tally.best).toEqual([]);
  expect(tally.last).toBe(trial);
});
