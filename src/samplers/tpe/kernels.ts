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
  // These two are what densities read most, and a plain array of doubles is read with fewer instructions than a typed one.
  readonly means: number[] = [];
  /** 1 / (2 sigma²) */
  readonly halfPrecisions: number[] = [];
  sigmas = new Float64Array(0);
  /** The part of the normal distribution that lies below 0, and the part within [0, 1]. */
  lowers = new Float64Array(0);
  masses = new Float64Array(0);
  /** The logarithm of what the density is divided by. */
  logScales = new Float64Array(0);
  /** By slot and category: the cell, -1 where it is not there. */
  cells = new Int32Array(0);
  readonly #steady: number;
  /** By slot: the sum of `logScales` over what is always there; NaN where it has to be added up anew. */
  #steadyScales = new Float64Array(0);
  #leasts = new Float64Array(0);
  // By slot and numeric axis: the slots of the neighbours below and above. The slot of the prior is before the lowest and after the highest one.
  #below = new Int32Array(0);
  #above = new Int32Array(0);
  /** By slot: the id of its observation, and which call of `use` was the last one with it. */
  #ids = new Float64Array(0);
  #uses = new Float64Array(0);
  readonly #slots = new Map<Observation, number>();
  readonly #free: number[] = [];
  #capacity = 0;
  #use = 0;
  #floor = 0;
  /** By slot and numeric axis: 1 where neighbours have changed; by slot: 1 where none has. */
  #isStale = new Int32Array(0);
  #isFresh = new Int32Array(0);

  constructor(axes: BranchAxes) {
    this.axes = axes;
    this.#steady = axes.numeric.filter(({ steady }) => steady).length;
    this.#grow();
    this.#free.pop();
    this.cells.fill(-1, 0, axes.categories.length);
    for (let a = 0; a < axes.numeric.length; a++) {
      this.#set(a, 1);
    }
  }

  /** Makes the kernels those of these observations, and writes their slots, the prior's first. */
  use(observations: readonly Observation[], slots: Int32Array): void {
    const n = observations.length;
    const use = ++this.#use;
    let known = 0;
    for (let i = 0; i < n; i++) {
      const slot = this.#slots.get(observations[i]!) ?? PRIOR;
      slots[i + 1] = slot;
      if (slot === PRIOR) continue;
      this.#uses[slot] = use;
      known++;
    }
    if (known < this.#slots.size)
      // A loop over entries would make an array of each.
      this.#slots.forEach((slot, observation) => {
        if (this.#uses[slot] !== use) this.#remove(observation, slot);
      });
    for (let i = 0; i < n; i++) if (slots[i + 1] === PRIOR) slots[i + 1] = this.#add(observations[i]!);
    slots[0] = PRIOR;
    const floor = 1 / Math.min(FINEST, 2 + n);
    if (floor === this.#floor) return;
    this.#floor = floor;
    this.#isStale.fill(1);
    this.#isFresh.fill(0);
  }

  /** Sets the widths of a kernel that changed since it was looked at last: many change again before anyone looks. */
  refresh(slot: number): void {
    if (this.#isFresh[slot] === 1) return;
    this.#isFresh[slot] = 1;
    // The prior stays as it is, and so does what is not there.
    if (slot === PRIOR) return;
    const d = this.axes.numeric.length;
    for (let a = 0; a < d; a++) {
      const at = slot * d + a;
      if (this.#isStale[at] === 0 || Number.isNaN(this.sigmas[at])) continue;
      this.#isStale[at] = 0;
      const mean = this.means[at]!;
      const below = this.#below[at]!;
      const above = this.#above[at]!;
      const left = below === PRIOR ? 0 : mean - this.means[below * d + a]!;
      const right = above === PRIOR ? 0 : this.means[above * d + a]! - mean;
      const gap = below === PRIOR && above === PRIOR ? Math.max(mean, 1 - mean) : Math.max(left, right);
      const sigma = Math.min(1, Math.max(gap, this.#floor, this.#leasts[at]!));
      if (sigma !== this.sigmas[at]) this.#set(at, sigma);
    }
  }

  /** The sum of the logarithms of what the densities of everything that is always there are divided by. */
  steadyScale(slot: number): number {
    this.refresh(slot);
    let sum = this.#steadyScales[slot]!;
    if (!Number.isNaN(sum)) return sum;
    sum = 0;
    const at = slot * this.axes.numeric.length;
    for (let a = 0; a < this.#steady; a++) sum += this.logScales[at + a]!;
    this.#steadyScales[slot] = sum;
    return sum;
  }

  #add(observation: Observation): number {
    if (this.#free.length === 0) this.#grow();
    const slot = this.#free.pop()!;
    this.#slots.set(observation, slot);
    this.#ids[slot] = observation.id;
    this.#uses[slot] = this.#use;
    const { numeric, categories } = this.axes;
    for (let a = 0; a < numeric.length; a++) {
      const { index, leaf } = numeric[a]!;
      const unit = observation.point[index]!;
      const at = slot * numeric.length + a;
      if (Number.isNaN(unit)) {
        this.means[at] = 0;
        this.halfPrecisions[at] = 0;
        this.logScales[at] = 0;
        continue;
      }
      this.means[at] = unit;
      // To be set with its neighbours.
      this.sigmas[at] = 0;
      const cell = leaf.cellAt(unit);
      this.#leasts[at] = cell < 0 ? 0 : CELL_SHARE * (leaf.edge(cell + 1) - leaf.edge(cell));
      this.#link(slot, a, unit, observation.id);
    }
    for (let a = 0; a < categories.length; a++) {
      const { index, leaf } = categories[a]!;
      const unit = observation.point[index]!;
      this.cells[slot * categories.length + a] = Number.isNaN(unit) ? -1 : leaf.cellAt(unit);
    }
    return slot;
  }

  #remove(observation: Observation, slot: number): void {
    this.#slots.delete(observation);
    this.#free.push(slot);
    const d = this.axes.numeric.length;
    for (let a = 0; a < d; a++) {
      const at = slot * d + a;
      if (Number.isNaN(this.sigmas[at])) continue;
      this.sigmas[at] = NaN;
      const below = this.#below[at]! * d + a;
      const above = this.#above[at]! * d + a;
      this.#above[below] = this.#above[at]!;
      this.#below[above] = this.#below[at]!;
      this.#touch(this.#below[at]!, below);
      this.#touch(this.#above[at]!, above);
    }
  }

  /** Puts a kernel between its neighbours on an axis. */
  #link(slot: number, a: number, unit: number, id: number): void {
    const d = this.axes.numeric.length;
    let above = this.#above[a]!;
    while (above !== PRIOR) {
      const mean = this.means[above * d + a]!;
      if (mean > unit || (mean === unit && this.#ids[above]! > id)) break;
      above = this.#above[above * d + a]!;
    }
    const below = this.#below[above * d + a]!;
    const at = slot * d + a;
    this.#below[at] = below;
    this.#above[at] = above;
    this.#above[below * d + a] = slot;
    this.#below[above * d + a] = slot;
    this.#touch(below, below * d + a);
    this.#touch(slot, at);
    this.#touch(above, above * d + a);
  }

  #touch(slot: number, at: number): void {
    this.#isStale[at] = 1;
    this.#isFresh[slot] = 0;
  }

  #set(at: number, sigma: number): void {
    const mean = this.means[at]!;
    const lower = cdf(-mean / sigma);
    const mass = 1 - lower - cdf((mean - 1) / sigma);
    this.halfPrecisions[at] = 0.5 / (sigma * sigma);
    this.sigmas[at] = sigma;
    this.lowers[at] = lower;
    this.masses[at] = mass;
    this.logScales[at] = Math.log(sigma * mass) + LOG_SQRT_2PI;
    this.#steadyScales[Math.floor(at / this.axes.numeric.length)] = NaN;
  }

  #grow(): void {
    const { numeric, categories } = this.axes;
    const d = numeric.length;
    const from = this.#capacity;
    const to = Math.max(16, 2 * from);
    const larger = (values: Float64Array, width = d): Float64Array<ArrayBuffer> => {
      const copy = new Float64Array(to * width);
      copy.set(values);
      return copy;
    };
    const moreCells = (values: Int32Array, width = d): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(to * width);
      copy.set(values);
      return copy;
    };
    for (let at = from * d; at < to * d; at++) {
      // No integers, which are kept in another form.
      this.means.push(0.5);
      this.halfPrecisions.push(0.5);
    }
    this.sigmas = larger(this.sigmas).fill(NaN, from * d);
    this.lowers = larger(this.lowers);
    this.masses = larger(this.masses);
    this.logScales = larger(this.logScales);
    this.#leasts = larger(this.#leasts);
    this.#ids = larger(this.#ids, 1);
    this.#uses = larger(this.#uses, 1);
    this.#steadyScales = larger(this.#steadyScales, 1).fill(NaN, from);
    this.#below = moreCells(this.#below);
    this.#above = moreCells(this.#above);
    this.#isStale = moreCells(this.#isStale);
    this.#isFresh = moreCells(this.#isFresh, 1);
    this.cells = moreCells(this.cells, categories.length);
    for (let slot = to - 1; slot >= from; slot--) this.#free.push(slot);
    this.#capacity = to;
  }
}
