import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import { Pace, type PaceOptions, paceSchema } from './pace.ts';
import { PerTrial } from './per-trial.ts';
import type { Pruner } from './pruner.ts';
import { StepCount } from './step-count.ts';

/** Options of `thresholdPruner`. */
export interface ThresholdPrunerOptions extends PaceOptions {
  /** Prunes what reports less, as the objective reports it. Default `-Infinity`. */
  readonly lower?: number;
  /** Prunes what reports more, as the objective reports it. Default `Infinity`. */
  readonly upper?: number;
}

// Infinities are no JSON; they are the defaults.
const bound = z.union([z.number(), z.literal([Infinity, -Infinity])], {
  error: 'expected a number, not NaN',
});

/** The options of `thresholdPruner` as data. */
export const thresholdPrunerOptions = z
  .strictObject({ lower: bound.default(-Infinity), upper: bound.default(Infinity), ...paceSchema })
  .refine(({ lower, upper }) => lower <= upper, { error: 'expected lower to be at most upper' });

/**
 * Prunes a trial that reports a value outside given bounds, or NaN.
 *
 * When to use: against runs that explode, or where it is known what a score can be. The bounds are values as the objective reports them, whatever the direction.
 * O(1) a report.
 *
 * @throws TuningError `InvalidConfig` for a wrong option, also when `lower` is above `upper`.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { evaluate, thresholdPruner } from 'rxtune';
 *
 * const pruner = thresholdPruner({ upper: 100, warmupSteps: 1 });
 * const study = of({ params: { lr: 1 } }, { params: { lr: 9 } }).pipe(evaluate(({ lr }) => of(200, 50 * lr, lr), { pruner }));
 * study.subscribe((trial) => console.log(trial.state)); // complete, pruned
 * ```
 */
export function thresholdPruner(options: ThresholdPrunerOptions): Pruner {
  const { lower, upper, ...pace } = parseOptions('thresholdPruner', thresholdPrunerOptions, options);
  return {
    start: () => {
      const steps = new StepCount();
      const running = new PerTrial(() => new Pace());
      return {
        report: ({ number, step, value }) =>
          running.of(number).due(steps.since(step), pace) && !(value >= lower && value <= upper),
        finish: (trial) => void running.end(trial),
      };
    },
  };
}
