/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { cdf, LOG_SQRT_2PI } from '../../math/normal.ts';
import type { BranchAxes } from './axes.ts';

/** Something seen at a point; known again by its identity. */
export interface Observation {
  /** Its place among all: orders observations at the same coordinate. */
  readonly id: number;
  /** Its coordinates; NaN where a parameter is not there. */
  readonly point: Float64Array;
}

/** The slot of the prior: a kernel in the middle, as wide as the space, and even over categories. */
export const PRIOR = 0;

/** No kernel is narrower than this part of the range of a number, nor, with few kernels, than one part in their number. */
const FINEST = 100;

/** No kernel of a discrete parameter is narrower than this part of its cell. */
const CELL_SHARE = 0.7;

/**
 * The kernels of an estimator: in each number a normal distribution truncated to the unit interval, in each category a cell.
 *
 * A kernel is as wide as it is far to the farther one of its two neighbours, axis by axis (Watanabe 2023); a single one reaches the farther end. Kernels stay in their slots
 * as long as they are in use, and the order along each axis is kept, so that after one more result only its neighbours are made anew.
 */
export class Kernels {
  readonly axes: BranchAxes;
  // By slot and numeric axis. A number that is not there at its observation has NaN as sigma and a density of 1.
  means = new Float64Array(0);
  sigmas = new Float64Array(0);
  /** 1 / (2 sigma²) */
  halfPrecisions = new Float64Array(0);
  /** The part of the normal distribution that lies below 0, and the part within [0, 1]. */
  lowers = new Float64Array(0);
  masses = new Float64Array(0);
  /** The logarithm of what the density is divided by. */
  logScales = new Float64Array(0);
  /** By slot and category: the cell, -1 where it is not there. */
  cells = new Int32Array(0);
  #leasts = new Float64Array(0);
  #ids = new Float64Array(0);
  /** By numeric axis: slots in ascending order of their means. */
  readonly #orders: number[][];
  readonly #slots = new Map<Observation, number>();
  readonly #free: number[] = [];
  #capacity = 0;

  constructor(axes: BranchAxes) {
    this.axes = axes;
    this.#grow();
    this.#free.pop();
    this.cells.fill(-1, 0, axes.categories.length);
    for (let a = 0; a < axes.numeric.length; a++) this.#set(a, 0.5, 1);
    this.#orders = axes.numeric.map(() => []);
  }

  /** Makes the kernels those of these observations, and gives their slots, the prior's last. */
  use(observations: readonly Observation[]): Int32Array {
    const stale = new Map(this.#slots);
    for (const observation of observations) stale.delete(observation);
    for (const [observation, slot] of stale) this.#remove(observation, slot);
    const slots = new Int32Array(observations.length + 1);
    observations.forEach((observation, i) => {
      slots[i] = this.#slots.get(observation) ?? this.#add(observation);
    });
    slots[observations.length] = PRIOR;
    this.#widen(slots.length);
    return slots;
  }

  #add(observation: Observation): number {
    if (this.#free.length === 0) this.#grow();
    const slot = this.#free.pop()!;
    this.#slots.set(observation, slot);
    this.#ids[slot] = observation.id;
    const { numeric, categories } = this.axes;
    numeric.forEach(({ index, leaf }, a) => {
      const unit = observation.point[index]!;
      const at = slot * numeric.length + a;
      this.means[at] = unit;
      if (Number.isNaN(unit)) {
        this.means[at] = 0;
        this.sigmas[at] = NaN;
        this.halfPrecisions[at] = 0;
        this.logScales[at] = 0;
        return;
      }
      // To be set with its neighbours.
      this.sigmas[at] = 0;
      const cell = leaf.cellAt(unit);
      this.#leasts[at] = cell < 0 ? 0 : CELL_SHARE * (leaf.edge(cell + 1) - leaf.edge(cell));
      this.#orders[a]!.splice(this.#place(a, unit, observation.id), 0, slot);
    });
    categories.forEach(({ index, leaf }, a) => {
      const unit = observation.point[index]!;
      this.cells[slot * categories.length + a] = Number.isNaN(unit) ? -1 : leaf.cellAt(unit);
    });
    return slot;
  }

  #remove(observation: Observation, slot: number): void {
    this.#slots.delete(observation);
    this.#free.push(slot);
    for (const order of this.#orders) {
      const at = order.indexOf(slot);
      if (at >= 0) order.splice(at, 1);
    }
  }

  /** Where a coordinate belongs in the order of an axis. */
  #place(a: number, unit: number, id: number): number {
    const order = this.#orders[a]!;
    let from = 0;
    let to = order.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const slot = order[middle]!;
      const mean = this.means[slot * this.axes.numeric.length + a]!;
      if (mean < unit || (mean === unit && this.#ids[slot]! < id)) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Sets the widths that changed, with n kernels in all. */
  #widen(n: number): void {
    const d = this.axes.numeric.length;
    const floor = 1 / Math.min(FINEST, 1 + n);
    for (let a = 0; a < d; a++) {
      const order = this.#orders[a]!;
      for (let i = 0; i < order.length; i++) {
        const slot = order[i]!;
        const at = slot * d + a;
        const mean = this.means[at]!;
        const left = i > 0 ? mean - this.means[order[i - 1]! * d + a]! : 0;
        const right = i + 1 < order.length ? this.means[order[i + 1]! * d + a]! - mean : 0;
        const gap = order.length > 1 ? Math.max(left, right) : Math.max(mean, 1 - mean);
        const sigma = Math.min(1, Math.max(gap, floor, this.#leasts[at]!));
        if (sigma !== this.sigmas[at]) this.#set(at, mean, sigma);
      }
    }
  }

  #set(at: number, mean: number, sigma: number): void {
    const lower = cdf(-mean / sigma);
    const mass = 1 - lower - cdf((mean - 1) / sigma);
    this.means[at] = mean;
    this.sigmas[at] = sigma;
    this.halfPrecisions[at] = 0.5 / (sigma * sigma);
    this.lowers[at] = lower;
    this.masses[at] = mass;
    this.logScales[at] = Math.log(sigma * mass) + LOG_SQRT_2PI;
  }

  #grow(): void {
    const { numeric, categories } = this.axes;
    const from = this.#capacity;
    const to = Math.max(16, 2 * from);
    const larger = (values: Float64Array, width = numeric.length): Float64Array<ArrayBuffer> => {
      const copy = new Float64Array(to * width);
      copy.set(values);
      return copy;
    };
    this.means = larger(this.means);
    this.sigmas = larger(this.sigmas);
    this.halfPrecisions = larger(this.halfPrecisions);
    this.lowers = larger(this.lowers);
    this.masses = larger(this.masses);
    this.logScales = larger(this.logScales);
    this.#leasts = larger(this.#leasts);
    this.#ids = larger(this.#ids, 1);
    const cells = new Int32Array(to * categories.length);
    cells.set(this.cells);
    this.cells = cells;
    for (let slot = to - 1; slot >= from; slot--) this.#free.push(slot);
    this.#capacity = to;
  }
}
