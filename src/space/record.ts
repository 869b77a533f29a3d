import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { cardinality } from './cardinality.ts';
import type { Condition, Node, Plan } from './dimension.ts';
import { refuseName } from './refuse.ts';
import { holds, type Member, requirements } from './requirement.ts';
import { dimensionOf, type Shape, When } from './shape.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The node of a group of named members: a space, or a branch of a variant.
 *
 * `prefix` is the path to the group, with its dot; `fixed` are fields that are no parameters, such as a variant's tag.
 */
export function recordNode(
  shape: Shape,
  prefix: string,
  plan: Plan,
  conditions: readonly Condition[],
  fixed: Readonly<Record<string, string>> = {},
): Node<Record<string, unknown>> {
  const members: Member[] = [];
  const tags = Object.entries(fixed);
  for (const [key, value] of Object.entries(shape)) {
    const name = prefix + key;
    refuseName(prefix === '' ? 'space' : prefix.slice(0, -1), key);
    if (Object.hasOwn(fixed, key)) {
      throw new TuningError(
        'InvalidSpace',
        `${name}: a branch cannot have a parameter with the name of the variant's tag; rename one of them`,
      );
    }
    const requires = value instanceof When ? requirements(name, value, members) : [];
    const added = requires.map(({ gate, cells }) => ({ parent: gate.parameter.index, cells }));
    const dimension = dimensionOf(name, value instanceof When ? value.dimension : value);
    members.push({ key, requires, node: dimension.flatten(name, plan, [...conditions, ...added]) });
  }
  return {
    get size() {
      return cardinality(members);
    },
    get schema() {
      return recordSchema(members, fixed);
    },
    decode: (unit) => {
      const record: Record<string, unknown> = {};
      // Several times faster than a spread.
      for (const [key, value] of tags) record[key] = value;
      for (const { key, node, requires } of members) {
        if (requires.length === 0 || holds(requires, record)) record[key] = node.decode(unit);
      }
      return record;
    },
    encode: (value, unit) => {
      const record = value as Fields;
      for (const { key, node, requires } of members) {
        if (requires.length === 0 || holds(requires, record)) node.encode(record[key], unit);
      }
    },
    violation: members.some(({ node }) => node.violation)
      ? (value) => {
          for (const { key, node } of members) {
            const field = (value as Fields)[key];
            const reason = field === undefined ? undefined : node.violation?.(field);
            if (reason !== undefined) return reason;
          }
          return undefined;
        }
      : undefined,
  };
}

function recordSchema(
  members: readonly Member[],
  fixed: Readonly<Record<string, string>>,
): z.ZodType<Record<string, unknown>> {
  const shape: Record<string, z.ZodType> = {};
  for (const [key, value] of Object.entries(fixed)) shape[key] = z.literal(value);
  for (const { key, node, requires } of members)
    shape[key] = requires.length === 0 ? node.schema : node.schema.optional();
  const conditional = members.filter(({ requires }) => requires.length > 0);
  const object = z.strictObject(shape, { error: 'expected an object of parameters' });
  if (conditional.length === 0) return object;
  return object.superRefine((record: Fields, context) => {
    for (const { key, requires } of conditional) {
      const wanted = holds(requires, record);
      if (wanted === (record[key] !== undefined)) continue;
      const condition = requires
        .map(({ sibling, values }) => `${sibling} is ${values.map(shown).join(' or ')}`)
        .join(' and ');
      context.addIssue({
        code: 'custom',
        path: [key],
        message: wanted ? `required when ${condition}` : `may be given only when ${condition}`,
        input: record[key],
      });
    }
  });
}
