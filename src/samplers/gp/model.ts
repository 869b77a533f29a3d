/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { cholesky, inverse } from '../../math/cholesky.ts';
import { LOG_SQRT_2PI } from '../../math/normal.ts';
import { rowStart, solveLower, solveUpper } from '../../math/triangular.ts';
import { Kernel } from './kernel.ts';
import { distanceSlope, type Metric } from './metric.ts';

/** The least variance of a prediction, on the standardised scale. */
const LEAST_VARIANCE = 1e-12;

/** Points by rows, and how many there are. */
export interface Points {
  readonly rows: Float64Array;
  readonly count: number;
}

/**
 * A Gaussian process with given hyperparameters, conditioned on results.
 *
 * Points that are appended cost a row of the Cholesky factor each; other hyperparameters or other points a new one.
 *
 * Source: Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, algorithm 2.1 and section 5.4.2.
 */
export class Model {
  readonly metric: Metric;
  readonly kernel: Kernel;
  theta: Float64Array;
  #factor: Float64Array = new Float64Array(0);
  #points: Float64Array = new Float64Array(0);
  /** How many rows of the factor are of results, and how many with the pending points after them. */
  #results = 0;
  #n = 0;
  #targets = new Float64Array(0);
  /** K⁻¹ y */
  #alpha = new Float64Array(0);
  readonly #pair: Float64Array;
  #slopes = new Float64Array(0);

  constructor(metric: Metric, theta: Float64Array) {
    this.metric = metric;
    this.kernel = new Kernel(metric.dimensions);
    this.#pair = new Float64Array(metric.stride);
    this.theta = theta;
    this.kernel.set(theta);
  }

  /** How many points it is conditioned on. */
  get size(): number {
    return this.#n;
  }

  /** Takes other hyperparameters and forgets its points. */
  set(theta: Float64Array): void {
    this.theta = theta;
    this.kernel.set(theta);
    this.forget();
  }

  /** Forgets its points. */
  forget(): void {
    this.#results = 0;
    this.#n = 0;
  }

  /** Conditions on results; those that it has already must be the first of `points`, and only their targets may differ. */
  condition({ rows, count }: Points, targets: Float64Array): void {
    this.#n = this.#results;
    for (let i = this.#results; i < count; i++) this.#append(rows, i);
    cholesky(this.#factor, count, { from: this.#results });
    this.#results = count;
    this.#targets = targets.slice(0, count);
    this.#solve();
  }

  /**
   * Conditions on pending points as if they had come out at their predictions, but never better than `best`: the
   * uncertainty around them shrinks, and no phantom becomes the best result.
   */
  imagine(pending: readonly Float64Array[], best: number): void {
    if (pending.length === 0) return;
    const targets = new Float64Array(this.#results + pending.length);
    targets.set(this.#targets);
    const from = this.#results;
    pending.forEach((point, i) => {
      targets[from + i] = Math.max(best, this.#mean(point, 0));
    });
    for (const point of pending) this.#append(point, 0);
    cholesky(this.#factor, this.#n, { from });
    this.#targets = targets;
    this.#solve();
  }

  /** The means at `count` masked points. */
  means(points: Float64Array, count: number, into: Float64Array): void {
    const { size } = this.metric;
    for (let c = 0; c < count; c++) into[c] = this.#mean(points, c * size);
  }

  /** The means and variances at `count` masked points. */
  predict(points: Float64Array, count: number, means: Float64Array, variances: Float64Array): void {
    const n = this.#n;
    const k = new Float64Array(n * count);
    for (let c = 0; c < count; c++) this.#covariances(points, c * this.metric.size, k, c * n);
    for (let c = 0; c < count; c++) means[c] = this.#dot(k, c * n);
    solveLower(this.#factor, n, k, count);
    for (let c = 0; c < count; c++) {
      let explained = 0;
      for (let i = c * n; i < (c + 1) * n; i++) explained += k[i]! * k[i]!;
      const prior = this.kernel.variance(this.metric.count(points, c * this.metric.size));
      variances[c] = Math.max(LEAST_VARIANCE, prior - explained);
    }
  }

  /**
   * The mean and variance at a masked point; `differentiate` then says how much a unit of each counts and gets the
   * gradient in the distances' direction, axis by axis.
   */
  predictOne(point: Float64Array): { mean: number; variance: number; gradient: Gradient } {
    const n = this.#n;
    const d = this.metric.dimensions;
    if (this.#slopes.length < n * d) this.#slopes = new Float64Array(2 * n * d);
    const k = new Float64Array(n);
    const slopes = this.#slopes;
    for (let i = 0; i < n; i++) {
      this.metric.write(point, 0, this.#points, i * this.metric.size, this.#pair, 0);
      k[i] = this.kernel.slopes(this.#pair, 0, slopes, i * d);
    }
    const mean = this.#dot(k, 0);
    solveLower(this.#factor, n, k);
    let explained = 0;
    for (let i = 0; i < n; i++) explained += k[i]! * k[i]!;
    const variance = Math.max(LEAST_VARIANCE, this.kernel.variance(this.metric.count(point)) - explained);
    return {
      mean,
      variance,
      gradient: (byMean, byVariance, axes, into) => {
        solveUpper(this.#factor, n, k);
        const { size } = this.metric;
        const alpha = this.#alpha;
        into.fill(0);
        for (let i = 0; i < n; i++) {
          // dμ = α dk, dσ² = -2 kᵀ K⁻¹ dk
          const weight = byMean * alpha[i]! - 2 * byVariance * k[i]!;
          for (let a = 0; a < axes.length; a++) {
            const { index, dimension } = axes[a]!;
            into[a]! +=
              weight *
              slopes[i * d + dimension]! *
              distanceSlope(point[index]!, this.#points[i * size + index]!);
          }
        }
      },
    };
  }

  /**
   * The leave-one-out predictions of its results: the residual and the variance of each
   * (Rasmussen and Williams 2006, equation 5.12).
   */
  leaveOneOut(): { residuals: Float64Array; variances: Float64Array } {
    const n = this.#results;
    const inverted = new Float64Array(rowStart(n));
    inverse(this.#factor, n, inverted, new Float64Array(n * n));
    const residuals = new Float64Array(n);
    const variances = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const precision = inverted[rowStart(i) + i]!;
      residuals[i] = this.#alpha[i]! / precision;
      variances[i] = 1 / precision;
    }
    return { residuals, variances };
  }

  /** Puts a point after the others, and its row of covariances, not yet factored, after their factor. */
  #append(points: Float64Array, row: number): void {
    const { size } = this.metric;
    const n = this.#n;
    this.#points = grown(this.#points, (n + 1) * size);
    this.#factor = grown(this.#factor, rowStart(n + 1));
    this.#points.set(points.subarray(row * size, (row + 1) * size), n * size);
    this.#n = n + 1;
    this.#covariances(points, row * size, this.#factor, rowStart(n));
    this.#factor[rowStart(n) + n]! += this.kernel.noise;
  }

  #covariances(x: Float64Array, xAt: number, into: Float64Array, at: number): void {
    const { metric, kernel } = this;
    for (let i = 0; i < this.#n; i++) {
      metric.write(x, xAt, this.#points, i * metric.size, this.#pair, 0);
      into[at + i] = kernel.value(this.#pair, 0);
    }
  }

  #mean(points: Float64Array, at: number): number {
    const { size } = this.metric;
    let mean = 0;
    for (let i = 0; i < this.#results; i++) {
      this.metric.write(points, at, this.#points, i * size, this.#pair, 0);
      mean += this.kernel.value(this.#pair, 0) * this.#alpha[i]!;
    }
    return mean;
  }

  #solve(): void {
    const alpha = this.#targets.slice();
    solveLower(this.#factor, alpha.length, alpha);
    solveUpper(this.#factor, alpha.length, alpha);
    this.#alpha = alpha;
  }

  #dot(k: Float64Array, at: number): number {
    const alpha = this.#alpha;
    let sum = 0;
    for (let i = 0; i < alpha.length; i++) sum += k[at + i]! * alpha[i]!;
    return sum;
  }
}

/** Adds up the gradient of something that depends on the mean and the variance, in some axes of the point. */
export type Gradient = (
  byMean: number,
  byVariance: number,
  axes: readonly { readonly index: number; readonly dimension: number }[],
  into: Float64Array,
) => void;

/** log of the normal density at a residual. */
export function logDensity(residual: number, variance: number): number {
  return -0.5 * Math.log(variance) - LOG_SQRT_2PI - (0.5 * residual * residual) / variance;
}

function grown(array: Float64Array, length: number): Float64Array {
  if (array.length >= length) return array;
  const larger = new Float64Array(2 * length);
  larger.set(array);
  return larger;
}
