import { type Held, type Line, line } from '../candidate.ts';
import type { CompleteTrial, ContinuedTrial, FailedTrial, PrunedTrial, Report, Score } from '../trial.ts';

/** What a trial has when it ends, whichever way. */
export interface Ending<P, S extends Score> {
  readonly number: number;
  readonly params: P;
  readonly budget: number | undefined;
  readonly from: ContinuedTrial | undefined;
  readonly checkpoint: unknown;
  readonly reports: readonly Report<S>[];
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly line: Line | undefined;
  readonly replayed: boolean;
}

/** A class, as objects of one shape are several times faster than those with a property defined on each; it has no enumerable trace of the line. */
class Finished<P, S extends Score> {
  readonly number: number;
  readonly params: P;
  declare readonly budget?: number;
  declare readonly from?: number;
  declare readonly checkpoint?: string;
  declare readonly replayed?: true;
  readonly reports: readonly Report<S>[];
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly #tuner: Held | undefined;

  constructor(ending: Ending<P, S>) {
    this.number = ending.number;
    this.params = ending.params;
    // Absent where there is none: finished trials compare as the plain data they show.
    if (ending.budget !== undefined) this.budget = ending.budget;
    if (ending.from !== undefined) this.from = ending.from.number;
    if (typeof ending.checkpoint === 'string') this.checkpoint = ending.checkpoint;
    if (ending.replayed) this.replayed = true;
    this.reports = ending.reports;
    this.startedAt = ending.startedAt;
    this.finishedAt = ending.finishedAt;
    this.#tuner = ending.line?.tuner;
  }

  get [line](): Held | undefined {
    return this.#tuner;
  }
}

export class Complete<P, S extends Score> extends Finished<P, S> implements CompleteTrial<P, S> {
  readonly state = 'complete';
  readonly value: S;
  readonly loss: S;

  constructor(ending: Ending<P, S>, value: S, loss: S) {
    super(ending);
    this.value = value;
    this.loss = loss;
  }
}

export class Pruned<P, S extends Score> extends Finished<P, S> implements PrunedTrial<P, S> {
  readonly state = 'pruned';
  readonly value: S;
  readonly loss: S;

  constructor(ending: Ending<P, S>, value: S, loss: S) {
    super(ending);
    this.value = value;
    this.loss = loss;
  }
}

export class Failed<P, S extends Score> extends Finished<P, S> implements FailedTrial<P, S> {
  readonly state = 'failed';
  readonly error: unknown;

  constructor(ending: Ending<P, S>, error: unknown) {
    super(ending);
    this.error = error;
  }
}
