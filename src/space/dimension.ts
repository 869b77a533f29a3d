import type * as z from 'zod';

/** A value that a `choice`, an `ordinal` or a `constant` may take: whatever JSON writes as one word. */
export type Option = string | number | boolean | null;

/**
 * Something that may be tried: one parameter (`float`, `int`, `choice`, `ordinal`, `constant`) or a group of them (`variant`, `list`, a `space` in a space).
 *
 * `T` is the type of its values.
 */
export interface Dimension<out T> {
  readonly kind: 'float' | 'int' | 'choice' | 'ordinal' | 'constant' | 'variant' | 'list' | 'space';
  /** Adds the parameters of this dimension to a space that is being built. @internal */
  flatten(name: string, plan: Plan, conditions: readonly Condition[]): Node<T>;
}

/**
 * A dimension that is one parameter: its values lie on the unit interval.
 *
 * A discrete one has `levels` cells, numbered from 0. Cell i covers the coordinates from `edge(i)` to `edge(i + 1)`; its share of the interval is its
 * probability. A continuous one has infinitely many levels and no cells.
 */
export interface Leaf<out T = unknown> extends Dimension<T> {
  readonly kind: 'float' | 'int' | 'choice' | 'ordinal' | 'constant';
  /** How many different values there are; `Infinity` for a continuous parameter. */
  readonly levels: number;
  /** The zod schema of a value. */
  readonly schema: z.ZodType<T>;
  /** The value at a coordinate in [0, 1]. */
  fromUnit(unit: number): T;
  /** The coordinate of a value; for a discrete parameter the middle of its cell. */
  toUnit(value: unknown): number;
  /** The cell of a value, or -1 where the value is not one of this parameter's; a continuous parameter has no cells: always -1. */
  cellOf(value: unknown): number;
  /** The cell at a coordinate in [0, 1]; -1 for a continuous parameter. */
  cellAt(unit: number): number;
  /** Where a cell begins on the unit interval, for 0 to `levels`. */
  edge(cell: number): number;
}

/** One parameter of a space, as samplers see it. */
export interface Parameter {
  /** Its stable path: `lr`, `optimizer.sgd.momentum`, `units[0]`. */
  readonly name: string;
  /** Its place in encoded vectors; parents come before their children. */
  readonly index: number;
  /** What values it takes. */
  readonly leaf: Leaf;
  /** It is there only when all of these hold; empty: it is always there. */
  readonly conditions: readonly Condition[];
}

/** A parent parameter is there and its value lies in one of these cells. */
export interface Condition {
  readonly parent: number;
  readonly cells: ReadonlySet<number>;
}

/** A dimension at its place in a space. */
export interface Node<out T> {
  /** How many different values there are; `Infinity` as soon as one part is continuous. */
  readonly size: number;
  readonly schema: z.ZodType<T>;
  /** What siblings' conditions may ask about; absent for groups that have no single deciding value. */
  readonly gate?: Gate | undefined;
  /** Reads its value from the coordinates of a whole space. */
  decode(unit: ArrayLike<number>): T;
  /** Writes the coordinates of a value that the schema accepts; inactive ones are left as they are. */
  encode(value: unknown, unit: Float64Array): void;
  /** The reason of the first constraint that a value breaks; absent where there is no constraint. */
  readonly violation?: ((value: unknown) => string | undefined) | undefined;
}

/** The one parameter that decides on the presence of others, and how its value is read off the node's value. */
export interface Gate {
  readonly parameter: Parameter;
  read(value: unknown): unknown;
  /** How many values of the whole node go with one value of the gate. */
  sizeAt(cell: number): number;
}

/** The list of parameters of a space that is being built. */
export class Plan {
  readonly parameters: Parameter[] = [];
  readonly #names = new Set<string>();

  /** False when the name is taken already. */
  add(name: string, leaf: Leaf, conditions: readonly Condition[]): Parameter | undefined {
    if (this.#names.has(name)) return undefined;
    this.#names.add(name);
    const parameter = { name, index: this.parameters.length, leaf, conditions };
    this.parameters.push(parameter);
    return parameter;
  }
}
