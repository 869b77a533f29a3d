import { shown, TuningError } from '../../errors.ts';
import type { Random } from '../../math/random.ts';
import type { Parameter } from '../../space/dimension.ts';
import { middle } from '../../space/leaf.ts';
import { NumericDimension } from '../../space/numeric.ts';
import type { Space } from '../../space/space.ts';
import { drawAllowed } from '../draw.ts';

/** After so many refused neighbours the parameters stay as they are. */
const PATIENCE = 100;

/** The explore step of population-based training: changes parameters a little, within the space and its constraints. */
export class Explorer<P> {
  readonly #space: Space<P>;
  readonly #resampleProbability: number;
  readonly #fixed: ReadonlySet<string>;

  /** @throws TuningError `InvalidConfig` for a fixed parameter that does not exist. */
  constructor(
    space: Space<P>,
    {
      resampleProbability,
      fixed,
    }: { readonly resampleProbability: number; readonly fixed: readonly string[] },
  ) {
    const names = space.parameters.map(({ name }) => name);
    const unknown = fixed.find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new TuningError(
        'InvalidConfig',
        `populationBased: fixed names ${shown(unknown)}, which is no parameter of the space (${names.join(', ')})`,
      );
    }
    this.#space = space;
    this.#resampleProbability = resampleProbability;
    this.#fixed = new Set(fixed);
  }

  /** Parameters from anywhere. */
  anew(uniform: Random): P {
    return drawAllowed(this.#space, () => this.#space.parameters.map(uniform));
  }

  /** Parameters near those given. */
  explore(params: P, uniform: Random): P {
    const unit = this.#space.encode(params);
    for (let tries = 0; tries < PATIENCE; tries++) {
      const near = this.#space.decode(
        this.#space.parameters.map((parameter) =>
          this.#moved(parameter, unit[parameter.index] ?? NaN, uniform),
        ),
      );
      if (this.#space.allows(near)) return near;
    }
    return params;
  }

  #moved(parameter: Parameter, coordinate: number, uniform: Random): number {
    // Drawn in any case: it may come to be there as another one changes.
    const anew = uniform();
    if (Number.isNaN(coordinate)) return anew;
    if (this.#fixed.has(parameter.name)) return coordinate;
    if (uniform() < this.#resampleProbability) return anew;
    return perturbed(parameter.leaf, coordinate, uniform() < 0.5 ? 0.8 : 1.2);
  }
}

/** A number times the factor, within its bounds and by one step at least; the neighbour of an ordinal; anything else unchanged. */
function perturbed(leaf: Parameter['leaf'], coordinate: number, factor: number): number {
  const way = factor < 1 ? -1 : 1;
  if (leaf instanceof NumericDimension) {
    const value = leaf.fromUnit(coordinate);
    const target = Math.min(leaf.high, Math.max(leaf.low, value * factor));
    if (leaf.step === undefined) return leaf.toUnit(target);
    const steps = Math.round((target - value) / leaf.step);
    const cell = leaf.cellAt(coordinate) + (steps === 0 ? way : steps);
    return middle(leaf, Math.min(leaf.levels - 1, Math.max(0, cell)));
  }
  if (leaf.kind !== 'ordinal') return coordinate;
  return middle(leaf, Math.min(leaf.levels - 1, Math.max(0, leaf.cellAt(coordinate) + way)));
}
