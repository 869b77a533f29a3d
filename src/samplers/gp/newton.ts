/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { cubicStep } from '../../math/cubic-step.ts';
import type { Domain } from './domain.ts';
import { coefficients, Expansion, type Neighbour, SPARE } from './expansion.ts';
import type { Losses } from './warp.ts';

/** In more dimensions the mixed derivatives would need hundreds of results. */
const MANY = 12;
/** Closer results differ by little more than rounding. */
const SAME = 1e-7;
/** The least gain worth a trial, as a multiple of the standard deviation of its prediction. */
const SURE = 1;
/** The same, as a share of the distance from the median to the best. */
const GAIN = 1e-9;

/**
 * The point where the second-order expansion of the losses about a result promises the least, in the floats of the space; undefined where there are too
 * few results of the same categories, integers and branch, or the losses do not follow an expansion.
 *
 * A model of the whole space sees the bottom of a basin as flat as its noise. There, losses of most objectives follow a quadratic function, which a few
 * more results than it has coefficients determine, so that each step doubles the digits.
 *
 * @param best the index of the result
 */
export function newtonPoint<P>(
  domain: Domain<P>,
  points: readonly Float64Array[],
  { values, median }: Losses,
  best: number,
): Float64Array | undefined {
  const centre = points[best]!;
  const axes = domain.axes.filter(({ kind, index }) => kind === 'float' && !Number.isNaN(centre[index]!));
  const m = axes.length;
  const neighbours: Neighbour[] = [];
  points.forEach((point, i) => {
    if (!domain.connected(point, centre, true)) return;
    const step = Float64Array.from(axes, ({ index }) => point[index]! - centre[index]!);
    const distance = Math.hypot(...step);
    if (distance > SAME) neighbours.push({ step, distance, rise: values[i]! - values[best]! });
  });
  neighbours.sort((a, b) => a.distance - b.distance);
  const expansions = [false, true]
    .filter((mixed) => (!mixed || m <= MANY) && neighbours.length >= coefficients(m, mixed) + SPARE)
    .map((mixed) => new Expansion(neighbours, m, mixed));
  const [first, ...others] = expansions;
  if (m === 0 || first === undefined) return undefined;
  const expansion = others.reduce((least, other) => (other.error < least.error ? other : least), first);
  const low = Float64Array.from(axes, ({ index }) => -centre[index]!);
  const step = cubicStep(
    expansion,
    low,
    low.map((down) => 1 + down),
  );
  const { mean, sd } = expansion.gain(step);
  const scale = median - values[best]!;
  // More than the median's distance is no prediction but an extrapolation.
  if (!(mean > SURE * sd && mean > GAIN * scale && mean < scale)) return undefined;
  const point = centre.slice();
  axes.forEach(({ index }, j) => {
    point[index] = Math.min(1, Math.max(0, centre[index]! + step[j]!));
  });
  return domain.allows(point) ? point : undefined;
}
