/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Random } from '../../math/random.ts';
import type { Covariance } from './covariance.ts';
import type { StrategyParameters } from './strategy-parameters.ts';

/** A point that was evaluated. */
export interface Step {
  readonly x: Float64Array;
  /** The generation that it was drawn in; -1 for a point from elsewhere. */
  readonly generation: number;
}

/**
 * The state of CMA-ES: the search distribution N(m, σ² A C A) and how a ranked generation moves it.
 *
 * A is the identity but for the margin. Steps that were not drawn from the present distribution take part too, shortened
 * to a length that the distribution could have drawn.
 *
 * Source: Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv:1604.00772 (2016), figure 6, equations by their
 * numbers there; Hansen, "Injecting External Solutions Into CMA-ES", RR-7748 (2011); A of Hamano et al. (2022).
 */
export class EvolutionStrategy {
  readonly parameters: StrategyParameters;
  readonly covariance: Covariance;
  /** m */
  readonly mean: Float64Array;
  /** The diagonal of A. */
  readonly scale: Float64Array;
  /** p_σ */
  readonly stepPath: Float64Array;
  /** p_c */
  readonly covariancePath: Float64Array;
  /** σ */
  sigma: number;
  /** How many updates there were. */
  generation = 0;
  readonly #steps: Float64Array;
  readonly #weights: Float64Array;
  readonly #shift: Float64Array;
  readonly #work: Float64Array;

  constructor(parameters: StrategyParameters, mean: Float64Array, sigma: number, covariance: Covariance) {
    const { dimensions: n, populationSize } = parameters;
    this.parameters = parameters;
    this.covariance = covariance;
    this.mean = mean.slice();
    this.scale = new Float64Array(n).fill(1);
    this.stepPath = new Float64Array(n);
    this.covariancePath = new Float64Array(n);
    this.sigma = sigma;
    this.#steps = new Float64Array(n * populationSize);
    this.#weights = new Float64Array(populationSize);
    this.#shift = new Float64Array(n);
    this.#work = new Float64Array(n);
  }

  /** The standard deviation of coordinate j. */
  deviation(j: number): number {
    return this.sigma * this.scale[j]! * Math.sqrt(this.covariance.variance(j));
  }

  /** Draws a point: (38) to (40). */
  draw(random: Random, into: Float64Array): void {
    this.covariance.draw(random, into);
    for (let j = 0; j < into.length; j++) into[j] = this.mean[j]! + this.sigma * this.scale[j]! * into[j]!;
  }

  /** Moves the distribution by λ evaluated points, the best first. */
  update(ranked: readonly Step[]): void {
    const { dimensions: n, parents, weights, effectiveParents, expectedLength } = this.parameters;
    const { stepRate, stepDamping, pathRate, rankOneRate, rankMuRate } = this.parameters;
    const { mean, stepPath, covariancePath, covariance } = this;
    const steps = this.#steps;
    const shift = this.#shift.fill(0);
    for (const [i, step] of ranked.entries()) {
      const at = i * n;
      for (let j = 0; j < n; j++) steps[at + j] = (step.x[j]! - mean[j]!) / (this.sigma * this.scale[j]!);
      if (step.generation !== this.generation) this.#shorten(at);
      if (i < parents) for (let j = 0; j < n; j++) shift[j]! += weights[i]! * steps[at + j]!; // (41)
    }
    for (let j = 0; j < n; j++) mean[j]! += this.sigma * this.scale[j]! * shift[j]!; // (42)

    covariance.whiten(shift, this.#work);
    const stepGain = Math.sqrt(stepRate * (2 - stepRate) * effectiveParents);
    let square = 0;
    for (let j = 0; j < n; j++) {
      stepPath[j] = (1 - stepRate) * stepPath[j]! + stepGain * this.#work[j]!; // (43)
      square += stepPath[j]! ** 2;
    }
    const length = Math.sqrt(square);
    // At most e times as large: points from elsewhere may lie far off (2011, equation 9).
    this.sigma *= Math.exp(Math.min(1, (stepRate / stepDamping) * (length / expectedLength - 1))); // (44)

    this.generation++;
    // h_σ: the path must not grow while σ is still catching up.
    const settled = length / Math.sqrt(1 - (1 - stepRate) ** (2 * this.generation));
    const h = settled < (1.4 + 2 / (n + 1)) * expectedLength ? 1 : 0;
    const pathGain = h * Math.sqrt(pathRate * (2 - pathRate) * effectiveParents);
    for (let j = 0; j < n; j++)
      covariancePath[j] = (1 - pathRate) * covariancePath[j]! + pathGain * shift[j]!; // (45)

    let total = 0;
    for (let i = 0; i < weights.length; i++) {
      const w = weights[i]!;
      total += w;
      // (46); 1e-8 for a point at the mean.
      this.#weights[i] =
        rankMuRate * (w >= 0 ? w : (w * n) / (covariance.squaredLength(steps, i * n) + 1e-8));
    }
    const missing = rankOneRate * (1 - h) * pathRate * (2 - pathRate);
    const keep = 1 + missing - rankOneRate - rankMuRate * total;
    covariance.adapt(keep, rankOneRate, covariancePath, this.#weights, steps); // (47)
  }

  /** Shortens a step from elsewhere to √n + 2n / (n + 2) deviations (2011, equations 3 to 5). */
  #shorten(at: number): void {
    const n = this.mean.length;
    const limit = Math.sqrt(n) + (2 * n) / (n + 2);
    const length = Math.sqrt(this.covariance.squaredLength(this.#steps, at));
    if (length > limit) for (let j = 0; j < n; j++) this.#steps[at + j]! *= limit / length;
  }
}
