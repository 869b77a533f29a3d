/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Axis, Domain } from './domain.ts';

/**
 * The distances of pairs of points, axis by axis, as the kernel needs them.
 *
 * A pair is `stride` numbers. One for each axis: the distance where it is there in both points (1 for different
 * categories); minus the distance to an absent value where it is there in one; -Infinity where it is in neither. Then
 * two weights, of single axes and of pairs of axes: 1 / √(a b) for a and b axes (pairs) that are there.
 */
export class Metric {
  readonly dimensions: number;
  readonly stride: number;
  /** How many coordinates a point has. */
  readonly size: number;
  readonly #axes: readonly Axis[];
  readonly #indices: Int32Array;
  readonly #categories: Uint8Array;
  readonly #conditional: boolean;

  constructor({ axes, conditional, size }: Pick<Domain<unknown>, 'axes' | 'conditional' | 'size'>) {
    this.dimensions = axes.length;
    this.stride = axes.length + 2;
    this.size = size;
    this.#axes = axes;
    this.#indices = Int32Array.from(axes, ({ index }) => index);
    this.#categories = Uint8Array.from(axes, ({ kind }) => (kind === 'category' ? 1 : 0));
    this.#conditional = conditional;
  }

  /** Writes the distances of the masked points `x` at `xAt` and `y` at `yAt`. */
  write(x: Float64Array, xAt: number, y: Float64Array, yAt: number, into: Float64Array, at: number): void {
    const d = this.dimensions;
    if (this.#conditional) {
      this.#writeConditional(x, xAt, y, yAt, into, at);
      return;
    }
    const indices = this.#indices;
    const categories = this.#categories;
    for (let j = 0; j < d; j++) {
      const i = indices[j]!;
      const r = Math.abs(x[xAt + i]! - y[yAt + i]!);
      into[at + j] = categories[j] === 1 && r > 0 ? 1 : r;
    }
    into[at + d] = 1 / d;
    into[at + d + 1] = d > 1 ? 2 / (d * (d - 1)) : 0;
  }

  /** The number of axes that are there. */
  count(x: Float64Array, at = 0): number {
    let count = 0;
    for (const { index } of this.#axes) if (!Number.isNaN(x[at + index])) count++;
    return count;
  }

  #writeConditional(
    x: Float64Array,
    xAt: number,
    y: Float64Array,
    yAt: number,
    into: Float64Array,
    at: number,
  ): void {
    const d = this.dimensions;
    let inX = 0;
    let inY = 0;
    for (let j = 0; j < d; j++) {
      const i = this.#indices[j]!;
      const a = x[xAt + i]!;
      const b = y[yAt + i]!;
      const isCategory = this.#categories[j] === 1;
      const thereInX = !Number.isNaN(a);
      const thereInY = !Number.isNaN(b);
      if (thereInX) inX++;
      if (thereInY) inY++;
      if (thereInX && thereInY) into[at + j] = isCategory ? (a === b ? 0 : 1) : Math.abs(a - b);
      else if (!thereInX && !thereInY) into[at + j] = -Infinity;
      else {
        into[at + j] = isCategory ? -1 : -toAbsent(thereInX ? a : b);
      }
    }
    const pairsX = (inX * (inX - 1)) / 2;
    const pairsY = (inY * (inY - 1)) / 2;
    into[at + d] = inX > 0 && inY > 0 ? 1 / Math.sqrt(inX * inY) : 0;
    into[at + d + 1] = pairsX > 0 && pairsY > 0 ? 1 / Math.sqrt(pairsX * pairsY) : 0;
  }
}

/** An absent value lies half a range beside the middle, so that the matrix stays positive definite. */
function toAbsent(x: number): number {
  return Math.sqrt((x - 0.5) * (x - 0.5) + 0.25);
}

/** How the distance of a coordinate from another, which may be absent, grows with it. */
export function distanceSlope(x: number, other: number): number {
  if (Number.isNaN(other)) return (x - 0.5) / toAbsent(x);
  return x >= other ? 1 : -1;
}
