/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { InverseHessian } from './inverse-hessian.ts';

/** A function to minimise: gives its value at x, and writes its gradient there unless the value is above `ceiling`, when nobody will look at it. */
export type Objective = (x: Float64Array, gradient: Float64Array, ceiling: number) => number;

/** Options of {@link lbfgs}. */
export interface LbfgsOptions {
  /** The least value of each variable. */
  readonly lower: Float64Array;
  /** The greatest value of each variable. */
  readonly upper: Float64Array;
  /** The unit of each variable, about as far as it has to move to matter; the tolerances are in it. Default 1. */
  readonly scale?: Float64Array;
  /** At most so many steps; most take one evaluation. */
  readonly iterations: number;
  /** The longest move of a variable in one step, in units. Default 2. */
  readonly maxStep?: number;
  /** Ends when no slope that can be followed is above this, per unit. Default 1e-6. */
  readonly gradientTolerance?: number;
  /** Ends when a step gains less than this. Default 1e-12. */
  readonly gainTolerance?: number;
}

/** A step has to give this share of what the slope promises (Armijo's condition). */
const SHARE = 1e-4;
const SHORTENINGS = 12;

/**
 * Minimises a smooth function in a box by projected L-BFGS with backtracking.
 *
 * A variable at a bound that the slope pushes it against rests for the step; the others take the quasi-Newton step,
 * each cut off at its bounds. A value that is not finite counts as too high.
 *
 * Source: D. P. Bertsekas, "Projected Newton methods for optimization problems with simple constraints", SIAM J.
 * Control Optim. 20, 221-246 (1982); Nocedal and Wright, "Numerical Optimization", 2006, algorithm 3.1.
 *
 * @param x where to start, within the bounds; the best point found on return
 * @returns the value at that point
 */
export function lbfgs(objective: Objective, x: Float64Array, options: LbfgsOptions): number {
  const { lower, upper, iterations, maxStep = 2, gradientTolerance = 1e-6, gainTolerance = 1e-12 } = options;
  const n = x.length;
  const unit = options.scale ?? new Float64Array(n).fill(1);
  const inverseHessian = new InverseHessian(n);
  const gradient = new Float64Array(n);
  const direction = new Float64Array(n);
  const next = new Float64Array(n);
  const nextGradient = new Float64Array(n);
  const step = new Float64Array(n);
  const change = new Float64Array(n);

  const rests = (i: number): boolean =>
    (x[i]! <= lower[i]! && gradient[i]! > 0) || (x[i]! >= upper[i]! && gradient[i]! < 0);

  /** Sets the direction, in units; gives the steepest slope that can be followed. */
  const aim = (): number => {
    for (let i = 0; i < n; i++) direction[i] = rests(i) ? 0 : -gradient[i]! * unit[i]!;
    const steepest = largest(direction);
    inverseHessian.multiply(direction);
    for (let i = 0; i < n; i++) if (rests(i)) direction[i] = 0;
    // Nothing being known of the curvature, a unit is far enough.
    const longest = inverseHessian.empty ? Math.min(1, maxStep) : maxStep;
    const shrink = Math.min(1, longest / largest(direction));
    for (let i = 0; i < n; i++) direction[i]! *= shrink;
    return steepest;
  };

  /** Sets the next point and its gradient, part of the way along the direction; gives its value, or undefined. The gradient of the last point is of no use. */
  const search = (value: number, isLast: boolean): number | undefined => {
    let part = 1;
    for (let tries = 0; tries <= SHORTENINGS; tries++) {
      let promise = 0;
      for (let i = 0; i < n; i++) {
        next[i] = Math.min(Math.max(x[i]! + part * direction[i]! * unit[i]!, lower[i]!), upper[i]!);
        promise += gradient[i]! * (next[i]! - x[i]!);
      }
      const ceiling = value + SHARE * promise;
      const nextValue = promise < 0 ? objective(next, nextGradient, isLast ? -Infinity : ceiling) : Infinity;
      if (Number.isFinite(nextValue) && nextValue <= ceiling) return nextValue;
      // To the lowest point of the parabola through both values and the slope, if that is known and not too near.
      const lowest = -promise / (2 * (nextValue - value - promise));
      part *= lowest > 0.1 ? Math.min(lowest, 0.5) : 0.1;
    }
    return undefined;
  };

  let value = objective(x, gradient, Infinity);
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (!(aim() > gradientTolerance)) break;
    const nextValue = search(value, iteration === iterations - 1);
    if (nextValue === undefined) {
      if (inverseHessian.empty) break;
      inverseHessian.forget();
      continue;
    }
    for (let i = 0; i < n; i++) {
      step[i] = (next[i]! - x[i]!) / unit[i]!;
      change[i] = (nextGradient[i]! - gradient[i]!) * unit[i]!;
    }
    inverseHessian.learn(step, change);
    x.set(next);
    gradient.set(nextGradient);
    const gain = value - nextValue;
    value = nextValue;
    if (gain < gainTolerance) break;
  }
  return value;
}

function largest(v: Float64Array): number {
  let size = 0;
  for (const value of v) size = Math.max(size, Math.abs(value));
  return size;
}
