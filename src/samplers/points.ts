import { shown, TuningError } from '../errors.ts';
import type { Space } from '../space/space.ts';
import type { Sampler } from './sampler.ts';

/**
 * Candidates that are given: each once, in order, then it completes.
 *
 * For what is known to be good, or must be tried: `concat(points(net, [defaults]), tpe(net))`.
 *
 * @throws TuningError `InvalidConfig` naming the candidate's place when one is not in the space.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { points } from 'rxtune/samplers';
 *
 * const sampler = points(space({ lr: float(0, 1) }), [{ lr: 0.1 }, { lr: 0.01 }]);
 * sampler.ask(); // { lr: 0.1 }
 * ```
 */
export function points<P>(space: Space<P>, candidates: Iterable<NoInfer<P>>): Sampler<P> {
  const checked = Array.from(candidates, (candidate, i) => {
    try {
      return space.parse(candidate);
    } catch (error) {
      throw new TuningError(
        'InvalidConfig',
        `points: candidate ${i} is not in the space: ${error instanceof Error ? error.message : shown(error)}`,
        { cause: error },
      );
    }
  });
  let next = 0;
  return { ask: () => checked[next++], tell: () => undefined };
}
