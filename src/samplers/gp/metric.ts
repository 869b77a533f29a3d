/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Domain } from './domain.ts';

/** What the kernel has to know of the coordinates of masked points. */
export class Metric {
  readonly dimensions: number;
  /** How many coordinates a point has. */
  readonly size: number;
  /** Whether a coordinate may be absent. */
  readonly conditional: boolean;
  /** The place of each axis in points. */
  readonly indices: Int32Array;
  /** 1 for each axis whose values have no order. */
  readonly categories: Uint8Array;
  /** Whether no axis is a float, so that points cannot be as close to each other as one likes. */
  readonly discrete: boolean;

  constructor({
    axes,
    conditional,
    discrete,
    size,
  }: Pick<Domain<unknown>, 'axes' | 'conditional' | 'discrete' | 'size'>) {
    this.dimensions = axes.length;
    this.size = size;
    this.conditional = conditional;
    this.discrete = discrete;
    this.indices = Int32Array.from(axes, ({ index }) => index);
    this.categories = Uint8Array.from(axes, ({ kind }) => (kind === 'category' ? 1 : 0));
  }

  /** The number of axes that are there. */
  count(x: Float64Array, at = 0): number {
    let count = 0;
    for (const index of this.indices) if (!Number.isNaN(x[at + index]!)) count++;
    return count;
  }
}

/** An absent value lies half a range beside the middle, so that the matrix stays positive definite. */
export function toAbsent(x: number): number {
  return Math.sqrt((x - 0.5) * (x - 0.5) + 0.25);
}
