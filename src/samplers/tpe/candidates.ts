/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { BranchAxes } from './axes.ts';

/** Points of one branch, in the form in which their densities are computed. */
export class Candidates {
  readonly count: number;
  /** Their coordinates, one point after the other; NaN where a parameter is not there. */
  readonly points: Float64Array;
  /** The coordinates of the numeric axes. */
  readonly numbers: Float64Array;
  /** The cells of the categories; -1 where one is not there. */
  readonly cells: Int32Array;
  readonly #axes: BranchAxes;

  constructor(count: number, axes: BranchAxes) {
    this.count = count;
    this.#axes = axes;
    this.points = new Float64Array(count * axes.size).fill(NaN);
    this.numbers = new Float64Array(count * axes.numeric.length);
    this.cells = new Int32Array(count * axes.categories.length);
  }

  /** A copy of the coordinates of candidate c. */
  point(c: number): Float64Array {
    const { size } = this.#axes;
    return this.points.slice(c * size, (c + 1) * size);
  }

  /** Takes over what is in `points`. */
  read(c: number): void {
    const { size, numeric, categories } = this.#axes;
    for (let a = 0; a < numeric.length; a++)
      this.numbers[c * numeric.length + a] = this.points[c * size + numeric[a]!.index]!;
    for (let a = 0; a < categories.length; a++) {
      const { index, leaf } = categories[a]!;
      const unit = this.points[c * size + index]!;
      this.cells[c * categories.length + a] = Number.isNaN(unit) ? -1 : leaf.cellAt(unit);
    }
  }
}
