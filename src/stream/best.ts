import { defer, type OperatorFunction, takeLast, tap, throwIfEmpty } from 'rxjs';
import { shown, TuningError } from '../errors.ts';
import type { CompleteTrial, Trial } from '../trial.ts';
import { improvements } from './improvements.ts';

/**
 * The best complete trial, when the study has ended; of equally good ones the first to finish.
 *
 * When to use: `await lastValueFrom(trials.pipe(best()))`. For the best so far, use `improvements`.
 *
 * @returns one trial; its errors, beside those of the source, are a TuningError `NoCompleteTrial`, which says how trials ended and has the first failure as
 *   its cause, and `InvalidConfig` when there are several objectives.
 *
 * @example
 * ```ts
 * import { from } from 'rxjs';
 * import { best, evaluate } from 'rxtune';
 *
 * from([3, 1, 2].map((x) => ({ params: { x } })))
 *   .pipe(evaluate(({ x }) => x ** 2), best())
 *   .subscribe((trial) => console.log(trial.params.x)); // 1
 * ```
 */
export function best<P>(): OperatorFunction<Trial<P>, CompleteTrial<P>> {
  return (trials) =>
    defer(() => {
      let pruned = 0;
      let failed = 0;
      let failure: unknown;
      return trials.pipe(
        tap((trial) => {
          if (trial.state === 'pruned') pruned++;
          if (trial.state === 'failed' && failed++ === 0) failure = trial.error;
        }),
        improvements(),
        takeLast(1),
        throwIfEmpty(() => noCompleteTrial(pruned, failed, failure)),
      );
    });
}

function noCompleteTrial(pruned: number, failed: number, failure: unknown): TuningError {
  if (pruned + failed === 0) {
    return new TuningError(
      'NoCompleteTrial',
      'no trial completed: none was made; did the tuner propose anything?',
    );
  }
  const counts = `no trial completed: ${pruned} pruned, ${failed} failed`;
  return failed === 0
    ? new TuningError('NoCompleteTrial', `${counts}; a pruner should let some trials reach their end`)
    : new TuningError('NoCompleteTrial', `${counts}, the first of them with ${shown(failure)}`, {
        cause: failure,
      });
}
