import { erfcx } from './erfc.ts';
import { cdf, LOG_SQRT_2PI, logCdf, logQuantile, quantile as normalQuantile } from './normal.ts';

/**
 * log (Φ(b) - Φ(a)), a < b: the logarithm of the normal probability of [a, b], far in a tail as well.
 *
 * The relative error of the probability is about 1e-16 / min(1, b - a).
 */
export function logMass(a: number, b: number): number {
  if (a >= 0) return logMass(-b, -a);
  if (b > 0) return Math.log1p(-(cdf(a) + cdf(-b)));
  // φ(b) taken out of both ends, its exponent's difference as a product: (b² - a²) / 2 would cancel.
  const ends = erfcx(-b * Math.SQRT1_2) - Math.exp(0.5 * (b - a) * (b + a)) * erfcx(-a * Math.SQRT1_2);
  return -0.5 * b * b + Math.log(0.5 * ends);
}

/** The log density at x of the standard normal distribution truncated to [a, b]; -Infinity outside. */
export function logPdf(x: number, a: number, b: number): number {
  if (x < a || x > b) return -Infinity;
  return -0.5 * x * x - LOG_SQRT_2PI - logMass(a, b);
}

/** The q-quantile, 0 ≤ q ≤ 1, of the standard normal distribution truncated to [a, b]. */
export function quantile(q: number, a: number, b: number): number {
  const x =
    a >= 0 ? -belowZero(Math.log1p(-q), -b, -a) : b <= 0 ? belowZero(Math.log(q), a, b) : around(q, a, b);
  return Math.min(Math.max(x, a), b);
}

/** a < 0 < b: from the nearer end, because a probability near 1 has lost its digits. */
function around(q: number, a: number, b: number): number {
  const below = cdf(a);
  const above = cdf(-b);
  const mass = 1 - below - above;
  const p = below + q * mass;
  return p <= 0.5 ? normalQuantile(p) : -normalQuantile(above + (1 - q) * mass);
}

/** Φ^-1(Φ(a) + q (Φ(b) - Φ(a))), all in logarithms. */
function belowZero(logQ: number, a: number, b: number): number {
  const low = logCdf(a);
  const above = logQ + logMass(a, b);
  const larger = Math.max(low, above);
  if (larger === -Infinity) return a;
  return logQuantile(larger + Math.log1p(Math.exp(Math.min(low, above) - larger)));
}
