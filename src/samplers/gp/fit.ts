/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { cholesky, inverse, logDeterminant } from '../../math/cholesky.ts';
import { lbfgs } from '../../math/lbfgs.ts';
import { rowStart, solveLower, solveUpper } from '../../math/triangular.ts';
import { Kernel, WEIGHTS } from './kernel.ts';
import type { Metric } from './metric.ts';
import { Pairs } from './pairs.ts';

/** A normal prior on the logarithm of a hyperparameter, its bounds, and where a fit starts. */
interface Prior {
  readonly mean: number;
  readonly sd: number;
  readonly lower: number;
  readonly upper: number;
  readonly start: number;
}

/** What a second start takes for the noise: nearly everything is noise. */
const NOISY = Math.log(0.3);
/** From so many points on only one in so many rounds of fits has the second start: it seldom wins there, and then it is not too late a round or two later. */
const MANY = 50;
const NOISY_EVERY = 3;

/**
 * The priors of the hyperparameters in `d` dimensions, in the order of {@link Kernel.set}.
 *
 * The length scales grow with √d, as distances do (Hvarfner, Hellsten and Nardi, "Vanilla Bayesian optimization performs
 * great in high dimensions", ICML 2024). Their prior is log-normal in l, and its mode in l, exp(location - scale²), is
 * the mean here: taken as it stands in log l, the location would lead to a nearly linear model.
 */
function priors(d: number): Prior[] {
  const length = {
    mean: Math.SQRT2 + Math.log(d) / 2 - 3,
    sd: 1.2,
    lower: Math.log(0.03),
    upper: Math.log(100),
    start: Math.log(0.5 * d ** 0.25),
  };
  const weight = { mean: Math.log(0.5), sd: 1.5, lower: -12, upper: 12, start: Math.log(0.5) };
  const noise = {
    mean: Math.log(1e-3),
    sd: 2.5,
    lower: Math.log(1e-7),
    upper: Math.log(10),
    start: Math.log(1e-4),
  };
  return [...Array.from({ length: d }, () => length), weight, weight, weight, noise];
}

/** Fits hyperparameters to data: maximum a posteriori by L-BFGS, with analytic gradients. */
export class Fit {
  readonly #priors: readonly Prior[];
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #metric: Metric;
  readonly #kernel: Kernel;
  #pairs: Pairs;
  #n = 0;
  #rounds = 0;
  #factor = new Float64Array(0);
  #inverse = new Float64Array(0);
  #work = new Float64Array(0);
  #alpha = new Float64Array(0);

  constructor(metric: Metric) {
    this.#priors = priors(metric.dimensions);
    this.#lower = Float64Array.from(this.#priors, ({ lower }) => lower);
    this.#upper = Float64Array.from(this.#priors, ({ upper }) => upper);
    this.#metric = metric;
    this.#kernel = new Kernel(metric);
    this.#pairs = new Pairs(metric, new Float64Array(0), 0);
  }

  /** Hyperparameters for a first model. */
  get start(): Float64Array {
    return Float64Array.from(this.#priors, ({ start }) => start);
  }

  /** Takes the points to fit to, masked, `n` of them by rows. */
  take(points: Float64Array, n: number): void {
    this.#pairs = new Pairs(this.#metric, points, n);
    this.#n = n;
    this.#rounds++;
    if (this.#factor.length >= rowStart(n)) return;
    this.#factor = new Float64Array(rowStart(n));
    this.#inverse = new Float64Array(rowStart(n));
    this.#work = new Float64Array(n * n);
    this.#alpha = new Float64Array(n);
  }

  /**
   * A fit from the hyperparameters so far; or the better of two, where the other starts by taking everything for noise: it
   * finds the way out where a rugged objective looked like a smooth one with a tiny length scale.
   */
  fit(previous: Float64Array, targets: Float64Array, iterations: number): Float64Array {
    const minimise = (theta: Float64Array): number =>
      lbfgs((x, gradient, ceiling) => this.value(x, targets, gradient, ceiling), theta, {
        lower: this.#lower,
        upper: this.#upper,
        iterations,
        maxStep: 2,
        gradientTolerance: 1e-2,
        gainTolerance: 5e-3,
      });
    const near = previous.slice();
    const nearest = minimise(near);
    if (this.#n >= MANY && this.#rounds % NOISY_EVERY !== 1) return near;
    const noisy = this.start;
    noisy[noisy.length - 1] = NOISY;
    return nearest <= minimise(noisy) ? near : noisy;
  }

  /**
   * The negative logarithm of the posterior density of hyperparameters up to a constant, and its gradient unless that is
   * above `ceiling`: ½ yᵀ K⁻¹ y + ½ log det K + priors (Rasmussen and Williams 2006, equations 5.8 and 5.9).
   */
  value(theta: Float64Array, targets: Float64Array, gradient: Float64Array, ceiling = Infinity): number {
    const n = this.#n;
    const kernel = this.#kernel;
    const factor = this.#factor;
    kernel.set(theta);
    this.#pairs.write(kernel, factor);
    for (let i = 0; i < n; i++) factor[rowStart(i) + i]! += kernel.noise;
    cholesky(factor, n);
    const alpha = this.#alpha.subarray(0, n);
    alpha.set(targets.subarray(0, n));
    solveLower(factor, n, alpha);
    let value = 0.5 * logDeterminant(factor, n);
    for (let i = 0; i < n; i++) value += 0.5 * alpha[i]! * alpha[i]!;
    this.#priors.forEach(({ mean, sd }, i) => {
      const deviation = (theta[i]! - mean) / sd;
      value += 0.5 * deviation * deviation;
      gradient[i] = deviation / sd;
    });
    if (value > ceiling) return value;

    solveUpper(factor, n, alpha);
    const weights = this.#inverse;
    inverse(factor, n, weights, this.#work);
    let trace = 0;
    for (let i = 0, at = 0; i < n; i++) {
      // An entry beside the diagonal counts for its mirror image too.
      for (let j = 0; j < i; j++, at++) weights[at]! -= alpha[i]! * alpha[j]!;
      weights[at] = 0.5 * (weights[at]! - alpha[i]! * alpha[i]!);
      trace += weights[at++]!;
    }
    this.#pairs.addGradient(kernel, weights, gradient);
    gradient[kernel.dimensions + WEIGHTS - 1]! += trace * kernel.noise;
    return value;
  }
}
