import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import { Pace, type PaceOptions, paceSchema } from './pace.ts';
import { PerTrial } from './per-trial.ts';
import type { Pruner, PrunerReport, PrunerState, PrunerTrial } from './pruner.ts';
import { RunningPercentile } from './running-percentile.ts';
import { StepCount } from './step-count.ts';

/** When `medianPruner` and `percentilePruner` judge a trial. */
export interface CompleteTrialsOptions extends PaceOptions {
  /** Prunes nothing before so many trials are complete. Default 5. */
  readonly startupTrials?: number;
  /** Prunes nothing at a step that fewer complete trials have reported. Default 1. */
  readonly minTrials?: number;
}

/** Options of `percentilePruner`. */
export interface PercentilePrunerOptions extends CompleteTrialsOptions {
  /** Keeps the best so many percent, from 0 (strict) to 100 (lenient). */
  readonly percentile: number;
}

/** The options of `medianPruner` as data. */
export const medianPrunerOptions = z.strictObject({
  startupTrials: z.int().min(0).default(5),
  minTrials: z.int().min(1).default(1),
  ...paceSchema,
});

/** The options of `percentilePruner` as data. */
export const percentilePrunerOptions = medianPrunerOptions.extend({ percentile: z.number().min(0).max(100) });

/**
 * Prunes a trial whose best report so far is worse than a percentile of what complete trials reported at the same step.
 *
 * When to use: where early reports foretell the end, and reports of all trials are at the same steps. It compares with complete trials only, which are the
 * better ones, and so grows ever stricter: mind slow starters.
 *
 * Steps may be any numbers; only reports at the very same step are compared. Of several reports at one step the last counts for later trials. NaN is left out;
 * a trial that has reported nothing but NaN is pruned. O(1) a report; for each report of a complete trial one number is kept.
 *
 * Source: the median stopping rule of Golovin et al., "Google Vizier", KDD 2017 (the median, and the mean of the complete trials' reports).
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { evaluate, percentilePruner } from 'rxtune';
 *
 * const pruner = percentilePruner({ percentile: 25, startupTrials: 1 });
 * const study = of({ params: { lr: 1 } }, { params: { lr: 2 } }).pipe(evaluate(({ lr }) => of(3 * lr, 2 * lr, lr), { pruner }));
 * study.subscribe((trial) => console.log(trial.state)); // complete, pruned
 * ```
 */
export function percentilePruner(options: PercentilePrunerOptions): Pruner {
  const parsed = parseOptions('percentilePruner', percentilePrunerOptions, options);
  return { start: () => new PercentileState(parsed) };
}

class RunningTrial {
  readonly pace = new Pace();
  readonly losses = new Map<number, number>();
  best = Number.NaN;

  take(step: number, loss: number): void {
    this.losses.set(step, loss);
    if (!(loss >= this.best) && !Number.isNaN(loss)) this.best = loss;
  }
}

class PercentileState implements PrunerState {
  readonly #options: Required<PercentilePrunerOptions>;
  readonly #steps = new StepCount();
  readonly #running = new PerTrial(() => new RunningTrial());
  readonly #complete = new Map<number, RunningPercentile>();
  #completed = 0;

  constructor(options: Required<PercentilePrunerOptions>) {
    this.#options = options;
  }

  report({ number, step, loss }: PrunerReport): boolean {
    const { startupTrials, minTrials } = this.#options;
    const trial = this.#running.of(number);
    trial.take(step, loss);
    const due = trial.pace.due(this.#steps.since(step), this.#options);
    if (!due || this.#completed === 0 || this.#completed < startupTrials) return false;
    if (Number.isNaN(trial.best)) return true;
    const others = this.#complete.get(step);
    return others !== undefined && others.count >= minTrials && trial.best > others.value;
  }

  finish(trial: PrunerTrial): void {
    const ended = this.#running.end(trial);
    if (trial.state !== 'complete') return;
    this.#completed++;
    for (const [step, loss] of ended?.losses ?? []) {
      let losses = this.#complete.get(step);
      if (losses === undefined) {
        losses = new RunningPercentile(this.#options.percentile);
        this.#complete.set(step, losses);
      }
      losses.add(loss);
    }
  }
}
