import { TuningError } from '../errors.ts';
import type { Condition, Leaf, Node, Parameter, Plan } from './dimension.ts';

/** Adds a single parameter to a space and makes its node. */
export function leafNode<T>(
  leaf: Leaf<T>,
  name: string,
  plan: Plan,
  conditions: readonly Condition[],
): Node<T> {
  const parameter = addParameter(leaf, name, plan, conditions);
  const { index } = parameter;
  return {
    size: leaf.levels,
    schema: leaf.schema,
    gate: { parameter, read: (value) => value, sizeAt: () => 1 },
    decode: (unit) => leaf.fromUnit(coordinate(unit, parameter)),
    encode: (value, unit) => {
      unit[index] = leaf.toUnit(value);
    },
  };
}

/** Adds a parameter, refusing a second one of the same name. */
export function addParameter(
  leaf: Leaf,
  name: string,
  plan: Plan,
  conditions: readonly Condition[],
): Parameter {
  const parameter = plan.add(name, leaf, conditions);
  if (parameter !== undefined) return parameter;
  throw new TuningError(
    'InvalidSpace',
    `two parameters are called ${name}: rename one of the keys that make this path`,
  );
}

/** The coordinate that stands for a cell: the middle of it, or its lower edge where no number lies between. */
export function middle(leaf: Pick<Leaf, 'edge'>, cell: number): number {
  const from = leaf.edge(cell);
  const to = leaf.edge(cell + 1);
  const between = (from + to) / 2;
  return between < to ? between : from;
}

/** The coordinate of a parameter that is known to be there. */
export function coordinate(unit: ArrayLike<number>, parameter: Parameter): number {
  const value = unit[parameter.index];
  if (value === undefined || Number.isNaN(value)) {
    throw new TuningError(
      'MissingParameter',
      `the coordinates lack ${parameter.name} (place ${parameter.index}), which is active at these values`,
    );
  }
  return value;
}
