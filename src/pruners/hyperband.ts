import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import { AshaState, type ResourceOptions, resourceSchema } from './asha.ts';
import { bracketOf, hyperbandBrackets } from '../math/brackets.ts';
import type { Pruner, PrunerReport, PrunerState, PrunerTrial } from './pruner.ts';
import { StepCount } from './step-count.ts';

/** Options of `hyperbandPruner`. */
export interface HyperbandPrunerOptions extends ResourceOptions {
  /** The resource of a whole trial; `'auto'` prunes nothing until a first trial is complete, and takes what that has used. Default `'auto'`. */
  readonly maxResource?: number | 'auto';
  /** Keeps one of so many at each rung. Above 1. Default 3. */
  readonly reductionFactor?: number;
}

/** The options of `hyperbandPruner` as data. */
export const hyperbandPrunerOptions = z
  .strictObject({
    ...resourceSchema,
    maxResource: z.union([z.number().positive(), z.literal('auto')]).default('auto'),
    reductionFactor: z.number().gt(1).default(3),
  })
  .check(({ value: { minResource, maxResource }, issues }) => {
    if (maxResource !== 'auto' && maxResource < minResource) {
      const message = `expected at least minResource, which is ${minResource}`;
      issues.push({ code: 'custom', path: ['maxResource'], message, input: maxResource });
    }
  });

/**
 * Hyperband over asynchronous successive halving: brackets that differ in how early they begin to prune, each with a share of the trials.
 *
 * When to use: where it is unknown whether early reports tell anything. It costs more than {@link ashaPruner}, as brackets that prune late are a hedge.
 *
 * The bracket of a trial follows from its number. With `maxResource: 'auto'` the trials that report before a first one is complete are not judged at all:
 * give the number where several run at once. Steps, ties and NaN are treated as by `ashaPruner`.
 *
 * Source: Li et al., "Hyperband", JMLR 18 (2018), with the brackets of Li et al., MLSys 2020, section 4.3.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { evaluate, float, hyperbandPruner, random, space } from 'rxtune';
 * import { take } from 'rxjs';
 *
 * random(space({ lr: float(0, 1) }))
 *   .pipe(
 *     take(20),
 *     evaluate(
 *       function* ({ lr }) {
 *         for (let epoch = 1; epoch <= 27; epoch++) yield (1 - lr) ** epoch;
 *       },
 *       { pruner: hyperbandPruner({ maxResource: 27 }) },
 *     ),
 *   )
 *   .subscribe((trial) => console.log(trial.state, trial.reports.length));
 * ```
 */
export function hyperbandPruner(options: HyperbandPrunerOptions = {}): Pruner {
  const parsed = parseOptions('hyperbandPruner', hyperbandPrunerOptions, options);
  return { start: () => new HyperbandState(parsed) };
}

class HyperbandState implements PrunerState {
  readonly #options: Required<HyperbandPrunerOptions>;
  readonly #steps = new StepCount();
  #shares: readonly number[] = [];
  #brackets: AshaState[] = [];
  /** The resource used so far by each trial that began before it was known how many brackets there are. */
  readonly #early = new Map<number, number>();

  constructor(options: Required<HyperbandPrunerOptions>) {
    this.#options = options;
    if (options.maxResource !== 'auto') this.#open(options.maxResource);
  }

  report(report: PrunerReport): boolean {
    const resource = this.#options.firstResource + this.#steps.since(report.step);
    if (this.#brackets.length === 0 || this.#early.has(report.number)) {
      this.#early.set(report.number, Math.max(resource, this.#early.get(report.number) ?? 0));
      return false;
    }
    return this.#brackets[bracketOf(report.number, this.#shares)]?.judge(report, resource) ?? false;
  }

  finish(trial: PrunerTrial): void {
    const used = this.#early.get(trial.number);
    this.#early.delete(trial.number);
    if (this.#brackets.length > 0) this.#brackets[bracketOf(trial.number, this.#shares)]?.finish(trial);
    else if (used !== undefined && trial.state === 'complete') this.#open(used);
  }

  #open(maxResource: number): void {
    const { minResource, reductionFactor } = this.#options;
    this.#shares = hyperbandBrackets(minResource, maxResource, reductionFactor);
    this.#brackets = this.#shares.map(
      (_, minEarlyStoppingRate) => new AshaState({ ...this.#options, minEarlyStoppingRate }),
    );
  }
}
