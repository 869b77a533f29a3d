import { auto } from '../../src/samplers/auto.ts';
import { cmaes } from '../../src/samplers/cmaes.ts';
import { gp } from '../../src/samplers/gp.ts';
import { random } from '../../src/samplers/random.ts';
import type { Sampler } from '../../src/samplers/sampler.ts';
import { sobol } from '../../src/samplers/sobol.ts';
import { tpe } from '../../src/samplers/tpe.ts';
import type { Space } from '../../src/space/space.ts';

/** Makes a sampler for a benchmark; `budget` is how many trials it will get, `options` go on top of the seed. */
export type MakeSampler = <P>(
  space: Space<P>,
  seed: number,
  budget: number,
  options: Readonly<Record<string, unknown>>,
) => Sampler<P>;

/** The samplers that are measured, by name. A new one is one line here. */
export const samplers: Readonly<Record<string, MakeSampler>> = {
  auto: (space, seed, budget, options) => auto(space, { seed, trials: budget, ...options }),
  cmaes: (space, seed, _, options) => cmaes(space, { seed, ...options }),
  gp: (space, seed, _, options) => gp(space, { seed, ...options }),
  random: (space, seed, _, options) => random(space, { seed, ...options }),
  sobol: (space, seed, _, options) => sobol(space, { seed, ...options }),
  tpe: (space, seed, _, options) => tpe(space, { seed, ...options }),
};
