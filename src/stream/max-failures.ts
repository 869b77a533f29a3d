import { concat, defer, EMPTY, type MonoTypeOperatorFunction, takeWhile, throwError } from 'rxjs';
import { shown, TuningError } from '../errors.ts';
import type { Score, Trial } from '../trial.ts';
import { integerAtLeast } from './integer.ts';

/**
 * Ends a study with an error at its n-th failed trial, which it emits first.
 *
 * When to use: after `evaluate`, wherever an objective could always fail; before `track`, so that the last failure is written too. `maxFailures(1)` stops at the first.
 *
 * @param limit an integer of at least 1.
 * @returns the trials; its error, beside those of the source, is a TuningError `TooManyFailures` with the error of the last failed trial as its cause.
 * @throws TuningError `InvalidConfig` for any other limit.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { evaluate, maxFailures } from 'rxtune';
 *
 * of({ params: {} })
 *   .pipe(evaluate(() => Promise.reject(new Error('no GPU'))), maxFailures(1))
 *   .subscribe({ error: (error) => console.log(error.message) }); // 1 trial failed, …: Error: no GPU
 * ```
 */
export function maxFailures<T extends Trial<unknown, Score>>(limit: number): MonoTypeOperatorFunction<T> {
  integerAtLeast(1, 'maxFailures', limit);
  return (trials) =>
    defer(() => {
      let failures = 0;
      let cause: unknown;
      const fails = (trial: Trial<unknown, Score>): boolean => {
        if (trial.state !== 'failed') return false;
        cause = trial.error;
        return ++failures === limit;
      };
      return concat(
        trials.pipe(takeWhile((trial) => !fails(trial), true)),
        defer(() => (failures === limit ? throwError(() => tooMany(limit, cause)) : EMPTY)),
      );
    });
}

const tooMany = (limit: number, cause: unknown): TuningError =>
  new TuningError(
    'TooManyFailures',
    `${limit === 1 ? '1 trial' : `${limit} trials`} failed, which is as many as maxFailures allows; the last one with ${shown(cause)}`,
    { cause },
  );
