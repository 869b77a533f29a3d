import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import type { Condition, Dimension, Node, Plan } from './dimension.ts';
import { int } from './int.ts';
import { addParameter, coordinate } from './leaf.ts';
import { dimensionOf, type DimensionLike, type Value } from './shape.ts';

const LONGEST = 1000;

/**
 * An array of `min` to `max` values of one dimension.
 *
 * Its length is a parameter (`units.length`) when it varies; the value at each position is one (`units[0]`, `units[1]`, …), the same whatever the length.
 * All lengths are equally likely.
 *
 * @throws TuningError `InvalidSpace` when the lengths are not integers from 0 to 1,000 or the wrong way round.
 *
 * @example
 * ```ts
 * import { int, list, space } from 'rxtune';
 *
 * const net = space({ units: list(int(16, 512, { scale: 'log' }), 1, 4) });
 * const params = net.parse({ units: [256, 64] });
 * ```
 */
export function list<const D extends DimensionLike>(
  dimension: D,
  min: number,
  max: number,
): Dimension<Value<D>[]>;
export function list(dimension: DimensionLike, min: number, max: number): Dimension<unknown[]> {
  const call = `list(…, ${shown(min)}, ${shown(max)})`;
  for (const [length, which] of [
    [min, 'least'],
    [max, 'greatest'],
  ] as const) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new TuningError(
        'InvalidSpace',
        `${call}: the ${which} length must be an integer of at least 0, not ${shown(length)}`,
      );
    }
  }
  if (min > max)
    throw new TuningError('InvalidSpace', `${call}: the least length is above the greatest; swap them`);
  if (max > LONGEST) {
    throw new TuningError(
      'InvalidSpace',
      `${call}: every position is a parameter of its own, and a list has at most ${LONGEST}`,
    );
  }
  if (max === 0) throw new TuningError('InvalidSpace', `${call}: the list could only be empty; leave it out`);
  const element = dimensionOf('list', dimension);
  return {
    kind: 'list',
    flatten: (name, plan, conditions) => listNode(element, min, max, name, plan, conditions),
  };
}

function listNode(
  element: Dimension<unknown>,
  min: number,
  max: number,
  name: string,
  plan: Plan,
  conditions: readonly Condition[],
): Node<unknown[]> {
  const leaf = int(min, max);
  const length = min === max ? undefined : addParameter(leaf, `${name}.length`, plan, conditions);
  const nodes: Node<unknown>[] = [];
  for (let i = 0; i < max; i++) {
    // Up to the least length an element is always there, so it depends on nothing.
    const cells = new Set(Array.from({ length: max - i }, (_, j) => i + 1 + j - min));
    const own = length === undefined || i < min ? conditions : [{ parent: length.index, cells }];
    nodes.push(element.flatten(`${name}[${i}]`, plan, own));
  }
  return {
    get size() {
      return sizes(nodes, min);
    },
    get schema() {
      const error = `expected an array of ${min === max ? '' : `${min} to `}${max} values`;
      const [first] = nodes;
      return z
        .array(first?.schema ?? z.never(), { error })
        .min(min, { error })
        .max(max, { error });
    },
    decode: (unit) => {
      const count = length === undefined ? max : leaf.fromUnit(coordinate(unit, length));
      return nodes.slice(0, count).map((node) => node.decode(unit));
    },
    encode: (value, unit) => {
      const values = value as readonly unknown[];
      if (length !== undefined) unit[length.index] = leaf.toUnit(values.length);
      nodes.slice(0, values.length).forEach((node, i) => {
        node.encode(values[i], unit);
      });
    },
    violation: nodes.some(({ violation }) => violation)
      ? (value) => {
          for (const [i, item] of (value as readonly unknown[]).entries()) {
            const reason = nodes[i]?.violation?.(item);
            if (reason !== undefined) return reason;
          }
          return undefined;
        }
      : undefined,
  };
}

/** The sum over all lengths of the product of the elements' sizes. */
function sizes(nodes: readonly Node<unknown>[], min: number): number {
  let product = 1;
  let sum = min === 0 ? 1 : 0;
  nodes.forEach((node, i) => {
    product *= node.size;
    if (i + 1 >= min) sum += product;
  });
  return sum;
}
