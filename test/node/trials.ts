import type { CompleteTrial, FailedTrial, PrunedTrial } from '../../src/trial.ts';

/** A complete trial whose value and loss are the same. */
export function completeTrial<P>(number: number, params: P, value: number): CompleteTrial<P> {
  return {
    number,
    state: 'complete',
    params,
    value,
    loss: value,
    reports: [],
    startedAt: 0,
    finishedAt: 1000,
  };
}

export function prunedTrial<P>(number: number, params: P, value?: number): PrunedTrial<P> {
  const scores = value === undefined ? {} : { value, loss: value };
  return { number, state: 'pruned', params, ...scores, reports: [], startedAt: 0, finishedAt: 1000 };
}

export function failedTrial<P>(number: number, params: P, error: unknown): FailedTrial<P> {
  return { number, state: 'failed', params, error, reports: [], startedAt: 0, finishedAt: 1000 };
}
