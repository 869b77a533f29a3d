import { deepStrictEqual } from 'node:assert/strict';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';

/**
 * Runs a marble test in virtual time, in which trials, candidates and events compare as the plain data they show.
 *
 * Times of trials are virtual too. An infinite tuner must be limited, by `take` or by a tuner that is held, or its first frame never ends;
 * promises do not run in virtual time, so objectives are `cold` Observables.
 *
 * @param test gets the helpers of RxJS's `TestScheduler`.
 *
 * @example
 * ```ts
 * import { map, of } from 'rxjs';
 * import { evaluate } from 'rxtune';
 * import { marbles } from 'rxtune/testing';
 *
 * marbles(({ cold, expectObservable, expectSubscriptions }) => {
 *   const objective = cold('--x|', { x: 1 });
 *   const candidates = of({ params: { lr: 1 } }, { params: { lr: 2 } });
 *   const numbers = candidates.pipe(evaluate(() => objective), map(({ number }) => String(number)));
 *   expectObservable(numbers).toBe('---0--(1|)');
 *   expectSubscriptions(objective.subscriptions).toBe(['^--!', '---^--!']);
 * });
 * ```
 */
export function marbles<T>(test: (helpers: RunHelpers) => T): T {
  const scheduler = new TestScheduler((actual, expected) => {
    deepStrictEqual(plain(actual), plain(expected));
  });
  return scheduler.run(test);
}

/** Without prototypes and hidden keys; what has no plain form stays as it is. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  const own = Object.entries(value);
  return own.length === 0 ? value : Object.fromEntries(own.map(([key, item]) => [key, plain(item)]));
}
