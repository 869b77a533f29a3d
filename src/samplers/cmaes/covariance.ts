import type { Random } from '../../math/random.ts';

/** The matrix C of a strategy: what is drawn from it, and how it learns. */
export interface Covariance {
  /** The largest over the smallest eigenvalue. */
  readonly condition: number;
  /** C_jj */
  variance(j: number): number;
  /** Draws from N(0, C). */
  draw(random: Random, into: Float64Array): void;
  /** C^-1/2 y */
  whiten(y: Float64Array, into: Float64Array): void;
  /** yᵀ C⁻¹ y, y at an offset. */
  squaredLength(y: Float64Array, at: number): number;
  /** C ← `keep` C + `pathWeight` `path` pathᵀ + Σ w_i y_i y_iᵀ, y_i one after the other in `steps`. */
  adapt(
    keep: number,
    pathWeight: number,
    path: Float64Array,
    weights: Float64Array,
    steps: Float64Array,
  ): void;
}
