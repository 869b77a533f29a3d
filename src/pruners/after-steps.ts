import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import type { Pruner } from './pruner.ts';
import { StepCount } from './step-count.ts';

/** The steps of `afterSteps` as data. */
export const stepsToWait = z.number().min(0);

/**
 * Lets another pruner prune only after so many steps, counted from the first step of the study.
 *
 * When to use: to spare the beginning of each trial. The inner pruner is told every report.
 *
 * @param steps how far a report must be from the first step; 1 spares the first report.
 * @throws TuningError `InvalidConfig` when `steps` is negative or no finite number.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { afterSteps, evaluate, thresholdPruner } from 'rxtune';
 *
 * const study = of({ params: {} }).pipe(evaluate(() => of(9, 8, 7, 6), { pruner: afterSteps(2, thresholdPruner({ upper: 1 })) }));
 * study.subscribe((trial) => console.log(trial.reports.length)); // 3
 * ```
 */
export function afterSteps(steps: number, pruner: Pruner): Pruner {
  const wait = parseOptions('afterSteps', stepsToWait, steps);
  return {
    start: () => {
      const count = new StepCount();
      const state = pruner.start();
      return {
        report: (report) => {
          const since = count.since(report.step);
          return state.report(report) && since >= wait;
        },
        finish: (trial) => {
          state.finish(trial);
        },
      };
    },
  };
}
