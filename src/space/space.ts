import type * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { combinations } from './combinations.ts';
import { describeParameters } from './describe.ts';
import { type Condition, type Dimension, type Node, type Parameter, Plan } from './dimension.ts';
import { canonicalKey } from './key.ts';
import { recordNode } from './record.ts';
import { isFields } from './refuse.ts';
import { refuseNoShape, type Shape, type ShapeParams } from './shape.ts';

/** The type of the parameters of a space: `Params<typeof net>`. */
export type Params<S> = S extends Space<infer P> ? P : never;

interface Constraint {
  readonly predicate: (params: unknown) => boolean;
  readonly reason: (params: unknown) => string;
}

/** Constrained spaces up to this size are counted one by one. */
const COUNTABLE = 1_000_000;

/** What may be tried: named parameters, some of them conditional, under constraints. Made by `space` or `fromZod`; immutable. */
export class Space<P> implements Dimension<P> {
  readonly kind = 'space';
  /** Every parameter under its stable path, parents before children: the order of encoded vectors. */
  readonly parameters: readonly Parameter[];
  readonly #shape: Shape;
  readonly #constraints: readonly Constraint[];
  readonly #root: Node<unknown>;
  #schema: z.ZodType<P> | undefined;
  #size: number | undefined;

  /** @internal */
  constructor(shape: Shape, constraints: readonly Constraint[]) {
    const plan = new Plan();
    this.#shape = shape;
    this.#constraints = constraints;
    this.#root = constrained(recordNode(shape, '', plan, []), constraints);
    this.parameters = plan.parameters;
  }

  /**
   * How many different candidates there are; `Infinity` as soon as one parameter is continuous.
   *
   * Constraints are taken into account in spaces of up to a million combinations, by trying each; in larger ones the number is that before constraints.
   */
  get size(): number {
    return (this.#size ??= this.#count());
  }

  /** Whether some combinations may be refused. @internal */
  get constrained(): boolean {
    return this.#root.violation !== undefined;
  }

  /** A zod schema of the parameters: the same checks as `parse`. */
  get schema(): z.ZodType<P> {
    // The shape's types and its nodes are built from one another: P is what the root decodes to.
    return (this.#schema ??= this.#root.schema as z.ZodType<P>);
  }

  /**
   * The same space without the combinations that a predicate refuses.
   *
   * @param predicate true for parameters that may be tried; must be pure.
   * @param reason what the combination breaks, for error messages; or a function that says it of refused parameters.
   *
   * @example
   * ```ts
   * import { int, space } from 'rxtune';
   *
   * const net = space({ width: int(1, 64), heads: int(1, 8) }).where(
   *   ({ width, heads }) => width % heads === 0,
   *   'the width must be a multiple of the number of heads',
   * );
   * ```
   */
  where(predicate: (params: P) => boolean, reason: string | ((params: P) => string)): Space<P> {
    if (typeof predicate !== 'function') {
      throw new TuningError('InvalidSpace', `where: expected a predicate, not ${shown(predicate)}`);
    }
    if ((typeof reason !== 'string' && typeof reason !== 'function') || reason === '') {
      throw new TuningError(
        'InvalidSpace',
        `where: say in words what a refused combination breaks, instead of ${shown(reason)}`,
      );
    }
    // Constraints see what the schema accepted, or what was decoded.
    const constraint: Constraint = {
      predicate: (params) => predicate(params as P),
      reason: (params) => (typeof reason === 'string' ? reason : reason(params as P)),
    };
    return new Space<P>(this.#shape, [...this.#constraints, constraint]);
  }

  /**
   * Checks that something is a candidate of this space and returns it.
   *
   * @throws TuningError `MissingParameter` or `InvalidParameter`, naming the parameter, its value, and what was expected.
   *
   * @example
   * ```ts
   * import { int, space } from 'rxtune';
   *
   * const net = space({ layers: int(1, 4) });
   * const { layers } = net.parse(JSON.parse('{"layers": 2}')); // typed as a number
   * ```
   */
  parse(value: unknown): P {
    const result = this.schema.safeParse(value, { reportInput: true });
    if (result.success) return result.data;
    const issues = result.error.issues.map(explained);
    const missing = result.error.issues.every(({ path, input }) => path.length > 0 && input === undefined);
    throw new TuningError(missing ? 'MissingParameter' : 'InvalidParameter', issues.join('; '), {
      cause: result.error,
    });
  }

  /** The reason of the first constraint that a candidate breaks; undefined when it may be tried. */
  violation(params: P): string | undefined {
    return this.#root.violation?.(params);
  }

  /** Whether a candidate keeps all constraints. */
  allows(params: P): boolean {
    return this.violation(params) === undefined;
  }

  /**
   * The canonical identity of a candidate: equal texts for equal parameters, whatever the order of their keys, and for no others.
   *
   * @example
   * ```ts
   * import { space } from 'rxtune';
   *
   * const net = space({ lr: [0.1, 0.01], batch: [16, 32] });
   * net.key({ lr: 0.1, batch: 16 }) === net.key({ batch: 16, lr: 0.1 }); // => true
   * ```
   */
  key(params: P): string {
    return canonicalKey(params);
  }

  /**
   * What may be tried, in words: a text for each parameter, and the number of constraints under `.where` if there are any. Spaces that differ in a parameter differ here.
   *
   * @example
   * ```ts
   * import { float, space } from 'rxtune';
   *
   * space({ lr: float(0.001, 1, { scale: 'log' }) }).describe(); // => { lr: 'float from 0.001 to 1, log' }
   * ```
   */
  describe(): Readonly<Record<string, string>> {
    const parameters = describeParameters(this.parameters);
    const { length } = this.#constraints;
    return length === 0
      ? parameters
      : { ...parameters, '.where': `${length} constraint${length === 1 ? '' : 's'}` };
  }

  /**
   * The coordinates of a candidate in the unit cube, one for each of `parameters`; NaN for a parameter that is not there.
   *
   * A log scale is even in the logarithm; a discrete parameter lies in the middle of its cell, whose width is its probability.
   *
   * @example
   * ```ts
   * import { float, space, variant } from 'rxtune';
   *
   * const net = space({
   *   lr: float(1e-4, 1, { scale: 'log' }),
   *   optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: {} }),
   * });
   * net.encode({ lr: 0.01, optimizer: { kind: 'adam' } }); // => Float64Array(3) [ 0.5, 0.75, NaN ]
   * net.decode([0, 0.25, 0.9]); // => { lr: 0.0001, optimizer: { kind: 'sgd', momentum: 0.9 } }
   * net.active([0, 0.75, 0.9]); // => [ true, true, false ]
   * ```
   */
  encode(params: P): Float64Array {
    const unit = new Float64Array(this.parameters.length).fill(NaN);
    this.#root.encode(params, unit);
    return unit;
  }

  /**
   * The candidate at a point of the unit cube; coordinates of parameters that are not there do not matter.
   *
   * Constraints are not looked at.
   */
  decode(unit: ArrayLike<number>): P {
    return this.#root.decode(unit) as P;
  }

  /** Which parameters are there at a point of the unit cube; coordinates of the others do not matter. */
  active(unit: ArrayLike<number>): boolean[] {
    const active: boolean[] = [];
    for (const { conditions } of this.parameters)
      active.push(conditions.every((condition) => this.#holds(condition, unit, active)));
    return active;
  }

  /** Puts this space into another one, as a group. @internal */
  flatten(name: string, plan: Plan, conditions: readonly Condition[]): Node<P> {
    return constrained(recordNode(this.#shape, `${name}.`, plan, conditions), this.#constraints) as Node<P>;
  }

  #holds({ parent, cells }: Condition, unit: ArrayLike<number>, active: readonly boolean[]): boolean {
    return (
      active[parent] === true && cells.has(this.parameters[parent]?.leaf.cellAt(unit[parent] ?? NaN) ?? -1)
    );
  }

  #count(): number {
    const { size, violation } = this.#root;
    if (violation === undefined || size > COUNTABLE) return size;
    let allowed = 0;
    for (const unit of combinations(this)) if (this.allows(this.decode(unit))) allowed++;
    return allowed;
  }
}

/**
 * What may be tried: an object of named parameters.
 *
 * Members are dimensions (`float`, `int`, `choice`, `ordinal`, `variant`, `list`, `constant`), plain arrays (a `choice` of their members; a member given twice weighs
 * twice), conditional members (`when`), and other spaces, as groups. `Params<typeof it>` is the exact type of its candidates.
 *
 * @throws TuningError `InvalidSpace`, naming the parameter, when a member cannot be sampled.
 *
 * @example
 * ```ts
 * import { choice, float, int, list, space, variant, type Params } from 'rxtune';
 *
 * const net = space({
 *   lr: float(1e-5, 1e-1, { scale: 'log' }),
 *   units: list(int(16, 512, { scale: 'log' }), 1, 4),
 *   activation: choice(['relu', 'gelu']),
 *   optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: { beta1: float(0.8, 0.999) } }),
 * });
 * type Net = Params<typeof net>;
 * net.parameters.map(({ name }) => name); // => [ 'lr', 'units.length', 'units[0]', …, 'optimizer.sgd.momentum', 'optimizer.adam.beta1' ]
 * ```
 */
export function space<const S extends Shape>(shape: S): Space<ShapeParams<S>> {
  refuseNoShape('space', shape);
  if (Object.keys(shape).length === 0)
    throw new TuningError('InvalidSpace', 'space: there is no parameter; give at least one');
  return new Space<ShapeParams<S>>({ ...shape }, []);
}

/** A group with its own constraints on top of those of its parts. */
function constrained(node: Node<unknown>, constraints: readonly Constraint[]): Node<unknown> {
  if (constraints.length === 0) return node;
  return {
    get size() {
      return node.size;
    },
    gate: node.gate,
    get schema() {
      return constraints.reduce<z.ZodType>(
        (schema, { predicate, reason }) =>
          schema.refine(predicate, {
            error: ({ input }) => reason(input),
            // A predicate may rely on parameters that are in their ranges.
            when: ({ issues }) => issues.length === 0,
          }),
        node.schema,
      );
    },
    decode: (unit) => node.decode(unit),
    encode: (value, unit) => {
      node.encode(value, unit);
    },
    violation: (value) =>
      node.violation?.(value) ?? constraints.find(({ predicate }) => !predicate(value))?.reason(value),
  };
}

function explained({ path, message, input, ...issue }: z.core.$ZodIssue): string {
  const name = named(path);
  if (issue.code === 'unrecognized_keys' && 'keys' in issue) {
    return `${issue.keys.map((key) => named([...path, key])).join(', ')}: no such parameter`;
  }
  // For an unknown branch of a variant the path leads to the tag, yet the input is the whole group.
  const value = issue.code === 'invalid_union' && isFields(input) ? input[String(path.at(-1))] : input;
  if (name !== '' && value === undefined) return `${name} is missing: ${message}`;
  if (message.startsWith('expected ')) return `${name || 'the parameters'}: ${message}, not ${shown(value)}`;
  return `${name} ${shown(value)}: ${message}`.trimStart();
}

/** A path as parameters are named by it: `attention.units[0]`. */
function named(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
