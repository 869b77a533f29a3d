/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { normal, type Random } from '../../math/random.ts';
import type { Covariance } from './covariance.ts';

/** A variance never falls below this share of the largest. */
const LEAST_SHARE = 1e-14;

/**
 * A diagonal covariance matrix: the separable strategy, whose costs grow with n instead of n².
 *
 * Source: Ros and Hansen, "A Simple Modification in CMA-ES Achieving Linear Time and Space Complexity", PPSN 2008.
 */
export class DiagonalCovariance implements Covariance {
  readonly #variances: Float64Array;
  readonly #deviations: Float64Array;

  constructor(variances: Float64Array) {
    this.#variances = variances.slice();
    this.#deviations = variances.map(Math.sqrt);
  }

  get condition(): number {
    return Math.max(...this.#variances) / Math.min(...this.#variances);
  }

  variance(j: number): number {
    return this.#variances[j]!;
  }

  draw(random: Random, into: Float64Array): void {
    for (let j = 0; j < into.length; j++) into[j] = this.#deviations[j]! * normal(random);
  }

  whiten(y: Float64Array, into: Float64Array): void {
    for (let j = 0; j < into.length; j++) into[j] = y[j]! / this.#deviations[j]!;
  }

  squaredLength(y: Float64Array, at: number): number {
    let sum = 0;
    for (let j = 0; j < this.#variances.length; j++) sum += y[at + j]! ** 2 / this.#variances[j]!;
    return sum;
  }

  adapt(
    keep: number,
    pathWeight: number,
    path: Float64Array,
    weights: Float64Array,
    steps: Float64Array,
  ): void {
    const n = path.length;
    let largest = 0;
    for (let j = 0; j < n; j++) {
      let variance = keep * this.#variances[j]! + pathWeight * path[j]! ** 2;
      for (let k = 0, at = j; k < weights.length; k++, at += n) variance += weights[k]! * steps[at]! ** 2;
      this.#variances[j] = variance;
      largest = Math.max(largest, variance);
    }
    for (let j = 0; j < n; j++) {
      this.#variances[j] = Math.max(this.#variances[j]!, LEAST_SHARE * largest);
      this.#deviations[j] = Math.sqrt(this.#variances[j]!);
    }
  }
}
