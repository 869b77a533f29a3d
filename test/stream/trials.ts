import type { CompleteTrial, FailedTrial, PrunedTrial } from '../../src/trial.ts';
import type { X } from './helpers.ts';

const base = (number: number) => ({
  number,
  params: { x: number },
  reports: [],
  startedAt: 0,
  finishedAt: 1,
});

/** Trials as plain data, for operators that take trials. */
export const complete = (number: number, value: number): CompleteTrial<X> => ({
  ...base(number),
  state: 'complete',
  value,
  loss: value,
});
export const pruned = (number: number): PrunedTrial<X> => ({ ...base(number), state: 'pruned' });
export const failed = (number: number, error: unknown = new Error('no GPU')): FailedTrial<X> => ({
  ...base(number),
  state: 'failed',
  error,
});
