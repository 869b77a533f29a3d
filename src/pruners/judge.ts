import type { Report, Score, Trial } from '../trial.ts';
import type { Pruner, PrunerState } from './pruner.ts';
import { RankedReports } from './ranked-reports.ts';

/**
 * A pruner at work in a study, whose scores are single numbers or several.
 *
 * Of several it makes the one loss that a rule asks for: the report's rank among those at the same step, by non-domination and then by crowding distance, said as a loss of the
 * first objective, namely that of the report which has this rank by the first objective alone. So losses at one step are in the order of the ranks, and fall as the training
 * goes on; with one objective in the array they are what they would be without the array.
 */
export class Judge {
  readonly #state: PrunerState;
  readonly #atStep = new Map<number, RankedReports>();
  readonly #atEnd = new RankedReports();

  constructor(pruner: Pruner) {
    this.#state = pruner.start();
  }

  /** Whether to prune. */
  report(number: number, params: unknown, { step, value }: Report<Score>, loss: Score): boolean {
    if (typeof loss === 'number') return this.#state.report({ number, step, value, loss, params });
    let ranked = this.#atStep.get(step);
    if (ranked === undefined) {
      ranked = new RankedReports();
      this.#atStep.set(step, ranked);
    }
    return this.#state.report({
      number,
      step,
      value,
      loss: place(ranked, number, loss),
      losses: loss,
      params,
    });
  }

  finish(trial: Trial<unknown, Score>): void {
    if (trial.state !== 'complete') this.#state.finish(trial);
    else if (typeof trial.loss === 'number') this.#state.finish({ ...trial, loss: trial.loss });
    else
      this.#state.finish({
        ...trial,
        loss: place(this.#atEnd, trial.number, trial.loss),
        losses: trial.loss,
      });
  }
}

/** Tells of a trial that ran elsewhere; whatever is answered, it is over. */
export function tellWhole(judge: Judge, trial: Trial<unknown, Score>, loss: (value: Score) => Score): void {
  for (const report of trial.reports) judge.report(trial.number, trial.params, report, loss(report.value));
  judge.finish(trial);
}

/** What is not wholly finite has no rank. */
const place = (ranked: RankedReports, trial: number, losses: readonly number[]): number =>
  losses.every(Number.isFinite) ? ranked.enter(trial, losses) : Number.NaN;
