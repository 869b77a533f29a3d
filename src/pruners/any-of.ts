import type { Pruner } from './pruner.ts';

/**
 * Prunes a trial as soon as one of several pruners would.
 *
 * When to use: to add a bound, or a rule of one's own, to another rule. Each pruner is told every report, whatever the others say.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { anyOf, autoPruner, evaluate, thresholdPruner } from 'rxtune';
 *
 * const pruner = anyOf(autoPruner(), thresholdPruner({ upper: 10 }));
 * const study = of({ params: {} }).pipe(evaluate(() => of(3, 20, 1), { pruner }));
 * study.subscribe((trial) => console.log(trial.reports.length)); // 2
 * ```
 */
export function anyOf(...pruners: readonly Pruner[]): Pruner {
  return {
    start: () => {
      const states = pruners.map((pruner) => pruner.start());
      return {
        report: (report) => states.map((state) => state.report(report)).some(Boolean),
        finish: (trial) => {
          for (const state of states) state.finish(trial);
        },
      };
    },
  };
}
