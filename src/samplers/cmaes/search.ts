import type { Random } from '../../math/random.ts';
import type { Coordinates, Point } from './coordinates.ts';
import { compared, type Outcome } from './outcome.ts';
import { type Restarts, RestartSchedule } from './restarts.ts';
import { type Drawn, SearchDistribution } from './search-distribution.ts';
import { Stagnation } from './stagnation.ts';
import { roundStart, type Start } from './start.ts';

/** A point that is to be evaluated, or was. */
export interface Solution extends Drawn {
  /** The run that it was drawn in; -1 for a point from elsewhere. */
  readonly run: number;
  /** Ranks equal outcomes, so that the order of telling does not. */
  readonly order: number;
}

interface Evaluated {
  readonly solution: Solution;
  readonly outcome: Outcome;
}

/** How a search goes on. */
export interface SearchOptions {
  readonly populationSize: number;
  readonly restarts: Restarts;
  readonly separable: boolean;
  /** The generator of restart r. */
  readonly generator: (restart: number) => Random;
}

/**
 * Runs of CMA-ES, one after the other, that take results as they come.
 *
 * A generation is complete when λ results have arrived, whichever they are. One that was drawn in an earlier generation
 * of the run counts as a solution from elsewhere: with its true place, but shortened where it is too far off. One from
 * elsewhere counts when it is at least as good as the median of the last generation: a bad one is no sample of the
 * distribution and says nothing about it. One of an earlier run does not count: it would lead back to where that
 * run ended.
 */
export class Search {
  readonly #coordinates: Coordinates;
  readonly #options: SearchOptions;
  readonly #schedule: RestartSchedule | undefined;
  #distribution: SearchDistribution;
  #stagnation: Stagnation;
  #run = 0;
  #trials = 0;
  #arrived: Evaluated[] = [];
  #median: Outcome | undefined;

  constructor(coordinates: Coordinates, start: Start, options: SearchOptions) {
    const { populationSize, separable, restarts } = options;
    this.#coordinates = coordinates;
    this.#options = options;
    this.#schedule = restarts === 'none' ? undefined : new RestartSchedule(restarts, populationSize);
    this.#distribution = new SearchDistribution(coordinates, start, populationSize, separable);
    this.#stagnation = new Stagnation(coordinates.numbers.length, populationSize);
  }

  /** The present distribution. */
  get distribution(): SearchDistribution {
    return this.#distribution;
  }

  /** How often the search began anew. */
  get restarts(): number {
    return this.#run;
  }

  draw(random: Random, order: number): Solution {
    return { ...this.#distribution.draw(random), run: this.#run, order };
  }

  /** Takes the result of a solution. */
  tell(solution: Solution, outcome: Outcome): void {
    if (solution.run >= 0 && solution.run !== this.#run) return;
    if (solution.run < 0 && this.#median !== undefined && compared(outcome, this.#median) > 0) return;
    this.#trials++;
    this.#arrived.push({ solution, outcome });
    if (this.#arrived.length === this.#distribution.populationSize) this.#turn();
  }

  #turn(): void {
    const ranked = this.#arrived.sort(
      (a, b) => compared(a.outcome, b.outcome) || a.solution.order - b.solution.order,
    );
    const outcomes = ranked.map(({ outcome }) => outcome);
    this.#arrived = [];
    this.#median = outcomes[outcomes.length >>> 1];
    this.#distribution.update(ranked.map(({ solution }) => solution));
    const [best] = outcomes;
    const worst = outcomes.at(-1);
    // On a plateau, or where everything fails, the steps get longer (Hansen 2016, section B.3).
    const flat = outcomes[Math.ceil(0.7 * outcomes.length) - 1];
    if (best !== undefined && flat !== undefined && compared(best, flat) === 0) this.#distribution.widen();
    const stands = this.#stagnation.note(best?.loss ?? NaN, worst?.loss ?? NaN);
    if (this.#schedule !== undefined && (stands || this.#distribution.converged))
      this.#restart(this.#schedule);
  }

  #restart(schedule: RestartSchedule): void {
    this.#run++;
    const random = this.#options.generator(this.#run);
    const { populationSize, sigma } = schedule.next(random, this.#trials);
    const mean = Float64Array.from(this.#coordinates.numbers, random);
    const start = roundStart(this.#coordinates, mean, sigma);
    this.#distribution = new SearchDistribution(
      this.#coordinates,
      start,
      populationSize,
      this.#options.separable,
    );
    this.#stagnation = new Stagnation(this.#coordinates.numbers.length, populationSize);
    this.#trials = 0;
    this.#median = undefined;
  }
}

/** A point that no distribution drew. */
export function fromElsewhere(point: Point): Solution {
  return { ...point, generation: -1, run: -1, order: -1 };
}
