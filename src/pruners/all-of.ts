import type { Pruner } from './pruner.ts';

/**
 * Prunes a trial when all of several pruners would prune it at the same report; never, if there is none.
 *
 * When to use: to let one rule hold back another. Each pruner is told every report, whatever the others say.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { allOf, evaluate, patientPruner, thresholdPruner } from 'rxtune';
 *
 * const pruner = allOf(thresholdPruner({ upper: 1 }), patientPruner(undefined, { patience: 0 }));
 * const study = of({ params: {} }).pipe(evaluate(() => of(3, 2, 4, 0), { pruner }));
 * study.subscribe((trial) => console.log(trial.reports.length)); // 3
 * ```
 */
export function allOf(...pruners: readonly Pruner[]): Pruner {
  return {
    start: () => {
      const states = pruners.map((pruner) => pruner.start());
      return {
        report: (report) => {
          const verdicts = states.map((state) => state.report(report));
          return verdicts.length > 0 && verdicts.every(Boolean);
        },
        finish: (trial) => {
          for (const state of states) state.finish(trial);
        },
      };
    },
  };
}
