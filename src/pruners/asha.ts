import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import { PerTrial } from './per-trial.ts';
import type { Pruner, PrunerReport, PrunerState, PrunerTrial } from './pruner.ts';
import { Smallest } from './smallest.ts';
import { StepCount } from './step-count.ts';

/** What counts as a resource for `ashaPruner` and `hyperbandPruner`. */
export interface ResourceOptions {
  /** The resource at the first rung: by default it is the second report, as the first tells little. Default 2. */
  readonly minResource?: number;
  /** The resource that the first step of the study has used; each further step uses 1. Default 1. */
  readonly firstResource?: number;
  /** Prunes the first so many trials at each rung. Default 0. */
  readonly bootstrapCount?: number;
}

/** Options of `ashaPruner`. */
export interface AshaPrunerOptions extends ResourceOptions {
  /** Keeps one of so many at each rung, and each rung is at so many times the resource of the one before. Above 1. Default 2. */
  readonly reductionFactor?: number;
  /** Leaves out so many of the first rungs. An integer of at least 0. Default 0. */
  readonly minEarlyStoppingRate?: number;
}

export const resourceSchema = {
  minResource: z.number().positive().default(2),
  firstResource: z.number().min(0).default(1),
  bootstrapCount: z.int().min(0).default(0),
};

/** The options of `ashaPruner` as data. */
export const ashaPrunerOptions = z.strictObject({
  ...resourceSchema,
  reductionFactor: z.number().gt(1).default(2),
  minEarlyStoppingRate: z.int().min(0).default(0),
});

/**
 * Asynchronous successive halving in its stopping form: at rungs of growing resource a trial goes on if it is among the best 1/`reductionFactor` of those that were there.
 *
 * When to use: where ranks settle early and good configurations start fast, as with tuned optimizers of one network. Rung k is at the resource
 * `minResource * reductionFactor ** (minEarlyStoppingRate + k)`. It is harsh to slow starters.
 *
 * The resource counts from the first step of the study, so that a count from 0 or from 1 makes no difference. A report that passes several rungs enters each, until one prunes it.
 * Ties stay, the first at a rung stays; NaN at a rung is pruned and does not enter it. O(log n) a rung, O(1) a report in between; one number is kept for each trial and rung.
 *
 * Source: Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020, algorithm 2, without resuming.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { ashaPruner, evaluate } from 'rxtune';
 *
 * const study = of({ params: { lr: 1 } }, { params: { lr: 2 } }).pipe(
 *   evaluate(({ lr }) => of(3 * lr, 2 * lr, lr), { pruner: ashaPruner({ reductionFactor: 3 }) }),
 * );
 * study.subscribe((trial) => console.log(trial.state, trial.reports.length)); // complete 3, pruned 2
 * ```
 */
export function ashaPruner(options: AshaPrunerOptions = {}): Pruner {
  const parsed = parseOptions('ashaPruner', ashaPrunerOptions, options);
  return {
    start: () => {
      const steps = new StepCount();
      const halving = new AshaState(parsed);
      return {
        report: (report) => halving.judge(report, parsed.firstResource + steps.since(report.step)),
        finish: (trial) => {
          halving.finish(trial);
        },
      };
    },
  };
}

/** The rungs of one bracket. */
export class AshaState implements Pick<PrunerState, 'finish'> {
  readonly #options: Required<AshaPrunerOptions>;
  readonly #rungs: Smallest[] = [];
  /** The next rung of each running trial. */
  readonly #running = new PerTrial(() => ({ rung: 0 }));

  constructor(options: Required<AshaPrunerOptions>) {
    this.#options = options;
  }

  /** Answers whether to prune. */
  judge({ number, loss }: PrunerReport, resource: number): boolean {
    const { minResource, reductionFactor, minEarlyStoppingRate } = this.#options;
    const trial = this.#running.of(number);
    while (resource >= minResource * reductionFactor ** (minEarlyStoppingRate + trial.rung)) {
      if (Number.isNaN(loss) || !this.#enter(trial.rung++, loss)) return true;
    }
    return false;
  }

  finish(trial: PrunerTrial): void {
    this.#running.end(trial);
  }

  /** Answers whether the loss is good enough to go on. */
  #enter(rung: number, loss: number): boolean {
    const losses = (this.#rungs[rung] ??= new Smallest());
    // While there are too few for a share of them, the best goes on.
    losses.insert(loss, Math.max(1, Math.floor((losses.size + 1) / this.#options.reductionFactor)));
    return losses.size > this.#options.bootstrapCount && loss <= losses.kth;
  }
}
