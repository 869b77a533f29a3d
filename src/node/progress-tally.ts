import type { CompleteTrial, Score, Trial, TrialEvent } from '../trial.ts';

/** What has happened so far: counts, and the best trials. */
export class ProgressTally {
  readonly #keep: number;
  readonly #best: CompleteTrial<unknown>[] = [];
  #started: number | undefined;
  #last: CompleteTrial<unknown, readonly number[]> | undefined;
  complete = 0;
  pruned = 0;
  failed = 0;

  /** @param keep how many of the best trials to keep, at least one. */
  constructor(keep: number) {
    this.#keep = Math.max(1, keep);
  }

  /** How many trials have finished, however they ended. */
  get done(): number {
    return this.complete + this.pruned + this.failed;
  }

  /** How many trials run; undefined where nobody says that they start. */
  get running(): number | undefined {
    return this.#started === undefined ? undefined : this.#started - this.done;
  }

  /** The complete trials of least loss, best first; of equal ones the one of lower number. Empty with several objectives. */
  get best(): readonly CompleteTrial<unknown>[] {
    return this.#best;
  }

  /** The latest complete trial of several objectives, which have no single best. */
  get last(): CompleteTrial<unknown, readonly number[]> | undefined {
    return this.#last;
  }

  add(item: Trial<unknown, Score> | TrialEvent<unknown, Score>): void {
    if (!('type' in item)) this.#finish(item);
    else if (item.type === 'started') this.#started = (this.#started ?? this.done) + 1;
    else if (item.type === 'finished') this.#finish(item.trial);
  }

  #finish(trial: Trial<unknown, Score>): void {
    this[trial.state]++;
    if (trial.state !== 'complete') return;
    if (hasOneObjective(trial)) this.#rank(trial);
    else if (hasSeveralObjectives(trial)) this.#last = trial;
  }

  #rank(trial: CompleteTrial<unknown>): void {
    const worse = this.#best.findIndex(
      ({ loss, number }) => trial.loss < loss || (trial.loss === loss && trial.number < number),
    );
    if (worse < 0 && this.#best.length >= this.#keep) return;
    this.#best.splice(worse < 0 ? this.#best.length : worse, 0, trial);
    this.#best.length = Math.min(this.#best.length, this.#keep);
  }
}

function hasOneObjective(trial: CompleteTrial<unknown, Score>): trial is CompleteTrial<unknown> {
  return typeof trial.loss === 'number';
}

function hasSeveralObjectives(
  trial: CompleteTrial<unknown, Score>,
): trial is CompleteTrial<unknown, readonly number[]> {
  return typeof trial.loss !== 'number';
}
