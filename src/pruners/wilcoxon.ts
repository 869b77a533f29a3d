import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import { PerTrial } from './per-trial.ts';
import type { Pruner, PrunerReport, PrunerState, PrunerTrial } from './pruner.ts';
import { Level, SignedRanks } from './signed-ranks.ts';

/** Options of `wilcoxonPruner`. */
export interface WilcoxonPrunerOptions {
  /** Prunes when chance would make a trial look so bad less often than this. Between 0 and 1. Default 0.1. */
  readonly pThreshold?: number;
  /** Prunes nothing with fewer reports to compare. Default 2. */
  readonly startupSteps?: number;
}

/** The options of `wilcoxonPruner` as data. */
export const wilcoxonPrunerOptions = z.strictObject({
  pThreshold: z.number().min(0).max(1).default(0.1),
  startupSteps: z.int().min(0).default(2),
});

/**
 * Prunes a trial whose reports are significantly worse than those of the best complete trial at the same steps.
 *
 * When to use: where steps are folds, seeds or problem instances whose scores are averaged in the end, so that each report is a sample of its own. On learning
 * curves it costs more than rules with rungs; it is the one that noise does not disturb.
 *
 * A trial whose reports are on average no worse than the best one's is never pruned, and neither is one with a report that is not finite, nor any while the best trial has
 * none or such a report. Only steps that both have reported are compared; of several reports at one step the last counts. A report costs O(number of steps),
 * 0.2 µs at 100 of them; up to 50 compared steps of which some differ equally much the exact test takes up to 0.1 ms.
 *
 * Source: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bull. 1, 80-83 (1945).
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { evaluate, points, float, space, wilcoxonPruner } from 'rxtune';
 *
 * const folds = [0.1, 0.3, 0.2, 0.5, 0.4, 0.6];
 * points(space({ lr: float(0, 1) }), [{ lr: 0.1 }, { lr: 0.9 }])
 *   .pipe(
 *     evaluate(
 *       function* ({ lr }) {
 *         let sum = 0;
 *         for (const fold of folds) {
 *           sum += fold * (1 + lr);
 *           yield fold * (1 + lr);
 *         }
 *         return sum / folds.length;
 *       },
 *       { pruner: wilcoxonPruner() },
 *     ),
 *   )
 *   .subscribe((trial) => console.log(trial.state)); // complete, pruned
 * ```
 */
export function wilcoxonPruner(options: WilcoxonPrunerOptions = {}): Pruner {
  const parsed = parseOptions('wilcoxonPruner', wilcoxonPrunerOptions, options);
  return { start: () => new WilcoxonState(parsed) };
}

/** What a trial has reported. */
class Reported {
  readonly losses = new Map<number, number>();
  finite = true;
  #sum = 0;
  /** The trial that the ranks compare with. */
  #rival: Reported | undefined;
  #ranks = new SignedRanks();

  get mean(): number {
    return this.#sum / this.losses.size;
  }

  take(step: number, loss: number): void {
    const earlier = this.losses.get(step);
    this.losses.set(step, loss);
    if (!Number.isFinite(loss)) this.finite = false;
    this.#sum += loss - (earlier ?? 0);
    if (earlier === undefined) this.#compare(step, loss);
    else this.#rival = undefined;
  }

  against(rival: Reported): SignedRanks {
    if (this.#rival !== rival) {
      this.#rival = rival;
      this.#ranks = new SignedRanks();
      for (const [step, loss] of this.losses) this.#compare(step, loss);
    }
    return this.#ranks;
  }

  #compare(step: number, loss: number): void {
    const other = this.#rival?.losses.get(step);
    if (other !== undefined) this.#ranks.add(loss - other);
  }
}

class WilcoxonState implements PrunerState {
  readonly #startupSteps: number;
  readonly #level: Level;
  readonly #running = new PerTrial(() => new Reported());
  #best: Reported | undefined;
  #bestLoss = Infinity;

  constructor({ pThreshold, startupSteps }: Required<WilcoxonPrunerOptions>) {
    this.#startupSteps = startupSteps;
    this.#level = new Level(pThreshold);
  }

  report({ number, step, loss }: PrunerReport): boolean {
    const trial = this.#running.of(number);
    trial.take(step, loss);
    const best = this.#best;
    if (best === undefined || best.losses.size === 0 || !best.finite || !trial.finite) return false;
    if (!(trial.mean > best.mean)) return false;
    const ranks = trial.against(best);
    return ranks.count >= this.#startupSteps && ranks.significant(this.#level);
  }

  finish(trial: PrunerTrial): void {
    const reported = this.#running.end(trial) ?? new Reported();
    if (trial.state !== 'complete' || !(trial.loss < this.#bestLoss)) return;
    this.#best = reported;
    this.#bestLoss = trial.loss;
  }
}
