import { shown, TuningError } from '../errors.ts';
import type { Space } from '../space/space.ts';
import type { Trial } from '../trial.ts';

/**
 * The loss of a trial that a sampler for one objective is told of; undefined where there is none.
 *
 * @param call which sampler it is, for the message.
 * @throws TuningError `InvalidScore` for several losses.
 */
export function singleLoss(call: string, trial: Trial<unknown>): number | undefined {
  const loss: unknown = trial.state === 'failed' ? undefined : trial.loss;
  if (loss === undefined || typeof loss === 'number') return loss;
  throw new TuningError(
    'InvalidScore',
    `${call}: trial ${trial.number} has the losses ${shown(loss)}; this sampler minimises one number, so give it a single score`,
  );
}

/**
 * The coordinates of parameters that a sampler is told of.
 *
 * @throws TuningError `MissingParameter` or `InvalidParameter` for parameters that are not of the space.
 */
export function pointOf<P>(space: Space<P>, params: P): Float64Array {
  const point = space.encode(params);
  const active = space.active(point);
  // What cannot be encoded is refused with the reasons of the schema.
  if (active.some((isActive, i) => isActive && Number.isNaN(point[i]))) space.parse(params);
  return point;
}
