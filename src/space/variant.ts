import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { choiceOf } from './choice.ts';
import type { Condition, Dimension, Node, Plan } from './dimension.ts';
import { addParameter, coordinate } from './leaf.ts';
import { recordNode } from './record.ts';
import { isFields, refuseName } from './refuse.ts';
import { refuseNoShape, type Shape, type ShapeParams } from './shape.ts';

/** The type of a variant's values: a union that its tag tells apart. */
export type VariantParams<Tag extends string, B extends Readonly<Record<string, Shape>>> = {
  [K in keyof B & string]: { [_ in Tag]: K } & ShapeParams<B[K]> extends infer T
    ? { [P in keyof T]: T[P] }
    : never;
}[keyof B & string];

/**
 * One of several groups of parameters, told apart by a tag: a discriminated union in TypeScript, a conditional subspace to a sampler.
 *
 * `tag` is the name of the field that says which branch it is. Branches may be empty, and may hold variants in turn. All branches are equally likely.
 *
 * @throws TuningError `InvalidSpace` when there is no branch, or when a branch has a parameter with the name of the tag.
 *
 * @example
 * ```ts
 * import { float, space, variant, type Params } from 'rxtune';
 *
 * const net = space({
 *   optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: { beta1: float(0.8, 0.999) } }),
 * });
 * const show = ({ optimizer }: Params<typeof net>) => (optimizer.kind === 'sgd' ? optimizer.momentum : optimizer.beta1);
 * ```
 */
export function variant<const Tag extends string, const B extends Readonly<Record<string, Shape>>>(
  tag: Tag,
  branches: B,
): Dimension<VariantParams<Tag, B>>;
export function variant(tag: string, branches: Readonly<Record<string, Shape>>): Dimension<unknown> {
  const call = `variant(${shown(tag)})`;
  if (typeof tag !== 'string') throw new TuningError('InvalidSpace', `${call}: the tag must be a name`);
  refuseName(call, tag);
  if (!isFields(branches))
    throw new TuningError('InvalidSpace', `${call}: expected an object of branches, not ${shown(branches)}`);
  if (Object.keys(branches).length === 0)
    throw new TuningError('InvalidSpace', `${call}: no branches; give at least one`);
  for (const [branch, shape] of Object.entries(branches))
    refuseNoShape(`${call}, branch ${shown(branch)}`, shape);
  return {
    kind: 'variant',
    flatten: (name, plan, conditions) => variantNode(tag, branches, name, plan, conditions),
  };
}

function variantNode(
  tag: string,
  branches: Readonly<Record<string, Shape>>,
  name: string,
  plan: Plan,
  conditions: readonly Condition[],
): Node<Record<string, unknown>> {
  const leaf = choiceOf(name, Object.keys(branches));
  const parameter = addParameter(leaf, `${name}.${tag}`, plan, conditions);
  const nodes = Object.entries(branches).map(([branch, shape], cell) =>
    recordNode(shape, `${name}.${branch}.`, plan, [{ parent: parameter.index, cells: new Set([cell]) }], {
      [tag]: branch,
    }),
  );
  const at = (cell: number): Node<Record<string, unknown>> => {
    const node = nodes[cell];
    if (node === undefined)
      throw new TuningError(
        'InvalidParameter',
        `${name}.${tag}: expected one of ${leaf.options.map(shown).join(', ')}`,
      );
    return node;
  };
  const read = (value: unknown): unknown => (value as Record<string, unknown>)[tag];
  return {
    get size() {
      return nodes.reduce((sum, node) => sum + node.size, 0);
    },
    get schema() {
      const [first, ...others] = nodes.map((node) => node.schema as z.ZodObject);
      const names = leaf.options.map(shown).join(', ');
      return first === undefined
        ? z.never()
        : z.discriminatedUnion(tag, [first, ...others], {
            error: ({ code }: { readonly code?: string | undefined }) =>
              code === 'invalid_type'
                ? `expected an object whose ${tag} is one of ${names}`
                : `expected one of ${names}`,
          });
    },
    gate: { parameter, read, sizeAt: (cell) => at(cell).size },
    decode: (unit) => at(leaf.cellAt(coordinate(unit, parameter))).decode(unit),
    encode: (value, unit) => {
      const branch = read(value);
      unit[parameter.index] = leaf.toUnit(branch);
      at(leaf.cellOf(branch)).encode(value, unit);
    },
    violation: nodes.some(({ violation }) => violation)
      ? (value) => at(leaf.cellOf(read(value))).violation?.(value)
      : undefined,
  };
}
