import { shown, TuningError } from '../../errors.ts';
import type { Trial } from '../../trial.ts';

/** How a trial compares with others. */
export interface Outcome {
  /** 0 for a complete trial, 1 for a pruned one, 2 for one without a usable loss. */
  readonly standing: 0 | 1 | 2;
  readonly loss: number;
}

/**
 * What a finished trial says: complete trials by their loss, then pruned ones by their last loss, then failed ones and
 * those whose loss is NaN or Infinity.
 *
 * @throws TuningError `InvalidScore` when there are several losses.
 */
export function outcomeOf(trial: Trial<unknown>): Outcome {
  const loss: unknown = trial.state === 'failed' ? undefined : trial.loss;
  if (loss !== undefined && typeof loss !== 'number') {
    throw new TuningError(
      'InvalidScore',
      `cmaes: trial ${trial.number} has the losses ${shown(loss)}; this sampler minimises one number, so give it a single score`,
    );
  }
  if (loss === undefined || Number.isNaN(loss) || loss === Infinity) return { standing: 2, loss: Infinity };
  return { standing: trial.state === 'complete' ? 0 : 1, loss };
}

/** Below 0 when `a` is better. */
export function compared(a: Outcome, b: Outcome): number {
  if (a.standing !== b.standing) return a.standing - b.standing;
  return a.loss < b.loss ? -1 : a.loss > b.loss ? 1 : 0;
}
