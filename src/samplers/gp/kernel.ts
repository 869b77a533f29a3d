/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { matern52, matern52Slope } from '../../math/matern.ts';

const SQRT5 = Math.sqrt(5);

/** How many hyperparameters there are besides the length scales: three weights and the noise. */
export const WEIGHTS = 4;

/**
 * Additive and full Matérn-5/2 covariance with a length scale for each axis:
 *
 * k = 1 + s1 e1 / d + s2 e2 / (d (d - 1) / 2) + sf Π z_j, where z_j is the correlation along axis j, e1 = Σ z_j, and
 * e2 = Σ z_i z_j over pairs. The 1 stands for an uncertain mean. The terms of low order are what makes ten dimensions
 * learnable in fifty points when the objective is nearly additive; the product keeps the kernel universal.
 *
 * Source: Duvenaud, Nickisch and Rasmussen, "Additive Gaussian processes", NeurIPS 2011, orders 1, 2 and d; the noise
 * s0 belongs to the diagonal and is kept here with the rest.
 */
export class Kernel {
  readonly dimensions: number;
  /** 1 / l_j */
  readonly #rates: Float64Array;
  readonly #correlations: Float64Array;
  #s1 = 0;
  #s2 = 0;
  #sf = 0;
  #noise = 0;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#rates = new Float64Array(dimensions);
    this.#correlations = new Float64Array(dimensions);
  }

  /** Takes hyperparameters: the logarithms of the length scales, s1, s2, sf and s0. */
  set(theta: Float64Array): void {
    const d = this.dimensions;
    for (let j = 0; j < d; j++) this.#rates[j] = Math.exp(-theta[j]!);
    this.#s1 = Math.exp(theta[d]!);
    this.#s2 = Math.exp(theta[d + 1]!);
    this.#sf = Math.exp(theta[d + 2]!);
    this.#noise = Math.exp(theta[d + 3]!);
  }

  get noise(): number {
    return this.#noise;
  }

  /** k(x, x) for a point with so many axes that are there. */
  variance(count: number): number {
    return 1 + (count > 0 ? this.#s1 : 0) + (count > 1 ? this.#s2 : 0) + this.#sf;
  }

  /** k of the pair whose distances start at `at`. */
  value(pairs: Float64Array, at: number): number {
    const d = this.dimensions;
    const rates = this.#rates;
    let e1 = 0;
    let squares = 0;
    let product = 1;
    for (let j = 0; j < d; j++) {
      const r = pairs[at + j]!;
      if (r >= 0) {
        const z = matern52(r * rates[j]!);
        e1 += z;
        squares += z * z;
        product *= z;
      } else if (r > -Infinity) product *= matern52(-r * rates[j]!);
    }
    return (
      1 +
      this.#s1 * pairs[at + d]! * e1 +
      this.#s2 * pairs[at + d + 1]! * 0.5 * (e1 * e1 - squares) +
      this.#sf * product
    );
  }

  /** As `value`, and writes k's derivative in each distance at `slopesAt`; 0 for an axis that is in neither point. */
  slopes(pairs: Float64Array, at: number, slopes: Float64Array, slopesAt: number): number {
    const d = this.dimensions;
    const rates = this.#rates;
    const correlations = this.#correlations;
    const { e1, squares, product } = this.#terms(pairs, at);
    const a = this.#s1 * pairs[at + d]!;
    const b = this.#s2 * pairs[at + d + 1]!;
    const c = this.#sf * product;
    for (let j = 0; j < d; j++) {
      const r = pairs[at + j]!;
      const rate = rates[j]!;
      const z = correlations[j]!;
      // dk/dz_j = s1/d + s2 (e1 - z_j) / (d (d - 1) / 2) + sf Π z / z_j
      const full = z > 1e-300 ? c / z : 0;
      const low = r >= 0 ? a + b * (e1 - z) : 0;
      slopes[slopesAt + j] = r > -Infinity ? (low + full) * matern52Slope(Math.abs(r) * rate) * rate : 0;
    }
    return 1 + a * e1 + b * 0.5 * (e1 * e1 - squares) + c;
  }

  /** As `value`, and writes the correlation along each axis at `to`: 1 for an axis that is in neither point. */
  correlate(pairs: Float64Array, at: number, correlations: Float64Array, to: number): number {
    const d = this.dimensions;
    const rates = this.#rates;
    let e1 = 0;
    let squares = 0;
    let product = 1;
    for (let j = 0; j < d; j++) {
      const r = pairs[at + j]!;
      const z = r > -Infinity ? matern52(Math.abs(r) * rates[j]!) : 1;
      correlations[to + j] = z;
      product *= z;
      if (r >= 0) {
        e1 += z;
        squares += z * z;
      }
    }
    return (
      1 +
      this.#s1 * pairs[at + d]! * e1 +
      this.#s2 * pairs[at + d + 1]! * 0.5 * (e1 * e1 - squares) +
      this.#sf * product
    );
  }

  /**
   * Adds `weight` times the derivatives of k in the logarithms of the hyperparameters, without the noise's; from the
   * correlations that `correlate` wrote.
   */
  addGradient(
    pairs: Float64Array,
    at: number,
    correlations: Float64Array,
    from: number,
    weight: number,
    into: Float64Array,
  ): void {
    const d = this.dimensions;
    const rates = this.#rates;
    let e1 = 0;
    let squares = 0;
    let product = 1;
    for (let j = 0; j < d; j++) {
      const z = correlations[from + j]!;
      product *= z;
      if (pairs[at + j]! >= 0) {
        e1 += z;
        squares += z * z;
      }
    }
    const a = weight * this.#s1 * pairs[at + d]!;
    const b = weight * this.#s2 * pairs[at + d + 1]!;
    const c = weight * this.#sf * product;
    into[d]! += a * e1;
    into[d + 1]! += b * 0.5 * (e1 * e1 - squares);
    into[d + 2]! += c;
    const ab = a + b * e1;
    for (let j = 0; j < d; j++) {
      const r = pairs[at + j]!;
      const z = correlations[from + j]!;
      if (r === 0 || r === -Infinity || z < 1e-300) continue;
      // With t = √5 r / l: z = (1 + t + t²/3) exp(-t), and dz / d log l = t²/3 (1 + t) exp(-t).
      const t = SQRT5 * Math.abs(r) * rates[j]!;
      const growth = (t * t * (1 + t)) / (3 + t * (3 + t));
      into[j]! += growth * (r > 0 ? z * (ab - b * z) + c : c);
    }
  }

  #terms(pairs: Float64Array, at: number): { e1: number; squares: number; product: number } {
    const d = this.dimensions;
    let e1 = 0;
    let squares = 0;
    let product = 1;
    for (let j = 0; j < d; j++) {
      const r = pairs[at + j]!;
      if (r === -Infinity) continue;
      const z = matern52(Math.abs(r) * this.#rates[j]!);
      this.#correlations[j] = z;
      product *= z;
      if (r >= 0) {
        e1 += z;
        squares += z * z;
      }
    }
    return { e1, squares, product };
  }
}
