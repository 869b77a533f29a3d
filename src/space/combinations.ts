import type { Parameter } from './dimension.ts';
import { middle } from './leaf.ts';

/** What `combinations` needs of a space. */
interface Enumerable {
  readonly parameters: readonly Parameter[];
  active(unit: ArrayLike<number>): boolean[];
}

/**
 * Every combination of a space in the declared order, the last parameter fastest, as coordinates in the unit cube.
 *
 * Lazy: the first combination costs no more than any other. A continuous parameter is cut into `points` values, ends included; a discrete one may be thinned to
 * as many. The yielded array is used again for the next combination.
 *
 * @param points how many values to take of the parameter at an index; by default all of a discrete one, and the middle of a continuous one.
 */
export function* combinations(
  space: Enumerable,
  points: (parameter: Parameter) => number | undefined = () => undefined,
): Generator<Float64Array, undefined> {
  const { parameters } = space;
  const axes = parameters.map((parameter) => axis(parameter, points(parameter)));
  const places = axes.map(() => 0);
  const unit = Float64Array.from(axes, ({ at }) => at(0));
  for (;;) {
    yield unit;
    const active = space.active(unit);
    const last = axes.findLastIndex(({ count }, i) => active[i] === true && (places[i] ?? 0) + 1 < count);
    if (last < 0) return;
    for (const [i, { at }] of axes.entries()) {
      if (i < last) continue;
      const place = i === last ? (places[i] ?? 0) + 1 : 0;
      places[i] = place;
      unit[i] = at(place);
    }
  }
}

interface Axis {
  readonly count: number;
  /** The coordinate of a place from 0 to `count` - 1. */
  readonly at: (place: number) => number;
}

/** The coordinates to try of one parameter. */
function axis({ leaf }: Parameter, points: number | undefined): Axis {
  const { levels } = leaf;
  const count = Math.min(levels, points ?? (levels === Infinity ? 1 : levels));
  const at = (place: number): number => {
    const position = count === 1 ? 0.5 : place / (count - 1);
    if (levels === Infinity) return position;
    return middle(leaf, count === levels ? place : Math.round(position * (levels - 1)));
  };
  return { count, at };
}
