import type { Report, Score, Trial } from '../trial.ts';
import { Judge, tellWhole } from './judge.ts';
import type { Pruner } from './pruner.ts';

/** One of the trials that run side by side. */
interface Place {
  readonly judge: Judge;
  /** How many ended trials it was told. */
  told: number;
  /** The trial that it has watched, or watches. */
  own: number;
}

/**
 * A pruner at work in a study whose results go on in the order of its trials: what it decides does not depend on how the reports of trials that run side by side mingle.
 *
 * Each place in the window has a state of its own. When a trial takes the place it is told, trial after trial, all that have gone on since the last time; while the trial runs
 * it hears of no other. So a report costs as many times as the window is wide.
 */
export class WindowJudge {
  readonly #loss: (value: Score) => Score;
  readonly #places: readonly Place[];
  readonly #placeOf = new Map<number, Place>();
  /** Those trials that not every place was told, and how many there were before them. */
  readonly #ended: Trial<unknown, Score>[] = [];
  #forgotten = 0;
  #starts = 0;

  constructor(pruner: Pruner, window: number, loss: (value: Score) => Score) {
    this.#loss = loss;
    this.#places = Array.from({ length: window }, () => ({ judge: new Judge(pruner), told: 0, own: -1 }));
  }

  /** A trial starts: at most as many as the window is wide have done so without having gone on. */
  start(number: number): void {
    const place = this.#places[this.#starts++ % this.#places.length];
    if (place === undefined) return;
    for (const trial of this.#ended.slice(place.told - this.#forgotten)) {
      if (trial.number === place.own) place.judge.finish(trial);
      else tellWhole(place.judge, trial, this.#loss);
    }
    place.told = this.#forgotten + this.#ended.length;
    place.own = number;
    this.#placeOf.set(number, place);
    const told = Math.min(...this.#places.map((other) => other.told));
    this.#ended.splice(0, told - this.#forgotten);
    this.#forgotten = told;
  }

  /** Whether to prune. */
  report(number: number, params: unknown, report: Report<Score>, loss: Score): boolean {
    return this.#placeOf.get(number)?.judge.report(number, params, report, loss) ?? false;
  }

  finish(trial: Trial<unknown, Score>): void {
    this.#placeOf.delete(trial.number);
    this.#ended.push(trial);
  }
}
