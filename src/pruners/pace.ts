import * as z from 'zod';

/** When a pruner judges a trial. */
export interface PaceOptions {
  /** Judges no report before so many steps after the first one of the study. Default 0. */
  readonly warmupSteps?: number;
  /** Judges only the first report in each interval of so many steps, counted from the end of the warm-up. Default 1. */
  readonly interval?: number;
}

export const paceSchema = {
  warmupSteps: z.number().min(0).default(0),
  interval: z.number().positive().default(1),
};

/** Which reports of one trial are judged. */
export class Pace {
  #step = Number.NaN;
  #latest = -Infinity;

  /** @param since steps since the first one of the study; a step repeated in a row is judged again, one below an earlier one is not. */
  due(since: number, { warmupSteps, interval }: Required<PaceOptions>): boolean {
    if (since !== this.#step) {
      if (this.#step > this.#latest) this.#latest = this.#step;
      this.#step = since;
    }
    const start = Math.floor((since - warmupSteps) / interval) * interval + warmupSteps;
    return since >= warmupSteps && this.#latest < start;
  }
}
