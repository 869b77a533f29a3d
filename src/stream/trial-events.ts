import type { OperatorFunction } from 'rxjs';
import { type Candidate, type Held, line, tunerOf } from '../candidate.ts';
import type { Direction, Score, Trial, TrialEvent } from '../trial.ts';
import { type EvaluateOptions, readEvaluateOptions } from './evaluate-options.ts';
import type { Objective, ScoreOf } from './objective.ts';
import { study } from './study.ts';

/**
 * Evaluates candidates as `evaluate` does, and emits what happens as it happens: started, reported and finished trials.
 *
 * When to use: for live displays and logs of every epoch. `finished()` makes of it what `evaluate` gives.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { trialEvents } from 'rxtune';
 *
 * of({ params: { lr: 0.1 } })
 *   .pipe(trialEvents(function* () {
 *     yield 0.9;
 *     yield 0.4;
 *   }))
 *   .subscribe((event) => console.log(event.type)); // started, reported, reported, finished
 * ```
 */
export function trialEvents<
  C extends Candidate<unknown>,
  const D extends Direction | readonly Direction[] = 'minimize',
>(
  objective: Objective<C['params'], ScoreOf<D>>,
  options?: EvaluateOptions<D>,
): OperatorFunction<C, TrialEvent<C['params'], ScoreOf<D>>>;
/** The same for an objective that says what its parameters are, outside of a `pipe`. */
export function trialEvents<P, const D extends Direction | readonly Direction[] = 'minimize'>(
  objective: Objective<P, ScoreOf<D>>,
  options?: EvaluateOptions<D>,
): OperatorFunction<Candidate<P>, TrialEvent<P, ScoreOf<D>>>;
export function trialEvents<P, D extends Direction | readonly Direction[]>(
  objective: Objective<P, ScoreOf<D>>,
  options: EvaluateOptions<D> = {},
): OperatorFunction<Candidate<P>, TrialEvent<P, ScoreOf<D>>> {
  return study<P, ScoreOf<D>, TrialEvent<P, ScoreOf<D>>>(
    objective,
    readEvaluateOptions('trialEvents', objective, options),
    {
      started: ({ number, params, startedAt: at }) => ({ type: 'started', number, params, at }),
      reported: ({ number, params }, report) => ({ type: 'reported', number, params, report }),
      finished: (trial) => new FinishedEvent(trial),
    },
  );
}

/** A class for the same reason as finished trials: it has their line and looks like plain data. */
class FinishedEvent<P, S extends Score> {
  readonly type = 'finished';
  readonly trial: Trial<P, S>;

  constructor(trial: Trial<P, S>) {
    this.trial = trial;
  }

  get [line](): Held | undefined {
    return tunerOf(this.trial);
  }
}
