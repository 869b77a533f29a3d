/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Leaf } from '../../space/dimension.ts';
import { middle } from '../../space/leaf.ts';
import type { Space } from '../../space/space.ts';

/** A parameter with more than one value, as the model and the search see it. */
export interface Axis {
  /** Its place in points. */
  readonly index: number;
  /** `float` moves freely, `step` from cell to cell, `category` between cells that have no order. */
  readonly kind: 'float' | 'step' | 'category';
  readonly leaf: Leaf;
  /** A category on which the presence of others depends. */
  readonly gate: boolean;
}

/**
 * A space as the model and the search see it.
 *
 * A point has a coordinate in [0, 1] for every parameter of the space, that of a discrete one in the middle of its
 * cell; in a masked point the parameters that are not there are NaN.
 */
export class Domain<P> {
  readonly space: Space<P>;
  readonly axes: readonly Axis[];
  /** How many coordinates a point has. */
  readonly size: number;
  /** Whether the presence of some parameter depends on another. */
  readonly conditional: boolean;
  /** Whether every parameter is continuous and always there. */
  readonly smooth: boolean;
  /** Whether no parameter is continuous. */
  readonly discrete: boolean;
  /** Whether the values of some parameter have no order. */
  readonly categorical: boolean;

  constructor(space: Space<P>) {
    const parents = new Set(
      space.parameters.flatMap(({ conditions }) => conditions.map(({ parent }) => parent)),
    );
    const axes: Axis[] = [];
    for (const { leaf, index } of space.parameters) {
      if (leaf.levels === 1) continue;
      const kind = leaf.kind === 'choice' ? 'category' : leaf.levels === Infinity ? 'float' : 'step';
      axes.push({ index, kind, leaf, gate: kind === 'category' && parents.has(index) });
    }
    this.space = space;
    this.axes = axes;
    this.size = space.parameters.length;
    this.conditional = parents.size > 0;
    this.smooth = !this.conditional && axes.every(({ kind }) => kind === 'float');
    this.discrete = axes.every(({ kind }) => kind !== 'float');
    this.categorical = axes.some(({ kind }) => kind === 'category');
  }

  /** Moves discrete coordinates to the middles of their cells; a missing coordinate goes to the middle of the range. */
  snap(point: Float64Array): void {
    for (let i = 0; i < point.length; i++) if (Number.isNaN(point[i])) point[i] = 0.5;
    for (const { index, kind, leaf } of this.axes) {
      if (kind !== 'float') point[index] = middle(leaf, leaf.cellAt(point[index]!));
    }
  }

  /** Copies a point, with NaN for what is not there. */
  mask(point: Float64Array, into: Float64Array, at = 0): void {
    into.set(point, at);
    if (!this.conditional) return;
    this.space.active(point).forEach((active, i) => {
      if (!active) into[at + i] = NaN;
    });
  }

  /** Whether the constraints of the space allow a point. */
  allows(point: Float64Array): boolean {
    return !this.space.constrained || this.space.allows(this.space.decode(point));
  }

  /** Whether a way leads from one masked point to another: the same categories, and the same parameters present; with `floatsOnly` the same steps, too. */
  connected(x: Float64Array, y: Float64Array, floatsOnly = false): boolean {
    return this.axes.every(({ index, kind }) => {
      const a = x[index]!;
      const b = y[index]!;
      if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
      return a === b || kind === 'float' || (kind === 'step' && !floatsOnly);
    });
  }

  /** The greatest difference of two masked points in one coordinate; 1 where categories or presence differ. */
  distance(x: Float64Array, y: Float64Array, at = 0): number {
    let greatest = 0;
    for (const { index, kind } of this.axes) {
      const a = x[index]!;
      const b = y[at + index]!;
      if (a === b) continue;
      const distance = Math.abs(a - b);
      if (distance >= 0) greatest = Math.max(greatest, kind === 'category' ? 1 : distance);
      else if (Number.isNaN(a) !== Number.isNaN(b)) return 1;
    }
    return greatest;
  }
}
