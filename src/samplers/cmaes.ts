import * as z from 'zod';
import { generator, type Random } from '../math/random.ts';
import { parseOptions } from '../parse-options.ts';
import type { Space } from '../space/space.ts';
import type { Trial } from '../trial.ts';
import { Coordinates, type Point } from './cmaes/coordinates.ts';
import { compared, type Outcome, outcomeOf } from './cmaes/outcome.ts';
import { fromElsewhere, Search, type Solution } from './cmaes/search.ts';
import { roundStart, shapedStart } from './cmaes/start.ts';
import { defaultPopulationSize } from './cmaes/strategy-parameters.ts';
import { drawAllowed } from './draw.ts';
import { checkedHistory, type HistoryOptions, historySchema } from './history.ts';
import { type SeedOptions, seedSchema } from './options.ts';
import { Pending } from './pending.ts';
import type { Sampler } from './sampler.ts';
import { sobol } from './sobol.ts';
import { Unvisited } from './unvisited.ts';

/** Options of `cmaes`. */
export interface CmaesOptions<P> extends SeedOptions, HistoryOptions<P> {
  /**
   * How many results make a generation, at least 2. Default 4 + ⌊1.5 ln n⌋ for n parameters: 7 for ten. More of them bear more noise and find the bottom of a
   * rugged objective more often, and need more trials.
   */
  readonly populationSize?: number | undefined;
  /** The standard deviation at the start, as a share of each parameter's range; above 0, up to 1. Default 1/6. Earlier results replace it. */
  readonly sigma?: number;
  /** What follows when a run has converged: nothing, a run with twice the population (`'ipop'`), or that and small runs in turn (`'bipop'`). Default `'ipop'`. */
  readonly restarts?: 'none' | 'ipop' | 'bipop';
  /** Learns variances only and no correlations: cheaper, and faster in many dimensions. Default: from 41 numbers on. */
  readonly separable?: boolean | undefined;
  /** How many trials at evenly spread points come first; those told before count. Default 0. Up to 1,000 parameters. */
  readonly startup?: number;
}

const share = { error: 'expected a number above 0 and up to 1' };
const from = (least: number): z.ZodInt => {
  const error = `expected an integer of at least ${least}`;
  return z.int({ error }).min(least, { error });
};

/** The options of `cmaes` as data. */
export const cmaesOptions = z.strictObject({
  seed: seedSchema,
  populationSize: from(2).optional(),
  sigma: z
    .number(share)
    .gt(0, share)
    .max(1, share)
    .default(1 / 6),
  restarts: z
    .enum(['none', 'ipop', 'bipop'], { error: "expected 'none', 'ipop' or 'bipop'" })
    .default('ipop'),
  separable: z.boolean({ error: 'expected true or false' }).optional(),
  startup: from(0).default(0),
});

const withHistory = cmaesOptions.extend({ history: historySchema });

/** More numbers than these are learnt without correlations. */
const FULL_UP_TO = 40;
/** So many draws that are not allowed, or were tried before, are passed over. */
const TRIES = 100;
/** So often the way from the best point to one that is not allowed is halved. */
const HALVINGS = 20;

/**
 * Covariance matrix adaptation: a cloud of points that moves, stretches and turns towards what was good.
 *
 * For budgets of some hundred trials and more on numbers, also where they act together and where the objective is noisy or rugged; it learns from ranks alone. A
 * suggestion costs about 20 µs at ten parameters. Below some hundred trials `gp` and `tpe` need fewer.
 *
 * `int`, `ordinal` and stepped parameters keep a margin of probability for their neighbours; each `choice` has a probability for each option, which follows the
 * ranking. A parameter that is not there in a candidate keeps its place in the cloud. Where constraints refuse a hundred draws, the next candidate lies on the way
 * to the best one. In a finite space nothing is proposed twice, and it completes when everything was proposed.
 *
 * Results may come in any order, late, or without having been asked for: they count, the farther ones shortened, unless they are of a run that has ended. Results
 * told before the first suggestion (or given as `history`) shape the start: it begins at the best of them, with the spread of the best tenth. Pruned trials rank
 * after complete ones, failed ones last. Suggestion k depends on the seed, k, and what was asked and told before.
 *
 * Sources: Hansen, "The CMA Evolution Strategy: A Tutorial", 2016; restarts of Auger and Hansen, 2005, and Hansen, 2009; margin of Hamano et al., 2022; categories of
 * Hamano et al., "CatCMA", 2024; separable form of Ros and Hansen, 2008; results from elsewhere of Hansen, 2011; warm start after Nomura et al., 2021.
 *
 * @throws TuningError `InvalidConfig` for a wrong option or a history of another space; from `tell`, `InvalidScore` for several losses, and `InvalidParameter` for
 * parameters that are not of the space; from `ask`, `ExhaustedSpace` when constraints refuse nearly everything.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { cmaes } from 'rxtune/samplers';
 *
 * const sampler = cmaes(space({ x: float(-5, 10), y: float(0, 15) }), { seed: 1 });
 * const params = sampler.ask();
 * ```
 */
export function cmaes<P>(space: Space<P>, options: CmaesOptions<P> = {}): Sampler<P> {
  const { history: _, ...parsed } = parseOptions('cmaes', withHistory, options);
  return new Cmaes(space, parsed, checkedHistory('cmaes', space, options.history));
}

interface Result {
  readonly point: Point;
  readonly outcome: Outcome;
}

class Cmaes<P> implements Sampler<P> {
  readonly #space: Space<P>;
  readonly #options: z.output<typeof cmaesOptions>;
  readonly #coordinates: Coordinates;
  readonly #pending: Pending<P, Solution>;
  /** By key, where candidates may repeat: what came of them, or undefined for a pending one. */
  readonly #tried: Map<string, Outcome | undefined> | undefined;
  #startup: Sampler<P> | undefined;
  #unvisited: Unvisited<P> | undefined;
  /** Results that were told before the search began. */
  #early: Result[] = [];
  #search: Search | undefined;
  #best: Result | undefined;
  #k = 0;
  #told = 0;

  constructor(space: Space<P>, options: z.output<typeof cmaesOptions>, history: readonly Trial<P>[]) {
    this.#space = space;
    this.#options = options;
    this.#coordinates = new Coordinates(space.parameters);
    this.#pending = new Pending(space);
    const repeats = !space.parameters.some(
      ({ leaf, conditions }) => leaf.levels === Infinity && conditions.length === 0,
    );
    this.#tried = repeats ? new Map() : undefined;
    for (const trial of history) this.tell(trial);
  }

  ask(): P | undefined {
    const random = generator(this.#options.seed, this.#k++);
    if (this.#search === undefined && this.#told + this.#pending.size < this.#options.startup) {
      const params = this.#spread();
      if (params !== undefined) return this.#propose(params, this.#elsewhere(params));
    }
    this.#search ??= this.#begin();
    return this.#draw(this.#search, random) ?? this.#anywhere(random);
  }

  tell(trial: Trial<P>): void {
    const outcome = outcomeOf(trial);
    const solution = this.#pending.take(trial.params) ?? this.#elsewhere(this.#space.parse(trial.params));
    this.#told++;
    this.#tried?.set(this.#space.key(trial.params), outcome);
    if (this.#best === undefined || compared(outcome, this.#best.outcome) < 0)
      this.#best = { point: solution, outcome };
    if (this.#search === undefined) this.#early.push({ point: solution, outcome });
    else this.#search.tell(solution, outcome);
  }

  abandon(params: P): void {
    this.#pending.take(params);
  }

  /** The next evenly spread candidate. */
  #spread(): P | undefined {
    this.#startup ??= sobol(this.#space, { seed: this.#options.seed });
    for (let tries = 0; tries < TRIES; tries++) {
      const params = this.#startup.ask();
      if (typeof params !== 'symbol' && params !== undefined && this.#isNew(params)) return params;
    }
    return undefined;
  }

  /** A candidate from the search. */
  #draw(search: Search, random: Random): P | undefined {
    let refused: Solution | undefined;
    for (let tries = 0; tries < TRIES; tries++) {
      const solution = search.draw(random, this.#k);
      const params = this.#decode(solution);
      if (!this.#space.allows(params)) refused = solution;
      else if (this.#isNew(params)) return this.#propose(params, solution);
      else {
        // What came of it is known: the search goes on at no cost.
        const outcome = this.#tried?.get(this.#space.key(params));
        if (outcome !== undefined) search.tell(this.#present(solution), outcome);
      }
    }
    return refused === undefined ? undefined : this.#between(refused);
  }

  /** A candidate on the way from the best point to one that is not allowed. */
  #between(refused: Solution): P | undefined {
    if (this.#best === undefined) return undefined;
    const { x, categories } = this.#best.point;
    const solution = { ...refused, x: refused.x.slice(), categories, generation: -1 };
    for (let h = 0; h < HALVINGS; h++) {
      solution.x.forEach((to, j) => (solution.x[j] = (to + (x[j] ?? NaN)) / 2));
      const params = this.#decode(solution);
      if (this.#space.allows(params) && this.#isNew(params)) return this.#propose(params, solution);
    }
    return undefined;
  }

  /** Any candidate; undefined when everything was proposed. */
  #anywhere(random: Random): P | undefined {
    let params: P | undefined;
    if (this.#tried === undefined) {
      const unit = new Float64Array(this.#space.parameters.length);
      params = drawAllowed(this.#space, () => unit.map(random));
    } else {
      this.#unvisited ??= new Unvisited(this.#space);
      do params = this.#unvisited.draw(random);
      while (params !== undefined && !this.#isNew(params));
    }
    return params === undefined ? undefined : this.#propose(params, this.#elsewhere(params));
  }

  #propose(params: P, solution: Solution): P {
    this.#tried?.set(this.#space.key(params), undefined);
    this.#pending.add(params, this.#present(solution));
    return params;
  }

  #isNew(params: P): boolean {
    return this.#tried?.has(this.#space.key(params)) !== true;
  }

  #decode(point: Point): P {
    return this.#space.decode(this.#coordinates.unit(point));
  }

  #present(solution: Solution): Solution {
    if (!this.#coordinates.conditional) return solution;
    return this.#coordinates.present(solution, this.#space.active(this.#coordinates.unit(solution)));
  }

  #elsewhere(params: P): Solution {
    const mean =
      this.#search?.distribution.strategy.mean ??
      new Float64Array(this.#coordinates.numbers.length).fill(0.5);
    return fromElsewhere(this.#coordinates.point(this.#space.encode(params), mean));
  }

  #begin(): Search {
    const { seed, sigma, restarts, populationSize, separable } = this.#options;
    const { numbers, categories } = this.#coordinates;
    const ranked = this.#early
      .filter(({ outcome }) => outcome.standing === 0)
      .sort((a, b) => compared(a.outcome, b.outcome))
      .map(({ point }) => point);
    this.#early = [];
    const start =
      ranked.length > 0
        ? shapedStart(this.#coordinates, ranked, sigma)
        : roundStart(this.#coordinates, new Float64Array(numbers.length).fill(0.5), sigma);
    return new Search(this.#coordinates, start, {
      populationSize: populationSize ?? defaultPopulationSize(numbers.length + categories.length),
      restarts,
      separable: separable ?? numbers.length > FULL_UP_TO,
      generator: (restart) => generator(seed, `restart/${restart}`),
    });
  }
}
