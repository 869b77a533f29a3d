import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { parseOptions } from '../parse-options.ts';
import type { Pruner } from './pruner.ts';

/** The weights of `scalarised` as data. */
export const scalarisedWeights = z.array(z.number().min(0)).min(1).readonly();

/**
 * Lets another pruner decide by one number that is made of several objectives, instead of by non-domination.
 *
 * When to use: where it is known what an objective is worth in units of another, or for a rule that asks for more than an order, such as {@link patientPruner}
 * with a `minDelta`. Weights give the weighted sum; a function may do anything else, such as Chebyshev's `Math.max(...)`.
 *
 * @param by a weight of at least 0 for each objective, or a function of the losses, where lower is better whatever the direction.
 * @throws TuningError `InvalidConfig` for a wrong weight; a report of fewer or more objectives than there are weights ends the study with it.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { evaluate, medianPruner, scalarised } from 'rxtune';
 *
 * const pruner = scalarised(medianPruner({ startupTrials: 1 }), [1, 0.1]);
 * of({ params: { lr: 1 } }, { params: { lr: 2 } })
 *   .pipe(evaluate(({ lr }) => of([3 * lr, 5], [lr, 5]), { direction: ['minimize', 'maximize'], pruner }))
 *   .subscribe((trial) => console.log(trial.state, trial.reports.length)); // complete 2, pruned 1
 * ```
 */
export function scalarised(
  pruner: Pruner,
  by: readonly number[] | ((losses: readonly number[]) => number),
): Pruner {
  const combined =
    typeof by === 'function' ? by : weighted(parseOptions('scalarised', scalarisedWeights, by));
  return {
    start: () => {
      const state = pruner.start();
      return {
        report: (report) => state.report({ ...report, loss: combined(report.losses ?? [report.loss]) }),
        finish: (trial) => {
          state.finish(
            trial.state === 'complete' ? { ...trial, loss: combined(trial.losses ?? [trial.loss]) } : trial,
          );
        },
      };
    },
  };
}

const weighted =
  (weights: readonly number[]) =>
  (losses: readonly number[]): number => {
    if (losses.length !== weights.length)
      throw new TuningError(
        'InvalidConfig',
        `scalarised: there are ${weights.length} weights, but the losses are ${shown(losses)}`,
      );
    return losses.reduce((sum, loss, i) => sum + loss * (weights[i] ?? 0), 0);
  };
