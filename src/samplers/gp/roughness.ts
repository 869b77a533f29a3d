/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { MATERN_STEPS, maternAt, maternSlopeAt } from '../../math/matern.ts';
import type { Metric } from './metric.ts';

/** So that points on top of each other still differ a little. */
const SHARE = 0.999;

/**
 * A covariance of what varies within distances too short for results to show how: ripples in a bowl, of which two results with a few ripples between them
 * tell nothing about each other.
 *
 * To a model that takes them for noise, the best point is the bottom of the bowl, and there it finds nothing new. To one that takes them for a rough part of the
 * objective, each new point within the bowl may be a lucky one, and points close to a lucky one are lucky too.
 *
 * It is a Matérn-5/2 correlation of the Euclidean distance in all axes; points of other categories, or with other parameters present, have none.
 */
export class Roughness {
  /** Of the rough part. */
  readonly variance: number;
  readonly #metric: Metric;
  /** Steps of the table of correlations in a unit of distance. */
  readonly #scale: number;

  /**
   * @param noise what the model took for noise
   * @param range the length scale, of axes from 0 to 1
   */
  constructor(metric: Metric, noise: number, range: number) {
    this.#metric = metric;
    this.variance = SHARE * noise;
    this.#scale = MATERN_STEPS / range;
  }

  /** Adds the covariances of the masked point at `from` and each of the first `count` others. */
  add(
    point: Float64Array,
    from: number,
    others: Float64Array,
    count: number,
    into: Float64Array,
    at: number,
  ): void {
    const { size } = this.#metric;
    for (let i = 0; i < count; i++)
      into[at + i]! += this.variance * maternAt(this.#scale * this.#distance(point, from, others, i * size));
  }

  /** As `add`, for a masked point, and adds the derivatives in its coordinates in the given axes, `axes.length` for each of the others. */
  addWithSlopes(
    point: Float64Array,
    others: Float64Array,
    count: number,
    into: Float64Array,
    axes: Int32Array,
    slopes: Float64Array,
  ): void {
    const { size, indices } = this.#metric;
    for (let i = 0, to = 0; i < count; i++, to += axes.length) {
      const distance = this.#distance(point, 0, others, i * size);
      into[i]! += this.variance * maternAt(this.#scale * distance);
      if (!(distance > 0 && distance < Infinity)) continue;
      const slope = (this.variance * this.#scale * maternSlopeAt(this.#scale * distance)) / distance;
      for (let j = 0; j < axes.length; j++) {
        const index = indices[axes[j]!]!;
        const difference = point[index]! - others[i * size + index]!;
        if (!Number.isNaN(difference)) slopes[to + j]! += slope * difference;
      }
    }
  }

  #distance(x: Float64Array, xAt: number, y: Float64Array, yAt: number): number {
    const { indices, categories } = this.#metric;
    let sum = 0;
    for (let axis = 0; axis < indices.length; axis++) {
      const a = x[xAt + indices[axis]!]!;
      const b = y[yAt + indices[axis]!]!;
      if (a === b) continue;
      const difference = a - b;
      if (Number.isNaN(difference)) {
        // What is absent in both does not count.
        if (Number.isNaN(a) && Number.isNaN(b)) continue;
        return Infinity;
      }
      if (categories[axis] === 1) return Infinity;
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
