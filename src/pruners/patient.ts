import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import { PerTrial } from './per-trial.ts';
import type { Pruner } from './pruner.ts';

/** Options of `patientPruner`. */
export interface PatientPrunerOptions {
  /** How many steps without improvement are borne; the one after may prune. An integer of at least 0. */
  readonly patience: number;
  /** A loss may be worse by so much and still count as improvement. Default 0. */
  readonly minDelta?: number;
}

/** The options of `patientPruner` as data. */
export const patientPrunerOptions = z.strictObject({
  patience: z.int().min(0),
  minDelta: z.number().min(0).default(0),
});

/**
 * Lets another pruner prune only what has stopped improving: a trial of which all of the last `patience + 1` reports are worse than the best before.
 *
 * When to use: around a strict pruner, where curves make pauses; or with `undefined` for the patience alone. It saves little: on learning curves that mostly fall,
 * nothing ever stops improving.
 *
 * The inner pruner is told every report; its answers count when patience is out. Several reports in a row at one step count as one, the last. NaN is no
 * improvement, and a trial that reports nothing else is left to others. Each running trial keeps `patience + 2` numbers.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { evaluate, patientPruner } from 'rxtune';
 *
 * const study = of({ params: {} }).pipe(evaluate(() => of(3, 2, 4, 5, 6, 1), { pruner: patientPruner(undefined, { patience: 1 }) }));
 * study.subscribe((trial) => console.log(trial.state, trial.reports.length)); // pruned 4
 * ```
 */
export function patientPruner(inner: Pruner | undefined, options: PatientPrunerOptions): Pruner {
  const { patience, minDelta } = parseOptions('patientPruner', patientPrunerOptions, options);
  return {
    start: () => {
      const running = new PerTrial(() => new Window(patience + 1));
      const judge = inner?.start();
      return {
        report: (report) => {
          const window = running.of(report.number);
          window.take(report.step, report.loss);
          const verdict = judge?.report(report) ?? true;
          return verdict && window.before + minDelta < window.best;
        },
        finish: (trial) => {
          running.end(trial);
          judge?.finish(trial);
        },
      };
    },
  };
}

/** The last few losses of a trial, and the best before them. */
class Window {
  readonly #size: number;
  readonly #losses: number[] = [];
  #step = Number.NaN;
  /** The best loss before the window; NaN if there is none. */
  before = Number.NaN;

  constructor(size: number) {
    this.#size = size;
  }

  /** The best loss in the window; NaN if there is none. */
  get best(): number {
    return this.#losses.reduce(better, Number.NaN);
  }

  take(step: number, loss: number): void {
    if (step === this.#step) this.#losses.pop();
    this.#step = step;
    this.#losses.push(loss);
    if (this.#losses.length > this.#size)
      this.before = better(this.before, this.#losses.shift() ?? Number.NaN);
  }
}

const better = (a: number, b: number): number => (Number.isNaN(a) || b < a ? b : a);
