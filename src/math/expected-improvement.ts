import { erfcx } from './erfc.ts';
import { cdf, LOG_SQRT_2PI, pdf } from './normal.ts';

/**
 * The logarithm of the expected improvement below `best` of a normal prediction: log E[max(best - Y, 0)].
 *
 * Finite and with a usable slope where the expected improvement itself underflows. With z = (best - mean) / sd and
 * s = {@link logHSlope}(z) its derivatives are -s / sd in the mean and (1 - z s) / sd in the standard deviation.
 *
 * Source: Ament et al., "Unexpected improvements to expected improvement for Bayesian optimization", NeurIPS 2023.
 */
export function logExpectedImprovement(mean: number, sd: number, best: number): number {
  return Math.log(sd) + logH((best - mean) / sd);
}

/** log h(z), h(z) = φ(z) + z Φ(z): the log expected improvement of a standard normal prediction (equation 9). */
export function logH(z: number): number {
  if (z > -1) return Math.log(pdf(z) + z * cdf(z));
  if (z > FAR) return -0.5 * z * z - LOG_SQRT_2PI + Math.log1p(z * millsRatio(z));
  const w = 1 / (z * z);
  return -0.5 * z * z - LOG_SQRT_2PI + Math.log(w * series(w));
}

/** The derivative of {@link logH}: Φ(z) / h(z). */
export function logHSlope(z: number): number {
  if (z > FAR) return z > -1 ? cdf(z) / (pdf(z) + z * cdf(z)) : millsRatio(z) / (1 + z * millsRatio(z));
  const w = 1 / (z * z);
  // Φ(z) / φ(z) = -1/z (1 - w series(w)), because h / φ = 1 + z Φ / φ.
  return (1 - w * series(w)) / (-z * w * series(w));
}

/** Below it 1 + z Φ/φ has lost three digits to cancellation, and seven terms of its expansion suffice. */
const FAR = -30;

/** Φ(z) / φ(z) */
function millsRatio(z: number): number {
  return Math.sqrt(Math.PI / 2) * erfcx(-z * Math.SQRT1_2);
}

/** h(z) / (φ(z) w) in w = 1/z²: the asymptotic expansion of the Mills ratio after its first term. */
function series(w: number): number {
  return 1 + w * (-3 + w * (15 + w * (-105 + w * (945 + w * (-10395 + w * 135135)))));
}
