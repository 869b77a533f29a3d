import { erfc, erfcx } from './erfc.ts';
import { rational } from './rational.ts';

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

const centralP = [
  2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
  13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
];
const centralQ = [
  5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
  5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
];
const tailP = [
  7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
];
const tailQ = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
  0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
];
const farTailP = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
  0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
];
const farTailQ = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
  0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
];

/** p - 0.5 = q, |q| ≤ 0.425 */
function central(q: number): number {
  return q * rational(0.180625 - q * q, centralP, centralQ);
}

function lowerTail(logP: number): number {
  const r = Math.sqrt(-logP);
  if (r <= 5) return -rational(r - 1.6, tailP, tailQ);
  if (r <= 27) return -rational(r - 5, farTailP, farTailQ);
  return farther(logP);
}

/** Newton's method on log Φ, where the approximation ends; from the leading terms of the tail's expansion. */
function farther(logP: number): number {
  if (logP === -Infinity) return -Infinity;
  let x = -Math.sqrt(-2 * logP - 2 * LOG_SQRT_2PI - Math.log(-2 * logP));
  for (let i = 0; i < 3; i++) x -= (logCdf(x) - logP) / inverseMillsRatio(x);
  return x;
}
