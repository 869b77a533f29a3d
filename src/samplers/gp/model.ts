/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { cholesky, inverse, logDeterminant } from '../../math/cholesky.ts';
import { LOG_SQRT_2PI } from '../../math/normal.ts';
import { rowStart, solveLower, solveUpper } from '../../math/triangular.ts';
import { Kernel } from './kernel.ts';
import type { Metric } from './metric.ts';
import { Roughness } from './roughness.ts';

/** The least variance of a prediction, on the standardised scale. */
const LEAST_VARIANCE = 1e-12;
/** Noise above this share of what the better half of the results vary by may be roughness. */
const RUGGED = 0.5;
/** With fewer results what is not understood yet looks like noise. */
const ENOUGH = 30;
/** Length scales of roughness in one dimension, and by how many nats each is likelier than noise beforehand: where no results are close enough to tell, the larger wins. */
const RANGES = [
  [0.01, 0],
  [0.02, 2],
] as const;

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
  theta: Float64Array;
  readonly #kernel: Kernel;
  #factor: Float64Array = new Float64Array(0);
  /** Prepared, and as they came. */
  #points: Float64Array = new Float64Array(0);
  #masked: Float64Array = new Float64Array(0);
  #roughness: Roughness | undefined;
  /** How many rows of the factor are of results, and how many with the pending points after them. */
  #results = 0;
  #n = 0;
  #targets = new Float64Array(0);
  /** K⁻¹ y */
  #alpha = new Float64Array(0);
  /** Another prepared point. */
  readonly #point: Float64Array;
  readonly #gradient: Float64Array;
  #slopes = new Float64Array(0);
  #k = new Float64Array(0);

  constructor(metric: Metric, theta: Float64Array) {
    this.metric = metric;
    this.#kernel = new Kernel(metric);
    this.#point = new Float64Array(this.#kernel.stride);
    this.#gradient = new Float64Array(this.#kernel.ordered);
    this.theta = theta;
    this.#kernel.set(theta);
  }

  /** How many points it is conditioned on. */
  get size(): number {
    return this.#n;
  }

  /** Takes other hyperparameters and forgets its points. */
  set(theta: Float64Array): void {
    this.theta = theta;
    this.#kernel.set(theta);
    this.forget();
  }

  /** Forgets its points. */
  forget(): void {
    this.#results = 0;
    this.#n = 0;
  }

  /**
   * Conditions on results; those that it has already must be the first of `points`, and only their targets may differ.
   *
   * The first time it decides whether what hyperparameters call noise is {@link Roughness}: where it is most of what the better half vary by, by the likelihood.
   */
  condition(points: Points, targets: Float64Array): void {
    if (this.#results > 0) {
      this.#extend(points, targets);
      return;
    }
    this.#begin(points, targets, undefined);
    if (this.#isRugged) this.#roughen(points);
  }

  /** Without floats no points are as close to each other as roughness reaches. */
  get #isRugged(): boolean {
    return (
      !this.metric.discrete &&
      this.#results >= ENOUGH &&
      this.#kernel.noise > RUGGED * varianceOfBetter(this.#targets)
    );
  }

  /** The standard deviation of what it takes for roughness; 0 where it takes nothing for that. */
  get roughness(): number {
    return Math.sqrt(this.#roughness?.variance ?? 0);
  }

  #extend({ rows, count }: Points, targets: Float64Array): void {
    this.#n = this.#results;
    for (let i = this.#results; i < count; i++) this.#append(rows, i);
    cholesky(this.#factor, count, { from: this.#results });
    this.#results = count;
    this.#targets = targets.slice(0, count);
    this.#solve();
  }

  /** Takes noise for roughness of the likeliest range, unless noise is likelier. */
  #roughen(points: Points): void {
    const root = Math.sqrt(this.metric.dimensions);
    let most = this.#logLikelihood;
    let likeliest: Roughness | undefined;
    for (const [range, prior] of RANGES) {
      const roughness = new Roughness(this.metric, this.#kernel.noise, range * root);
      this.#begin(points, this.#targets, roughness);
      const likelihood = this.#logLikelihood + prior;
      if (likelihood <= most) continue;
      most = likelihood;
      likeliest = roughness;
    }
    if (this.#roughness !== likeliest) this.#begin(points, this.#targets, likeliest);
  }

  #begin(points: Points, targets: Float64Array, roughness: Roughness | undefined): void {
    this.forget();
    this.#roughness = roughness;
    this.#extend(points, targets);
  }

  /** Up to a constant (Rasmussen and Williams 2006, equation 5.8). */
  get #logLikelihood(): number {
    let fit = 0;
    for (let i = 0; i < this.#results; i++) fit += this.#alpha[i]! * this.#targets[i]!;
    return -0.5 * (fit + logDeterminant(this.#factor, this.#results));
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
    const { size } = this.metric;
    const k = this.#scratch(n * count);
    for (let c = 0; c < count; c++) {
      this.#covariances(points, c * size, k, c * n);
      means[c] = this.#dot(k, c * n);
    }
    solveLower(this.#factor, n, k, count);
    for (let c = 0; c < count; c++) variances[c] = this.#variance(points, c * size, k, c * n);
  }

  /** The mean and variance at a masked point, and how to get their gradient before anything else is asked for. */
  predictOne(point: Float64Array): { mean: number; variance: number; gradient: Gradient } {
    const n = this.#n;
    const { ordered, places } = this.#kernel;
    if (this.#slopes.length < n * ordered) this.#slopes = new Float64Array(2 * n * ordered);
    const k = this.#scratch(n);
    const slopes = this.#slopes;
    this.#kernel.prepare(point, 0, this.#point, 0);
    this.#kernel.slopes(this.#point, this.#points, n, k, slopes);
    this.#roughness?.addWithSlopes(point, this.#masked, n, k, this.#kernel.orderedAxes, slopes);
    const mean = this.#dot(k, 0);
    solveLower(this.#factor, n, k);
    return {
      mean,
      variance: this.#variance(point, 0, k, 0),
      gradient: (byMean, byVariance, axes, into) => {
        solveUpper(this.#factor, n, k);
        const alpha = this.#alpha;
        const gradient = this.#gradient.fill(0);
        for (let i = 0, at = 0; i < n; i++, at += ordered) {
          // dμ = α dk, dσ² = -2 kᵀ K⁻¹ dk
          const weight = byMean * alpha[i]! - 2 * byVariance * k[i]!;
          for (let j = 0; j < ordered; j++) gradient[j]! += weight * slopes[at + j]!;
        }
        for (let a = 0; a < axes.length; a++) into[a] = gradient[places[axes[a]!.dimension]!]!;
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
    const kernel = this.#kernel;
    const { stride } = kernel;
    const { size } = this.metric;
    const n = this.#n;
    this.#points = grown(this.#points, (n + 1) * stride);
    this.#factor = grown(this.#factor, rowStart(n + 1));
    this.#masked = grown(this.#masked, (n + 1) * size);
    this.#masked.set(points.subarray(row * size, (row + 1) * size), n * size);
    kernel.prepare(points, row * size, this.#points, n * stride);
    kernel.write(this.#points, n * stride, this.#points, n + 1, this.#factor, rowStart(n));
    this.#roughness?.add(points, row * size, this.#masked, n, this.#factor, rowStart(n));
    this.#factor[rowStart(n) + n]! += kernel.noise;
    this.#n = n + 1;
  }

  #covariances(x: Float64Array, xAt: number, into: Float64Array, at: number): void {
    this.#kernel.prepare(x, xAt, this.#point, 0);
    this.#kernel.write(this.#point, 0, this.#points, this.#n, into, at);
    this.#roughness?.add(x, xAt, this.#masked, this.#n, into, at);
  }

  #mean(points: Float64Array, at: number): number {
    const k = this.#scratch(this.#n);
    this.#covariances(points, at, k, 0);
    return this.#dot(k, 0);
  }

  /** @param k its covariances times the inverse of the factor, from `at` on */
  #variance(points: Float64Array, from: number, k: Float64Array, at: number): number {
    let explained = 0;
    for (let i = at; i < at + this.#n; i++) explained += k[i]! * k[i]!;
    const prior = this.#kernel.variance(this.metric.count(points, from)) + (this.#roughness?.variance ?? 0);
    return Math.max(LEAST_VARIANCE, prior - explained);
  }

  #scratch(length: number): Float64Array {
    if (this.#k.length < length) this.#k = new Float64Array(2 * length);
    return this.#k;
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

/** Writes the gradient of something that depends on the mean and the variance, in some ordered axes of the point. */
export type Gradient = (
  byMean: number,
  byVariance: number,
  axes: readonly { readonly dimension: number }[],
  into: Float64Array,
) => void;

/** log of the normal density at a residual. */
export function logDensity(residual: number, variance: number): number {
  return -0.5 * Math.log(variance) - LOG_SQRT_2PI - (0.5 * residual * residual) / variance;
}

/** Of the lesser half of targets. */
function varianceOfBetter(targets: Float64Array): number {
  const better = targets.toSorted().subarray(0, (targets.length + 1) >>> 1);
  const mean = better.reduce((sum, t) => sum + t / better.length, 0);
  return better.reduce((sum, t) => sum + (t - mean) ** 2 / better.length, 0);
}

function grown(array: Float64Array, length: number): Float64Array {
  if (array.length >= length) return array;
  const larger = new Float64Array(2 * length);
  larger.set(array);
  return larger;
}
