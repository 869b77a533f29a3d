import { describe, test } from 'vitest';
import { auto, cmaes, gp, grid, points, random, sobol, tpe } from '../../src/samplers/index.ts';
import {
  type MakeSampler,
  type SamplerContractOptions,
  samplerContract,
} from '../../src/testing/sampler-contract.ts';
import { asked } from './asked.ts';

interface Claim extends SamplerContractOptions {
  readonly make: MakeSampler;
}

const samplers: Readonly<Record<string, Claim>> = {
  random: { make: (space, { seed }) => random(space, { seed }), learns: false, exhausts: false },
  'random, distinct': { make: (space, { seed }) => random(space, { seed, distinct: true }), learns: false },
  sobol: { make: (space, { seed }) => sobol(space, { seed }), learns: false, exhausts: false },
  grid: { make: (space) => grid(space, { points: 3 }), learns: false, seeded: false },
  points: {
    make: (space, { seed }) => points(space, asked(random(space, { seed }), 30)),
    learns: false,
    exhausts: false,
  },
  cmaes: { make: (space, { seed }) => cmaes(space, { seed }) },
  'cmaes, separable': {
    make: (space, { seed }) => cmaes(space, { seed, separable: true, restarts: 'bipop', startup: 8 }),
  },
  // Few trials: they are the dearest of all, and their own tests run more.
  auto: { make: (space, { seed }) => auto(space, { seed }), trials: 14 },
  gp: { make: (space, { seed }) => gp(space, { seed }), trials: 14 },
  tpe: { make: (space, { seed }) => tpe(space, { seed }) },
};

describe.each(Object.entries(samplers))('%s keeps the contract:', (_, { make, ...options }) => {
  for (const { name, run } of samplerContract(make, options)) test(name, run);
});
