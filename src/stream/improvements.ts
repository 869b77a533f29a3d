import { distinctUntilChanged, filter, type OperatorFunction, scan, tap } from 'rxjs';
import { TuningError } from '../errors.ts';
import type { CompleteTrial, Trial } from '../trial.ts';

/**
 * Keeps the complete trials that are better than all before them.
 *
 * When to use: to show or to store the best so far. For the best of all at the end, use `best`.
 *
 * @returns trials of ever lower loss; its error, beside those of the source, is a TuningError `InvalidConfig` when there are several objectives.
 *
 * @example
 * ```ts
 * import { from } from 'rxjs';
 * import { evaluate, improvements } from 'rxtune';
 *
 * from([3, 4, 2, 1].map((x) => ({ params: { x } })))
 *   .pipe(evaluate(({ x }) => x), improvements())
 *   .subscribe((trial) => console.log(trial.value)); // 3, 2, 1
 * ```
 */
export function improvements<P>(): OperatorFunction<Trial<P>, CompleteTrial<P>> {
  return (trials) =>
    trials.pipe(
      filter((trial) => trial.state === 'complete'),
      tap((trial) => {
        requireOneObjective(trial);
      }),
      scan((best, trial) => (trial.loss < best.loss ? trial : best)),
      distinctUntilChanged(),
    );
}

/** The types say so; what comes from plain JavaScript, or was cast, would be compared as text. */
function requireOneObjective({ number, loss }: { readonly number: number; readonly loss: unknown }): void {
  if (typeof loss === 'number') return;
  throw new TuningError(
    'InvalidConfig',
    `best and improvements compare one objective, but trial ${number} has several scores: which of them is best is for you to say, with reduce or scan`,
  );
}
