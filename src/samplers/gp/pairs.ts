import { rowStart } from '../../math/triangular.ts';
import type { Kernel } from './kernel.ts';
import type { Metric } from './metric.ts';

/** All pairs of some points, for covariances that are computed again and again with other hyperparameters. */
export class Pairs {
  readonly #points: Float64Array;
  readonly #size: number;
  readonly #n: number;
  #prepared = new Float64Array(0);
  #terms = new Float64Array(0);

  /** @param points masked, `n` of them by rows */
  constructor({ size }: Metric, points: Float64Array, n: number) {
    this.#points = points;
    this.#size = size;
    this.#n = n;
  }

  /** Writes the covariances, packed. */
  write(kernel: Kernel, into: Float64Array): void {
    const { stride, width } = kernel;
    if (this.#prepared.length === 0) {
      this.#prepared = new Float64Array(this.#n * stride);
      this.#terms = new Float64Array(rowStart(this.#n) * width);
    }
    const prepared = this.#prepared;
    for (let i = 0; i < this.#n; i++) {
      const at = rowStart(i);
      kernel.prepare(this.#points, i * this.#size, prepared, i * stride);
      kernel.correlate(prepared, i * stride, prepared, i + 1, into, at, this.#terms, at * width);
    }
  }

  /**
   * Adds the derivatives of the sum of weights times covariances in the logarithms of the hyperparameters that were written
   * last, without the noise's.
   *
   * @param weights packed
   */
  addGradient(kernel: Kernel, weights: Float64Array, into: Float64Array): void {
    const { stride, width } = kernel;
    const prepared = this.#prepared;
    for (let i = 0; i < this.#n; i++) {
      const at = rowStart(i);
      kernel.addGradient(prepared, i * stride, prepared, i + 1, this.#terms, at * width, weights, at, into);
    }
  }
}
