/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { SecondOrder } from '../../math/cubic-step.ts';
import { LeastSquares } from '../../math/least-squares.ts';

/** A result as seen from the best one. */
export interface Neighbour {
  /** The way to it. */
  readonly step: Float64Array;
  /** The length of the way; above 0. */
  readonly distance: number;
  /** How much worse it is. */
  readonly rise: number;
}

/** So many results more than coefficients are the least by which an error can be told. */
export const SPARE = 3;
/** The nearest results are used, up to so many times as many as there are coefficients. */
const ENOUGH = 2;

/** The number of coefficients in `m` dimensions, with the mixed second derivatives or without. */
export function coefficients(m: number, mixed: boolean): number {
  return mixed ? (m * (m + 3)) / 2 : 2 * m;
}

/**
 * The second-order Taylor expansion of the losses about the best result, from the nearest others.
 *
 * The remainder grows with the cube of the distance, so that is the standard deviation with which each result counts; the residuals tell how
 * large it is. Without mixed derivatives a fraction of the results is enough, and the error tells whether they are missed.
 */
export class Expansion implements SecondOrder {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly error: number;
  readonly #m: number;
  readonly #mixed: boolean;
  /** The distance of the farthest one, which is 1 in the coordinates of the equations. */
  readonly #radius: number;
  readonly #equations: LeastSquares;

  /** @param neighbours the nearest first, at least `coefficients(m, mixed) + SPARE` */
  constructor(neighbours: readonly Neighbour[], m: number, mixed: boolean) {
    this.#m = m;
    this.#mixed = mixed;
    const columns = coefficients(m, mixed);
    const used = neighbours.slice(0, Math.max(columns + SPARE, ENOUGH * columns));
    const radius = used.at(-1)!.distance;
    this.#radius = radius;
    const rows = used.map(({ step, distance }) => this.#terms(step, (radius / distance) ** 3));
    const byColumns = new Float64Array(rows.length * columns);
    rows.forEach((row, i) => {
      row.forEach((term, j) => {
        byColumns[j * rows.length + i] = term;
      });
    });
    this.#equations = new LeastSquares(byColumns, rows.length, columns);
    const rises = Float64Array.from(used, ({ rise, distance }) => rise * (radius / distance) ** 3);
    const x = this.#equations.solve(rises);
    const squares = rows.reduce(
      (sum, row, i) => sum + row.reduce((rest, term, j) => rest - term * x[j]!, rises[i]!) ** 2,
      0,
    );
    this.error = Math.sqrt(squares / (rows.length - columns)) / radius ** 3;
    this.gradient = x.slice(0, m).map((slope) => slope / radius);
    this.hessian = new Float64Array(m * m);
    let next = m;
    for (let j = 0; j < m; j++)
      for (let k = j; k < (mixed ? m : j + 1); k++)
        this.hessian[j * m + k] = this.hessian[k * m + j] = x[next++]! / radius ** 2;
  }

  /** How much lower than the best the loss is, a step away: the mean, and the standard deviation. */
  gain(step: Float64Array): { readonly mean: number; readonly sd: number } {
    const m = this.#m;
    let mean = 0;
    for (let j = 0; j < m; j++) {
      mean -= this.gradient[j]! * step[j]!;
      for (let k = 0; k < m; k++) mean -= 0.5 * step[j]! * this.hessian[j * m + k]! * step[k]!;
    }
    const remainder = (Math.hypot(...step) / this.#radius) ** 6;
    const variance = remainder + this.#equations.variance(this.#terms(step, 1));
    return { mean, sd: this.error * this.#radius ** 3 * Math.sqrt(variance) };
  }

  /** What the coefficients are multiplied with, times a weight. */
  #terms(step: Float64Array, weight: number): Float64Array {
    const m = this.#m;
    const s = step.map((x) => x / this.#radius);
    const terms = new Float64Array(coefficients(m, this.#mixed));
    let next = m;
    for (let j = 0; j < m; j++) {
      terms[j] = weight * s[j]!;
      for (let k = j; k < (this.#mixed ? m : j + 1); k++)
        terms[next++] = weight * s[j]! * s[k]! * (j === k ? 0.5 : 1);
    }
    return terms;
  }
}
