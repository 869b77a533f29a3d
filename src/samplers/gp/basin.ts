/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Domain } from './domain.ts';
import type { Model } from './model.ts';

/** At most so many points of the way between two results are looked at. */
const STEPS = 7;
/** Of these only as many as are about this share of a length scale apart: the model sees no ridge in between. */
const STRIDE = 0.25;
/** A rise below this share of the way down from what is usual to the best is none. */
const NEGLIGIBLE = 0.02;

/** Results as a model sees them. */
interface Seen {
  readonly model: Model;
  readonly points: readonly Float64Array[];
  readonly targets: Float64Array;
  /** The index of the best one. */
  readonly best: number;
}

/**
 * Which of some results lie in the basin of the best one: by the mean of the model, the straight way from there to it leads only down.
 *
 * Results of another category, or with other parameters present, lie in other basins.
 *
 * After the hill-valley test of Ursem, "Multinational evolutionary algorithms", CEC 1999, with a model in place of the objective.
 *
 * @param candidates indices of results, all better than usual
 */
export function basin<P>(domain: Domain<P>, seen: Seen, candidates: readonly number[]): Set<number> {
  const { model, points, targets, best } = seen;
  const { size } = domain;
  const usual = candidates.reduce((worst, i) => Math.max(worst, targets[i]!), targets[best]!);
  const tolerance = NEGLIGIBLE * (usual - targets[best]!);
  const to = points[best]!;
  const point = new Float64Array(size);
  const mean = new Float64Array(1);
  const leadsDown = (i: number): boolean => {
    const from = points[i]!;
    if (!domain.connected(from, to)) return false;
    const skip = Math.max(1, Math.floor((STRIDE * (STEPS + 1)) / lengths(from)));
    for (let s = 1; s <= STEPS; s += skip) {
      const part = s / (STEPS + 1);
      for (let j = 0; j < size; j++) point[j] = from[j]! + part * (to[j]! - from[j]!);
      model.means(point, 1, mean);
      if (!(mean[0]! <= targets[i]! + tolerance)) return false;
    }
    return true;
  };
  /** How many length scales away the best one is. */
  const lengths = (from: Float64Array): number =>
    Math.hypot(
      ...domain.axes.map(
        ({ index }, axis) => (to[index]! - from[index]! || 0) / Math.exp(model.theta[axis]!),
      ),
    );
  return new Set(candidates.filter(leadsDown));
}
