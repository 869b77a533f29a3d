import type { Parameter } from '../../space/dimension.ts';
import { middle } from '../../space/leaf.ts';

/** The category of a choice that is not there. */
export const ABSENT = 2 ** 32 - 1;

/** A point as the strategy sees it: numbers, and a category for each choice. */
export interface Point {
  readonly x: Float64Array;
  readonly categories: Uint32Array;
}

/**
 * Which parameters of a space are numbers to CMA-ES and which are categories.
 *
 * Numbers (`float`, `int`, `ordinal`) are coordinates on the unit interval, discrete ones by their cells. A `choice` is a
 * category. A parameter with a single value is neither.
 */
export class Coordinates {
  readonly numbers: readonly Parameter[];
  readonly categories: readonly Parameter[];
  /** Whether some parameters are not always there. */
  readonly conditional: boolean;
  readonly #size: number;

  constructor(parameters: readonly Parameter[]) {
    const varying = parameters.filter(({ leaf }) => leaf.levels > 1);
    this.numbers = varying.filter(({ leaf }) => leaf.kind !== 'choice');
    this.categories = varying.filter(({ leaf }) => leaf.kind === 'choice');
    this.conditional = parameters.some(({ conditions }) => conditions.length > 0);
    this.#size = parameters.length;
  }

  /** The coordinates of a whole space, for `decode`. */
  unit({ x, categories }: Point): Float64Array<ArrayBuffer> {
    const unit = new Float64Array(this.#size).fill(0.5);
    this.numbers.forEach(({ index }, j) => {
      unit[index] = Math.min(1, Math.max(0, x[j] ?? NaN));
    });
    this.categories.forEach(({ index, leaf }, v) => {
      const category = categories[v] ?? ABSENT;
      if (category !== ABSENT) unit[index] = middle(leaf, category);
    });
    return unit;
  }

  /** The point at the coordinates of a whole space; a number that is not there is as it is in `otherwise`. */
  point(unit: Float64Array, otherwise: Float64Array): Point {
    return {
      x: Float64Array.from(this.numbers, ({ index }, j) => orElse(unit[index], otherwise[j])),
      categories: Uint32Array.from(this.categories, ({ index, leaf }) => {
        const coordinate = unit[index] ?? NaN;
        return Number.isNaN(coordinate) ? ABSENT : leaf.cellAt(coordinate);
      }),
    };
  }

  /** The point without the categories of choices that are not there; its numbers stay as they were drawn. */
  present<T extends Point>(point: T, active: readonly boolean[]): T {
    const categories = point.categories.map((category, v) =>
      active[this.categories[v]?.index ?? -1] === true ? category : ABSENT,
    );
    return { ...point, categories };
  }
}

function orElse(coordinate = NaN, otherwise = NaN): number {
  return Number.isNaN(coordinate) ? otherwise : coordinate;
}
