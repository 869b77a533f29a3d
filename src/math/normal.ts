import { erfc, erfcx } from './erfc.ts';

/** log √(2π) */
export const LOG_SQRT_2PI = 0.9189385332046727;

/** The density of the standard normal distribution. */
export function pdf(x: number): number {
  return Math.exp(-0.5 * x * x - LOG_SQRT_2PI);
}

/** The standard normal distribution function Φ. */
export function cdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** log Φ(x), also where Φ(x) underflows or is 1. */
export function logCdf(x: number): number {
  if (x > -1) return Math.log1p(-cdf(-x));
  return -0.5 * x * x + Math.log(0.5 * erfcx(-x * Math.SQRT1_2));
}

/** φ(x) / Φ(x), the derivative of log Φ: about -x far in the lower tail. */
export function inverseMillsRatio(x: number): number {
  return Math.sqrt(2 / Math.PI) / erfcx(-x * Math.SQRT1_2);
}

/**
 * The standard normal quantile Φ^-1(p); -Infinity at 0, Infinity at 1, NaN outside [0, 1].
 *
 * Source: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Appl. Statist. 37,
 * 477-484 (1988), PPND16.
 */
export function quantile(p: number): number {
  if (Math.abs(p - 0.5) <= 0.425) return central(p - 0.5);
  return p < 0.5 ? lowerTail(Math.log(p)) : -lowerTail(Math.log(1 - p));
}

/** Φ^-1(exp(logP)): the quantile of a probability that is given by its logarithm, so that it may be 1e-1000. */
export function logQuantile(logP: number): number {
  if (logP < LOG_LOWER) return lowerTail(logP);
  const p = Math.exp(logP);
  return p < 0.925 ? central(p - 0.5) : -lowerTail(Math.log(-Math.expm1(logP)));
}

const LOG_LOWER = Math.log(0.075);

// The approximations are written out: so they are quick to compile and to compute.

/** p - 0.5 = q, |q| ≤ 0.425 */
function central(q: number): number {
  const r = 0.180625 - q * q;
  const numerator =
    ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
      45921.953931549871457) *
      r +
      13731.693765509461125) *
      r +
      1971.5909503065514427) *
      r +
      133.14166789178437745) *
      r +
    3.387132872796366608;
  const denominator =
    ((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
      21213.794301586595867) *
      r +
      5394.1960214247511077) *
      r +
      687.1870074920579083) *
      r +
      42.313330701600911252) *
      r +
    1;
  return q * (numerator / denominator);
}

/** √(-log p) = 1.6 + r, where that is at most 5. */
function tail(r: number): number {
  const numerator =
    ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
      1.27045825245236838258) *
      r +
      3.64784832476320460504) *
      r +
      5.7694972214606914055) *
      r +
      4.6303378461565452959) *
      r +
    1.42343711074968357734;
  const denominator =
    ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
      0.14810397642748007459) *
      r +
      0.68976733498510000455) *
      r +
      1.6763848301838038494) *
      r +
      2.05319162663775882187) *
      r +
    1;
  return numerator / denominator;
}

/** √(-log p) = 5 + r, where that is at most 27. */
function farTail(r: number): number {
  const numerator =
    ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
      0.026532189526576123093) *
      r +
      0.29656057182850489123) *
      r +
      1.7848265399172913358) *
      r +
      5.4637849111641143699) *
      r +
    6.6579046435011037772;
  const denominator =
    ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
      7.868691311456132591e-4) *
      r +
      0.0148753612908506148525) *
      r +
      0.13692988092273580531) *
      r +
      0.59983220655588793769) *
      r +
    1;
  return numerator / denominator;
}

function lowerTail(logP: number): number {
  const r = Math.sqrt(-logP);
  if (r <= 5) return -tail(r - 1.6);
  if (r <= 27) return -farTail(r - 5);
  return farther(logP);
}

/** Newton's method on log Φ, where the approximation ends; from the leading terms of the tail's expansion. */
function farther(logP: number): number {
  if (logP === -Infinity) return -Infinity;
  let x = -Math.sqrt(-2 * logP - 2 * LOG_SQRT_2PI - Math.log(-2 * logP));
  for (let i = 0; i < 3; i++) x -= (logCdf(x) - logP) / inverseMillsRatio(x);
  return x;
}
