import * as z from 'zod';
import { generator } from '../math/random.ts';
import type { Space } from '../space/space.ts';
import { drawAllowed } from './draw.ts';
import { parseOptions } from '../parse-options.ts';
import { type SeedOptions, seedSchema } from './options.ts';
import type { Sampler } from './sampler.ts';
import { Unvisited } from './unvisited.ts';

/** Options of `random`. */
export interface RandomOptions extends SeedOptions {
  /** Never the same candidate twice: draws without replacement, and completes when a finite space is exhausted. Default false. */
  readonly distinct?: boolean;
}

/** The options of `random` as data. */
export const randomOptions = z.strictObject({ seed: seedSchema, distinct: z.boolean().default(false) });

/**
 * Random search: every candidate drawn independently, numbers evenly on their scale, options by their weights.
 *
 * The baseline that every other sampler has to beat, and the one to take for a picture of a space. It does not learn; suggestion k depends on the seed and k
 * (with `distinct`, on the suggestions before it too). About 2 µs a suggestion.
 *
 * Source: Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 13 (2012).
 *
 * @throws TuningError `InvalidConfig` for a wrong option; from `ask`, `ExhaustedSpace` when constraints refuse nearly everything.
 *
 * @example
 * ```ts
 * import { choice, float, space } from 'rxtune';
 * import { random } from 'rxtune/samplers';
 *
 * const sampler = random(space({ lr: float(1e-4, 1, { scale: 'log' }), batch: choice([16, 32]) }), { seed: 1 });
 * const params = sampler.ask();
 * ```
 */
export function random<P>(space: Space<P>, options: RandomOptions = {}): Sampler<P> {
  const { seed, distinct } = parseOptions('random', randomOptions, options);
  const unvisited = distinct ? new Unvisited(space) : undefined;
  const unit = new Float64Array(space.parameters.length);
  let k = 0;
  return {
    ask: () => {
      const uniform = generator(seed, k++);
      if (unvisited !== undefined) return unvisited.draw(uniform);
      return drawAllowed(space, () => {
        for (let i = 0; i < unit.length; i++) unit[i] = uniform();
        return unit;
      });
    },
    tell: () => undefined,
  };
}
