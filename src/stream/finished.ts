import { filter, map, type OperatorFunction } from 'rxjs';
import type { Score, Trial, TrialEvent } from '../trial.ts';

/**
 * Keeps the finished trials of a stream of trial events: `trialEvents(f)` with `finished()` after it is `evaluate(f)`.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { finished, trialEvents } from 'rxtune';
 *
 * of({ params: { x: 2 } })
 *   .pipe(trialEvents(({ x }) => x ** 2), finished())
 *   .subscribe((trial) => console.log(trial.state)); // complete
 * ```
 */
export function finished<P, S extends Score>(): OperatorFunction<TrialEvent<P, S>, Trial<P, S>> {
  return (events) =>
    events.pipe(
      filter((event) => event.type === 'finished'),
      map((event) => event.trial),
    );
}
