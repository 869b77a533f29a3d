import type { OperatorFunction } from 'rxjs';
import type { Candidate } from '../candidate.ts';
import type { Direction, Trial } from '../trial.ts';
import { type EvaluateOptions, readEvaluateOptions } from './evaluate-options.ts';
import type { Objective, ScoreOf } from './objective.ts';
import { study } from './study.ts';

/**
 * Evaluates candidates: runs the objective for each and emits the finished trials.
 *
 * It draws from a tuner only while a slot is free, tells it each finished trial, and then emits the trial: in the order of finishing, numbered
 * in the order of starting. What an objective throws, or a score that is none, makes a failed trial and the study goes on. Unsubscribing stops what runs.
 *
 * When to use: always; it is the one operator between candidates and trials. To hear of starts and reports too, use `trialEvents`.
 *
 * @param objective from parameters to a score, the promise of one, or a stream of reports whose last is the score.
 * @returns trials; its errors are those of the source, of the sampler and of the pruner, and a TuningError `Overflow` when more than
 *   100,000 candidates wait, which only such as have lost the line to their tuner can.
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { evaluate } from 'rxtune';
 *
 * of({ params: { x: 3 } }, { params: { x: -1 } })
 *   .pipe(evaluate(async ({ x }) => x ** 2, { concurrency: 2 }))
 *   .subscribe((trial) => console.log(trial.number, trial.params.x, trial.state)); // 0 3 complete, 1 -1 complete
 * ```
 */
export function evaluate<
  C extends Candidate<unknown>,
  const D extends Direction | readonly Direction[] = 'minimize',
>(
  objective: Objective<C['params'], ScoreOf<D>>,
  options?: EvaluateOptions<D>,
): OperatorFunction<C, Trial<C['params'], ScoreOf<D>>>;
/** The same for an objective that says what its parameters are, outside of a `pipe`. */
export function evaluate<P, const D extends Direction | readonly Direction[] = 'minimize'>(
  objective: Objective<P, ScoreOf<D>>,
  options?: EvaluateOptions<D>,
): OperatorFunction<Candidate<P>, Trial<P, ScoreOf<D>>>;
export function evaluate<P, D extends Direction | readonly Direction[]>(
  objective: Objective<P, ScoreOf<D>>,
  options: EvaluateOptions<D> = {},
): OperatorFunction<Candidate<P>, Trial<P, ScoreOf<D>>> {
  return study(objective, readEvaluateOptions('evaluate', objective, options), {
    finished: (trial) => trial,
  });
}
