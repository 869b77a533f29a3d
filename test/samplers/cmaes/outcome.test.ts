import { expect, test } from 'vitest';
import { compared, outcomeOf } from '../../../src/samplers/cmaes/outcome.ts';
import type { Trial } from '../../../src/trial.ts';

const common = { number: 3, params: {}, reports: [], startedAt: 0, finishedAt: 0 };
const complete = (loss: number): Trial<unknown> => ({ ...common, state: 'complete', value: loss, loss });

test('complete trials rank by their loss, then pruned ones, then those without a usable loss', () => {
  const ranked: Trial<unknown>[] = [
    complete(-Infinity),
    complete(-1),
    complete(1e308),
    { ...common, state: 'pruned', value: -5, loss: -5 },
    { ...common, state: 'pruned', value: 2, loss: 2 },
    complete(NaN),
  ];
  for (const [i, a] of ranked.entries())
    for (const b of ranked.slice(i + 1)) {
      expect(compared(outcomeOf(a), outcomeOf(b))).toBeLessThan(0);
      expect(compared(outcomeOf(b), outcomeOf(a))).toBeGreaterThan(0);
    }
});

test('without a usable loss all are the same', () => {
  const useless: Trial<unknown>[] = [
    complete(NaN),
    complete(Infinity),
    { ...common, state: 'pruned' },
    { ...common, state: 'failed', error: 'no' },
  ];
  for (const trial of useless) expect(compared(outcomeOf(trial), outcomeOf(complete(NaN)))).toBe(0);
  expect(compared(outcomeOf(complete(0)), outcomeOf(complete(-0)))).toBe(0);
});

test('several losses are refused', () => {
  const several = { ...common, state: 'complete', value: [1, 2], loss: [1, 2] } as never;
  expect(() => outcomeOf(several)).toThrow(
    'cmaes: trial 3 has the losses [1,2]; this sampler minimises one number, so give it a single score',
  );
});
