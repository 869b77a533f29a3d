import type { Pruner, PrunerReport, PrunerState } from '../../src/pruners/pruner.ts';
import type { Trial } from '../../src/trial.ts';

/** What a pruner may be told. */
export type Told = PrunerReport | Trial<unknown>;

/** A report of a study that minimizes. */
export const report = (number: number, step: number, loss: number): PrunerReport => ({
  number,
  step,
  value: loss,
  loss,
  params: {},
});

const common = (number: number) => ({
  number,
  params: {},
  reports: [],
  startedAt: 0,
  finishedAt: 0,
});

export const complete = (number: number, loss: number): Trial<unknown> => ({
  ...common(number),
  state: 'complete',
  value: loss,
  loss,
});

export const pruned = (number: number): Trial<unknown> => ({ ...common(number), state: 'pruned' });

export const failed = (number: number): Trial<unknown> => ({
  ...common(number),
  state: 'failed',
  error: new Error('no memory'),
});

/** Tells a curve, up to and including the report that is pruned; answers the steps at which it would be pruned when it goes on. */
export function verdicts(
  state: PrunerState,
  number: number,
  losses: readonly number[],
  firstStep = 1,
): boolean[] {
  return losses.map((loss, i) => state.report(report(number, firstStep + i, loss)));
}

/** Tells a whole curve and that it is complete. */
export function completes(
  state: PrunerState,
  number: number,
  losses: readonly number[],
  firstStep = 1,
): void {
  verdicts(state, number, losses, firstStep);
  state.finish(complete(number, losses.at(-1) ?? 0));
}

/** The answers to all reports of a story. */
export function told(pruner: Pruner, story: readonly Told[]): boolean[] {
  const state = pruner.start();
  return story.flatMap((event) => {
    if ('step' in event) return [state.report(event)];
    state.finish(event);
    return [];
  });
}
