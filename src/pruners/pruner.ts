import type { Trial } from '../trial.ts';

/** What a pruner is asked about: one report of a running trial. */
export interface PrunerReport {
  /** The trial's number. */
  readonly number: number;
  /** As the objective counts; from 1 unless it says otherwise. */
  readonly step: number;
  /** As reported: for people. It may be NaN or infinite. */
  readonly value: number;
  /** Lower is better, whatever the direction: for the decision. It may be NaN or infinite. */
  readonly loss: number;
  readonly params: unknown;
}

/** What a pruner remembers of one study. Pure: its answers depend on what it was told, in order, and on nothing else. */
export interface PrunerState {
  /** Is told each report as it comes, and answers whether to give the trial up: `true` prunes it. */
  report(report: PrunerReport): boolean;
  /** Is told each trial that ended, whatever its state. */
  finish(trial: Trial<unknown>): void;
}

/**
 * A rule for giving up trials early: a description that can be used by many studies, each with a state of its own.
 *
 * What it throws ends the study with that error.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { evaluate, type Pruner } from 'rxtune';
 *
 * const hopeless: Pruner = {
 *   start: () => ({ report: ({ step, loss }) => step >= 3 && loss > 1, finish: () => undefined }),
 * };
 * const study = of({ params: { lr: 0.1 } }).pipe(evaluate(() => of(4, 3, 2, 1), { pruner: hopeless }));
 * study.subscribe((trial) => console.log(trial.state)); // pruned
 * ```
 */
export interface Pruner {
  /** A new state, for one study. */
  start(): PrunerState;
}
