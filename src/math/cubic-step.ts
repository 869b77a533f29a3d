/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { symmetricEigen } from './eigen.ts';

/** What is known of a function about a point. */
export interface SecondOrder {
  readonly gradient: Float64Array;
  /** Symmetric, by rows. */
  readonly hessian: Float64Array;
  /** How much the function may differ from its second-order expansion at the distance 1; it grows with the cube of the distance. At least 0. */
  readonly error: number;
}

/** Enough to halve any range of doubles down to neighbours. */
const HALVINGS = 200;

/**
 * The step s that makes g·s + s·H s / 2 + error |s|³ least: Newton's where the expansion holds that far, a shorter one where it may not, and downhill
 * where the curvature is negative.
 *
 * Where it would leave the box, coordinates are put on its sides, the farthest out first, and the rest solved again.
 *
 * Source: Nesterov and Polyak, "Cubic regularization of Newton method and its global performance", 2006, section 5.1.
 *
 * @param low at most 0: how far each coordinate may go down
 * @param high at least 0: how far it may go up
 */
export function cubicStep(at: SecondOrder, low: Float64Array, high: Float64Array): Float64Array {
  const n = low.length;
  const s = new Float64Array(n);
  let free = Array.from(s.keys());
  while (free.length > 0) {
    const step = freeStep(at, s, free);
    let [outside, farthest] = [-1, 0];
    free.forEach((j, i) => {
      s[j] = step[i]!;
      const excess = Math.max(low[j]! - s[j], s[j] - high[j]!);
      if (excess > farthest) [outside, farthest] = [j, excess];
    });
    if (outside < 0) break;
    s[outside] = Math.min(high[outside]!, Math.max(low[outside]!, s[outside]!));
    free = free.filter((j) => j !== outside);
  }
  return s;
}

/** The best free coordinates of a step, given the others. */
function freeStep(
  { gradient, hessian, error }: SecondOrder,
  s: Float64Array,
  free: readonly number[],
): Float64Array {
  const n = s.length;
  const m = free.length;
  const others = Array.from(s.keys()).filter((j) => !free.includes(j));
  const h = new Float64Array(m * m);
  const g = new Float64Array(m);
  free.forEach((j, a) => {
    g[a] = others.reduce((sum, k) => sum + hessian[j * n + k]! * s[k]!, gradient[j]!);
    free.forEach((k, b) => {
      h[a * m + b] = hessian[j * n + k]!;
    });
  });
  const values = new Float64Array(m);
  const vectors = new Float64Array(m * m);
  symmetricEigen(h, m, values, vectors);
  const along = Float64Array.from({ length: m }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < m; j++) sum += vectors[i * m + j]! * g[j]!;
    return sum;
  });
  // The solution has (H + λ) s = -g with λ = 3 error |s|, and λ above what makes H + λ positive definite.
  const fixed = others.reduce((sum, k) => sum + s[k]! ** 2, 0);
  const wanted = (lambda: number): number =>
    3 * error * Math.sqrt(along.reduce((sum, x, i) => sum + (x / (values[i]! + lambda)) ** 2, fixed));
  const size = Math.max(Math.abs(values[0]!), Math.abs(values[m - 1]!));
  let least = Math.max(0, -values[0]!) + Number.EPSILON * size + Number.MIN_VALUE;
  let most = least + wanted(least);
  for (let i = 0; i < HALVINGS && most > least * (1 + 1e-14); i++) {
    const middle = Math.sqrt(least) * Math.sqrt(most);
    if (wanted(middle) > middle) least = middle;
    else most = middle;
  }
  const step = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    const part = along[i]! / (values[i]! + most);
    for (let j = 0; j < m; j++) step[j]! -= part * vectors[i * m + j]!;
  }
  return step;
}
