import { PerTrial } from './per-trial.ts';
import type { PrunerReport, PrunerState, PrunerTrial } from './pruner.ts';
import { RungSchedule } from './rung-schedule.ts';
import { TwoViewRung } from './two-view-rung.ts';

/** The numbers of the rule. */
export interface TaperedHalving {
  /** Reports of a whole trial, if known. */
  readonly steps?: number | undefined;
  readonly firstRung?: number | undefined;
  readonly spacing: number;
  /** Shares kept at the rungs, the last one at all that follow. */
  readonly keep: readonly number[];
  /** How a share of the trials becomes a number of them. */
  readonly round: (places: number) => number;
  /** How many times the last gain is still expected. */
  readonly projection: number;
}

/** The last part of a whole trial that is never pruned: little is left to save. */
const nearlyDone = 0.9;

/** The rule of `autoPruner`. */
export class TaperedHalvingState implements PrunerState {
  readonly #rule: TaperedHalving;
  readonly #rungs: TwoViewRung[] = [];
  readonly #running = new PerTrial(() => new Climb());
  /** Reports of the longest whole trial. */
  #longest = 0;
  /** Undefined until it is known how long a whole trial is. */
  #schedule: RungSchedule | undefined;

  constructor(rule: TaperedHalving) {
    this.#rule = rule;
    if (rule.steps !== undefined) this.#plan(rule.steps, []);
  }

  report({ number, step, loss }: PrunerReport): boolean {
    if (!Number.isFinite(loss)) return true;
    const trial = this.#running.of(number);
    trial.take(step, loss);
    if (this.#schedule === undefined) return false;
    const kept = this.#climb(trial, this.#schedule, trial.reports, step);
    return !kept && trial.reports < nearlyDone * this.#longest;
  }

  finish(trial: PrunerTrial): void {
    const ended = this.#running.end(trial);
    if (trial.state !== 'complete' || ended === undefined) return;
    this.#longest = Math.max(this.#longest, ended.reports);
    if (this.#schedule !== undefined || ended.reports < 2) return;
    const schedule = this.#plan(ended.reports, ended.steps);
    for (const climbing of [ended, ...this.#running.all()]) {
      climbing.steps.forEach((step, i) => this.#climb(climbing, schedule, i + 1, step));
    }
  }

  #plan(reports: number, steps: readonly number[]): RungSchedule {
    const { spacing, firstRung } = this.#rule;
    this.#longest = Math.max(this.#longest, reports);
    this.#schedule = new RungSchedule(reports, [...steps], spacing, firstRung);
    return this.#schedule;
  }

  /** Enters the rungs that the trial has reached with so many reports; the last of them decides whether it stays. */
  #climb(trial: Climb, schedule: RungSchedule, reports: number, step: number): boolean {
    let kept = true;
    while (schedule.reached(trial.rung, reports, step)) {
      const loss = trial.bestAt(reports);
      const gain = Math.max(0, trial.bestBefore(reports) - loss);
      kept = this.#rung(trial.rung).enter(loss, loss - this.#rule.projection * gain);
      trial.passed(loss);
    }
    return kept;
  }

  #rung(j: number): TwoViewRung {
    const { keep, round } = this.#rule;
    return (this.#rungs[j] ??= new TwoViewRung(keep[Math.min(j, keep.length - 1)] ?? 1, round));
  }
}

/** A trial on its way through the rungs. */
class Climb {
  /** The next rung. */
  rung = 0;
  reports = 0;
  /** Kept until the first rung is passed, as nothing looks back after it. */
  steps: number[] = [];
  #bests: number[] = [];
  #step = Number.NaN;
  #best = Infinity;
  #bestAtRung: number | undefined;

  take(step: number, loss: number): void {
    if (step !== this.#step) this.reports++;
    this.#step = step;
    this.#best = Math.min(this.#best, loss);
    if (this.rung === 0) {
      this.steps[this.reports - 1] = step;
      this.#bests[this.reports - 1] = this.#best;
    } else if (this.steps.length > 0) {
      this.steps = [];
      this.#bests = [];
    }
  }

  /** The best loss of so many reports. */
  bestAt(reports: number): number {
    return this.#bests[reports - 1] ?? this.#best;
  }

  /** The best loss at the rung before; at the first rung, half-way to it. */
  bestBefore(reports: number): number {
    return this.#bestAtRung ?? this.bestAt(Math.max(1, Math.floor(reports / 2)));
  }

  passed(loss: number): void {
    this.#bestAtRung = loss;
    this.rung++;
  }
}
