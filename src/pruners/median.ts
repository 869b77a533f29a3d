import { parseOptions } from '../parse-options.ts';
import { type CompleteTrialsOptions, medianPrunerOptions, percentilePruner } from './percentile.ts';
import type { Pruner } from './pruner.ts';

/** Options of `medianPruner`. */
export type MedianPrunerOptions = CompleteTrialsOptions;

/**
 * Prunes a trial whose best report so far is worse than the median of what complete trials reported at the same step.
 *
 * When to use: as the well-known baseline; see {@link percentilePruner}, of which it is the case of 50 percent.
 *
 * Source: Golovin et al., "Google Vizier", KDD 2017 (median stopping rule).
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { evaluate, medianPruner } from 'rxtune';
 *
 * const pruner = medianPruner({ startupTrials: 1, warmupSteps: 1 });
 * const study = of({ params: { lr: 1 } }, { params: { lr: 2 } }).pipe(evaluate(({ lr }) => of(3 * lr, 2 * lr, lr), { pruner }));
 * study.subscribe((trial) => console.log(trial.state, trial.reports.length)); // complete 3, pruned 2
 * ```
 */
export function medianPruner(options: MedianPrunerOptions = {}): Pruner {
  return percentilePruner({ ...parseOptions('medianPruner', medianPrunerOptions, options), percentile: 50 });
}
