import { expect, it } from 'vitest';
import { EvolutionStrategy } from '../../src/samplers/cmaes/evolution-strategy.ts';
import { FullCovariance } from '../../src/samplers/cmaes/full-covariance.ts';
import { strategyParameters } from '../../src/samplers/cmaes/strategy-parameters.ts';
import { conformance, relativeError } from './vectors.ts';

interface Replay {
  readonly dim: number;
  readonly objective: string;
  readonly mean0: readonly number[];
  readonly sigma0: number;
  readonly population_size: number;
  readonly constants: Readonly<
    Record<'mu' | 'mu_eff' | 'cc' | 'c1' | 'cmu' | 'c_sigma' | 'd_sigma' | 'chi_n', number>
  > & {
    readonly weights: readonly number[];
  };
  readonly generations: readonly {
    readonly solutions: readonly { readonly x: readonly number[]; readonly value: number }[];
    readonly after: {
      readonly mean: readonly number[];
      readonly sigma: number;
      readonly C: readonly (readonly number[])[];
      readonly p_sigma: readonly number[];
      readonly p_c: readonly number[];
    };
  }[];
}

const TOLERANCE = 1e-9;

/** The largest error relative to the size of the whole vector or matrix: an entry may be 0 by chance. */
function error(found: readonly number[], expected: readonly number[]): number {
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...found.map((value, i) => Math.abs(value - expected[i]!))) / size;
}

conformance('cmaes-replay.json', ({ cases }: { readonly cases: readonly Replay[] }) => {
  it.each(cases)('has the same constants in $dim dimensions', ({ dim, population_size, constants }) => {
    const ours = strategyParameters(dim, population_size);
    expect(ours.parents).toBe(constants.mu);
    expect(relativeError(ours.effectiveParents, constants.mu_eff)).toBeLessThan(TOLERANCE);
    expect(relativeError(ours.pathRate, constants.cc)).toBeLessThan(TOLERANCE);
    expect(relativeError(ours.rankOneRate, constants.c1)).toBeLessThan(TOLERANCE);
    expect(relativeError(ours.rankMuRate, constants.cmu)).toBeLessThan(TOLERANCE);
    expect(relativeError(ours.stepRate, constants.c_sigma)).toBeLessThan(TOLERANCE);
    expect(relativeError(ours.stepDamping, constants.d_sigma)).toBeLessThan(TOLERANCE);
    expect(relativeError(ours.expectedLength, constants.chi_n)).toBeLessThan(TOLERANCE);
    expect(error([...ours.weights], constants.weights)).toBeLessThan(TOLERANCE);
  });

  it.each(cases)('is in the same state after each generation of $objective in $dim dimensions', (replay) => {
    const { dim, mean0, sigma0, population_size, generations } = replay;
    const identity = Float64Array.from({ length: dim * dim }, (_, i) => (i % (dim + 1) === 0 ? 1 : 0));
    const covariance = new FullCovariance(dim, identity);
    const strategy = new EvolutionStrategy(
      strategyParameters(dim, population_size),
      Float64Array.from(mean0),
      sigma0,
      covariance,
    );
    for (const { solutions, after } of generations) {
      const ranked = solutions
        .toSorted((a, b) => a.value - b.value)
        .map(({ x }) => ({ x: Float64Array.from(x), generation: strategy.generation }));
      strategy.update(ranked);
      expect(error([...strategy.mean], after.mean)).toBeLessThan(TOLERANCE);
      expect(relativeError(strategy.sigma, after.sigma)).toBeLessThan(TOLERANCE);
      expect(error([...covariance.entries()], after.C.flat())).toBeLessThan(TOLERANCE);
      expect(error([...strategy.stepPath], after.p_sigma)).toBeLessThan(TOLERANCE);
      expect(error([...strategy.covariancePath], after.p_c)).toBeLessThan(TOLERANCE);
    }
  });
});
