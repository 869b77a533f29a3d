import type { Random } from '../../math/random.ts';

/** How a run that has converged is followed by the next. */
export type Restarts = 'none' | 'ipop' | 'bipop';

/** The population size and the first step of a run. */
export interface Run {
  readonly populationSize: number;
  readonly sigma: number;
}

/** σ of a run that starts anywhere in the box. */
const SIGMA = 0.2;

/**
 * Decides on the next run.
 *
 * `'ipop'` doubles the population each time. `'bipop'` takes turns between doubling and small populations with small
 * steps, so that both get the same number of trials.
 *
 * Source: Auger and Hansen, "A Restart CMA Evolution Strategy With Increasing Population Size", CEC 2005; Hansen,
 * "Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function Testbed", GECCO 2009, section 2.
 */
export class RestartSchedule {
  readonly #kind: Exclude<Restarts, 'none'>;
  readonly #first: number;
  #large: number;
  #isSmall = false;
  #trialsInLarge = 0;
  #trialsInSmall = 0;

  /** @param kind how; `'none'` has no next run */
  constructor(kind: Exclude<Restarts, 'none'>, populationSize: number) {
    this.#kind = kind;
    this.#first = populationSize;
    this.#large = populationSize;
  }

  /** @param trials how many results the run that ended took. */
  next(random: Random, trials: number): Run {
    // The first run counts for neither.
    if (this.#isSmall) this.#trialsInSmall += trials;
    else if (this.#large > this.#first) this.#trialsInLarge += trials;
    this.#isSmall = this.#kind === 'bipop' && this.#trialsInSmall < this.#trialsInLarge;
    if (!this.#isSmall) {
      this.#large *= 2;
      return { populationSize: this.#large, sigma: SIGMA };
    }
    const populationSize = Math.floor(this.#first * (this.#large / this.#first / 2) ** (random() ** 2));
    return { populationSize: Math.max(2, populationSize), sigma: SIGMA * 10 ** (-2 * random()) };
  }
}
