import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { parseOptions } from '../parse-options.ts';
import { Pace, type PaceOptions, paceSchema } from './pace.ts';
import { PerTrial } from './per-trial.ts';
import type { Pruner } from './pruner.ts';
import { StepCount } from './step-count.ts';

/** Options of `thresholdPruner`. */
export interface ThresholdPrunerOptions extends PaceOptions {
  /** Prunes what reports less, as the objective reports it; an array has a bound for each of several objectives. Default `-Infinity`. */
  readonly lower?: number | readonly number[];
  /** Prunes what reports more, as the objective reports it; an array has a bound for each of several objectives. Default `Infinity`. */
  readonly upper?: number | readonly number[];
}

// Infinities are no JSON; they are the defaults.
const bound = z.union([z.number(), z.literal([Infinity, -Infinity])], {
  error: 'expected a number, not NaN',
});
const bounds = z.union([bound, z.array(bound).min(1).readonly()]);

/** The options of `thresholdPruner` as data. */
export const thresholdPrunerOptions = z
  .strictObject({ lower: bounds.default(-Infinity), upper: bounds.default(Infinity), ...paceSchema })
  .refine(
    ({ lower, upper }) =>
      [lower, upper].every((bounds) => [bounds].flat().every((_, i) => at(lower, i) <= at(upper, i))),
    { error: 'expected lower to be at most upper, for as many objectives' },
  );

/** The bound of an objective; NaN where there is none. */
const at = (bounds: number | readonly number[], objective: number): number =>
  typeof bounds === 'number' ? bounds : (bounds[objective] ?? Number.NaN);

/**
 * Prunes a trial that reports a value outside given bounds, or NaN.
 *
 * When to use: against runs that explode, or where it is known what a score can be. The bounds are values as the objective reports them, whatever the direction.
 * Of several objectives each must be inside. O(1) a report.
 *
 * @throws TuningError `InvalidConfig` for a wrong option, also when `lower` is above `upper`; a report with fewer or more objectives than there are bounds ends the study with it.
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
  const objectives = [lower, upper].find((bounds) => typeof bounds !== 'number')?.length;
  const inside = (value: number, i: number): boolean => value >= at(lower, i) && value <= at(upper, i);
  return {
    start: () => {
      const steps = new StepCount();
      const running = new PerTrial(() => new Pace());
      return {
        report: ({ number, step, value }) => {
          const values = typeof value === 'number' ? [value] : value;
          if (values.length !== (objectives ?? values.length))
            throw new TuningError(
              'InvalidConfig',
              `thresholdPruner: there are bounds for ${objectives} objectives, but trial ${number} reported ${shown(value)}`,
            );
          return running.of(number).due(steps.since(step), pace) && !values.every(inside);
        },
        finish: (trial) => void running.end(trial),
      };
    },
  };
}
