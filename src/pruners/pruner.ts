import type { CompleteTrial, FailedTrial, PrunedTrial, Score } from '../trial.ts';

/** What a pruner is asked about: one report of a running trial. */
export interface PrunerReport {
  /** The trial's number. */
  readonly number: number;
  /** As the objective counts; from 1 unless it says otherwise. */
  readonly step: number;
  /** As reported: for people. It may be NaN or infinite. */
  readonly value: Score;
  /**
   * Lower is better, whatever the direction: for the decision. It may be NaN or infinite.
   *
   * With several objectives it orders the reports at one step by non-domination, and those that are dominated by crowding distance too: see {@link EvaluateOptions.pruner}.
   */
  readonly loss: number;
  /** Those of several objectives, lower is better; absent where there is one. */
  readonly losses?: readonly number[];
  readonly params: unknown;
}

/** A trial that ended, as a pruner is told of it: if it is complete, with `loss` and `losses` as in a report. */
export type PrunerTrial =
  | (Omit<CompleteTrial<unknown, Score>, 'loss'> & Pick<PrunerReport, 'loss' | 'losses'>)
  | Omit<PrunedTrial<unknown, Score>, 'loss'>
  | FailedTrial<unknown, Score>;

/** What a pruner remembers of one study. Pure: its answers depend on what it was told, in order, and on nothing else. */
export interface PrunerState {
  /** Is told each report as it comes, and answers whether to give the trial up: `true` prunes it. */
  report(report: PrunerReport): boolean;
  /** Is told each trial that ended, whatever its state. */
  finish(trial: PrunerTrial): void;
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
