import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import type { Condition, Gate, Node, Option, Plan } from './dimension.ts';
import { dimensionOf, type Shape } from './shape.ts';
import { When } from './when.ts';

interface Member {
  readonly key: string;
  readonly node: Node<unknown>;
  /** Empty for a member that is always there. */
  readonly requires: readonly Requirement[];
}

interface Requirement {
  readonly sibling: string;
  readonly gate: Gate;
  readonly values: readonly Option[];
  readonly cells: ReadonlySet<number>;
}

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
  for (const [key, value] of Object.entries(shape)) {
    const name = prefix + key;
    if (Object.hasOwn(fixed, key)) {
      throw new TuningError('InvalidSpace', `${name}: a branch cannot have a parameter with the name of the variant's tag; rename one of them`);
    }
    const requires = value instanceof When ? requirements(name, value, members) : [];
    const own = requires.map(({ gate, cells }) => ({ parent: gate.parameter.index, cells }));
    const dimension = dimensionOf(name, value instanceof When ? value.dimension : value);
    members.push({ key, requires, node: dimension.flatten(name, plan, [...conditions, ...own]) });
  }
  return {
    size: count(members, 0, new Map()),
    get schema() {
      return recordSchema(members, fixed);
    },
    decode: (unit) => {
      const record: Record<string, unknown> = { ...fixed };
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
    violation: (value) => {
      const record = value as Fields;
      for (const { key, node } of members) {
        const reason = key in record ? node.violation(record[key]) : undefined;
        if (reason !== undefined) return reason;
      }
      return undefined;
    },
  };
}

function requirements(name: string, { condition }: When<unknown>, earlier: readonly Member[]): Requirement[] {
  return Object.entries(condition).map(([sibling, values]) => {
    const member = earlier.find(({ key }) => key === sibling);
    if (member === undefined) {
      const known = earlier.map(({ key }) => key).join(', ') || 'none';
      throw new TuningError('InvalidSpace', `${name}: when asks for ${shown(sibling)}, which is not declared before it (declared: ${known})`);
    }
    const { gate } = member.node;
    if (gate === undefined || gate.parameter.leaf.levels === Infinity) {
      throw new TuningError('InvalidSpace', `${name}: when cannot ask for ${shown(sibling)}: only parameters with separate values, and variants, can decide`);
    }
    const cells = values.map((value) => {
      const cell = gate.parameter.leaf.cellOf(value);
      if (cell < 0) throw new TuningError('InvalidSpace', `${name}: when asks for ${shown(sibling)} to be ${shown(value)}, which it never is`);
      return cell;
    });
    return { sibling, gate, values, cells: new Set(cells) };
  });
}

function holds(requires: readonly Requirement[], record: Fields): boolean {
  return requires.every(
    ({ sibling, gate, cells }) =>
      Object.hasOwn(record, sibling) && cells.has(gate.parameter.leaf.cellOf(gate.read(record[sibling]))),
  );
}

/**
 * How many different values a group has: the product over its members, except that a member on which others depend is taken value by value.
 *
 * `decided` holds the cell of each such member so far; -1 stands for all the cells that nobody asks for, and for absence.
 */
function count(members: readonly Member[], from: number, decided: ReadonlyMap<string, number>): number {
  const [member] = members.slice(from, from + 1);
  if (member === undefined) return 1;
  const present = member.requires.every(({ sibling, cells }) => cells.has(decided.get(sibling) ?? -1));
  const { node, key } = member;
  if (!present) return count(members, from + 1, decided);
  const asked = new Set(members.flatMap(({ requires }) => requires.filter(({ sibling }) => sibling === key)).flatMap(({ cells }) => [...cells]));
  const { gate } = node;
  if (gate === undefined || asked.size === 0) return node.size * count(members, from + 1, decided);
  let total = 0;
  let others = node.size;
  for (const cell of asked) {
    others = others === Infinity ? Infinity : others - gate.sizeAt(cell);
    total += gate.sizeAt(cell) * count(members, from + 1, new Map([...decided, [key, cell]]));
  }
  if (asked.size < gate.parameter.leaf.levels) total += others * count(members, from + 1, new Map([...decided, [key, -1]]));
  return total;
}

function recordSchema(members: readonly Member[], fixed: Readonly<Record<string, string>>): z.ZodType<Record<string, unknown>> {
  const shape: Record<string, z.ZodType> = {};
  for (const [key, value] of Object.entries(fixed)) shape[key] = z.literal(value);
  for (const { key, node, requires } of members) shape[key] = requires.length === 0 ? node.schema : node.schema.optional();
  const conditional = members.filter(({ requires }) => requires.length > 0);
  const object = z.strictObject(shape, { error: 'expected an object of parameters' });
  if (conditional.length === 0) return object;
  return object.superRefine((record: Fields, context) => {
    for (const { key, requires } of conditional) {
      const wanted = holds(requires, record);
      if (wanted === (record[key] !== undefined)) continue;
      const condition = requires.map(({ sibling, values }) => `${sibling} is ${values.map(shown).join(' or ')}`).join(' and ');
      context.addIssue({
        code: 'custom',
        path: [key],
        message: wanted ? `is required when ${condition}` : `may be given only when ${condition}`,
        input: record[key],
      });
    }
  });
}
