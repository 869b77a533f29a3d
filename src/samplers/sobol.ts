import * as z from 'zod';
import { generator } from '../math/random.ts';
import { sobol as sobolPoints } from '../math/sobol.ts';
import type { Space } from '../space/space.ts';
import { drawAllowed } from './draw.ts';
import { parseOptions } from '../parse-options.ts';
import { type SeedOptions, seedSchema } from './options.ts';
import type { Sampler } from './sampler.ts';

/** Options of `sobol`. */
export interface SobolOptions extends SeedOptions {
  /** Owen scrambling, which keeps the even spread and removes the regular pattern. Default true. */
  readonly scramble?: boolean;
}

/** The options of `sobol` as data. */
export const sobolOptions = z.strictObject({ seed: seedSchema, scramble: z.boolean().default(true) });

/**
 * Quasi-random search: candidates spread more evenly than chance spreads them.
 *
 * The first 2^m candidates cover every parameter in 2^m equal steps. Better than `random` for a first look and for budgets of a few dozen trials; it does not
 * learn. A space may have up to 1,000 parameters; one that is not active in a candidate uses up its coordinate all the same.
 *
 * Source: Sobol' (1967), direction numbers of Joe and Kuo (2008), scrambling of Owen (1995).
 *
 * @throws TuningError `InvalidConfig` for a wrong option or more than 1,000 parameters; from `ask`, `ExhaustedSpace` when constraints refuse nearly everything.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { sobol } from 'rxtune/samplers';
 *
 * const sampler = sobol(space({ x: float(0, 1), y: float(0, 1) }), { seed: 1 });
 * const four = Array.from({ length: 4 }, () => sampler.ask()); // one in each quarter of x, and of y
 * ```
 */
export function sobol<P>(space: Space<P>, options: SobolOptions = {}): Sampler<P> {
  const { seed, scramble } = parseOptions('sobol', sobolOptions, options);
  const sequence = sobolPoints(
    space.parameters.length,
    scramble ? { scramble: generator(seed, 'scramble') } : {},
  );
  let next = 0;
  return { ask: () => drawAllowed(space, () => sequence.point(next++)), tell: () => undefined };
}
