import * as z from 'zod';
import { generator } from '../math/random.ts';
import type { Space } from '../space/space.ts';
import type { Trial } from '../trial.ts';
import { Halving } from './budget/halving.ts';
import { readRungOptions } from './budget/options.ts';
import type { Source } from './budget/source.ts';
import { drawAllowed } from './draw.ts';
import { type HyperbandOptions, hyperbandOptions, hyperbandPlans } from './hyperband.ts';
import { seedSchema } from './options.ts';
import { type BudgetSampler, type Sampler, wait } from './sampler.ts';
import { tpe } from './tpe.ts';

/** Options of `bohb`. */
export interface BohbOptions extends HyperbandOptions {
  /** How many results a budget needs before its model proposes. Default: two more than there are parameters. */
  readonly minResults?: number;
  /** How many of the configurations are drawn at random all the same, from 0 to 1. Default 1/3. */
  readonly randomFraction?: number;
}

/** The options of `bohb` as data. */
export const bohbOptions = hyperbandOptions.extend({
  seed: seedSchema,
  minResults: z.int().min(2).exactOptional(),
  randomFraction: z
    .number()
    .min(0)
    .max(1)
    .default(1 / 3),
});

/**
 * BOHB: Hyperband whose configurations come from a model of what was good with the greatest budget that has enough results.
 *
 * When to use: for trials that are long and can be continued, where random search under {@link hyperband} would be the alternative. Early on it is as fast, as the
 * model learns from small budgets at once; later it is better, as it learns from the great ones.
 *
 * The models are tree-structured Parzen estimators, one for each budget. A fraction of the configurations is random, so that a model that small budgets mislead is
 * not all there is.
 *
 * Source: Falkner, Klein and Hutter, "BOHB: Robust and Efficient Hyperparameter Optimization at Scale", ICML 2018, algorithm 2 with the estimators of `tpe`. About as
 * costly as `tpe`.
 *
 * @throws TuningError `InvalidConfig` for a wrong option; from `propose`, `ExhaustedSpace` when constraints refuse nearly everything.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { bohb } from 'rxtune/samplers';
 *
 * const sampler = bohb(space({ lr: float(1e-4, 1, { scale: 'log' }) }), { maxBudget: 81, seed: 1 });
 * sampler.propose(); // { params: { lr: 0.… }, budget: 9 }
 * ```
 */
export function bohb<P>(space: Space<P>, options: BohbOptions): BudgetSampler<P> {
  const parsed = readRungOptions('bohb', bohbOptions, options);
  return new Halving(hyperbandPlans(parsed), new Models(space, parsed));
}

interface Model<P> {
  readonly sampler: Sampler<P>;
  results: number;
}

class Models<P> implements Source<P> {
  readonly #space: Space<P>;
  readonly #seed: string | number;
  readonly #randomFraction: number;
  readonly #minResults: number;
  /** By budget. */
  readonly #models = new Map<number, Model<P>>();
  #asked = 0;

  constructor(space: Space<P>, { seed, randomFraction, minResults }: z.output<typeof bohbOptions>) {
    this.#space = space;
    this.#seed = seed;
    this.#randomFraction = randomFraction;
    this.#minResults = minResults ?? space.parameters.length + 2;
  }

  ask(): P {
    const uniform = generator(this.#seed, `bohb ${this.#asked++}`);
    const isRandom = uniform() < this.#randomFraction;
    const params = isRandom ? undefined : this.#greatest()?.sampler.ask();
    if (params !== undefined && params !== wait) return params;
    return drawAllowed(this.#space, () => this.#space.parameters.map(uniform));
  }

  result(trial: Trial<P>): void {
    if (trial.budget === undefined) return;
    const model = this.#modelOf(trial.budget);
    if (trial.state === 'complete') model.results++;
    model.sampler.tell(trial);
  }

  /** A model that still waits for it, as it proposed it for another budget than it got, is told that there is nothing to wait for. */
  over({ params }: Trial<P>): void {
    this.abandon(params);
  }

  abandon(params: P): void {
    for (const { sampler } of this.#models.values()) sampler.abandon?.(params);
  }

  /** The model of the greatest budget with enough results (algorithm 2, line 3). */
  #greatest(): Model<P> | undefined {
    const budgets = [...this.#models].filter(([, { results }]) => results >= this.#minResults);
    return budgets.reduce<readonly [number, Model<P> | undefined]>(
      (greatest, one) => (one[0] > greatest[0] ? one : greatest),
      [0, undefined],
    )[1];
  }

  #modelOf(budget: number): Model<P> {
    const known = this.#models.get(budget);
    if (known !== undefined) return known;
    const seed = `${this.#seed} ${budget}`;
    const model = { sampler: tpe(this.#space, { seed, startup: this.#minResults }), results: 0 };
    this.#models.set(budget, model);
    return model;
  }
}
