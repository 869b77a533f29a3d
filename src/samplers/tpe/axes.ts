import type { Condition, Leaf, Parameter } from '../../space/dimension.ts';

/** A parameter as the estimators of one branch see it. */
export interface Axis {
  /** Its place in points. */
  readonly index: number;
  readonly leaf: Leaf;
  readonly conditions: readonly Condition[];
  /** Whether it is there in every candidate of the branch. */
  readonly steady: boolean;
}

/** The parameters that can be there in one branch of a space. */
export interface BranchAxes {
  /** How many coordinates a point of the whole space has. */
  readonly size: number;
  /** The cells that make the branch, by the index of their parameter. */
  readonly decided: ReadonlyMap<number, number>;
  /** Everything that can be there, parents first, also what has a single value or is decided. */
  readonly all: readonly Axis[];
  /** What is left to decide and has an order: numbers and ordered options; those that are always there come first. */
  readonly numeric: readonly Axis[];
  /** What is left to decide and has no order. */
  readonly categories: readonly Axis[];
}

/** Sorts the parameters of a space for a branch of it. */
export function branchAxes(
  parameters: readonly Parameter[],
  decided: ReadonlyMap<number, number>,
): BranchAxes {
  const axes = new Map<number, Axis>();
  for (const { leaf, index, conditions } of parameters) {
    const possible = conditions.every(({ parent, cells }) => {
      const cell = decided.get(parent);
      return cell === undefined ? axes.has(parent) : cells.has(cell);
    });
    if (!possible) continue;
    const steady = conditions.every(({ parent }) => decided.has(parent) && axes.get(parent)?.steady === true);
    axes.set(index, { index, leaf, conditions, steady });
  }
  const all = [...axes.values()];
  const free = all.filter(({ leaf, index }) => leaf.levels > 1 && !decided.has(index));
  const numeric = free.filter(({ leaf }) => leaf.kind !== 'choice');
  return {
    size: parameters.length,
    decided,
    all,
    numeric: [...numeric.filter(({ steady }) => steady), ...numeric.filter(({ steady }) => !steady)],
    categories: free.filter(({ leaf }) => leaf.kind === 'choice'),
  };
}

/** Whether a parameter is there at a point whose earlier coordinates are decided. */
export function isPresent(
  { conditions }: Axis,
  points: Float64Array,
  at: number,
  leaves: readonly Leaf[],
): boolean {
  return conditions.every(({ parent, cells }) => {
    const unit = points[at + parent] ?? NaN;
    const leaf = leaves[parent];
    return !Number.isNaN(unit) && leaf !== undefined && cells.has(leaf.cellAt(unit));
  });
}
