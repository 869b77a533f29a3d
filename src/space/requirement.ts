import { shown, TuningError } from '../errors.ts';
import type { Gate, Node, Option } from './dimension.ts';
import type { When } from './shape.ts';

/** A named member of a group. */
export interface Member {
  readonly key: string;
  readonly node: Node<unknown>;
  /** Empty for a member that is always there. */
  readonly requires: readonly Requirement[];
}

/** What a member asks of a sibling, to be there. */
export interface Requirement {
  readonly sibling: string;
  readonly gate: Gate;
  readonly values: readonly Option[];
  readonly cells: ReadonlySet<number>;
}

/** What a `when` asks of the members that are declared before it. */
export function requirements(
  name: string,
  { condition }: When<unknown>,
  earlier: readonly Member[],
): Requirement[] {
  return Object.entries(condition).map(([sibling, values]) => {
    const refuse = (why: string): TuningError =>
      new TuningError('InvalidSpace', `${name}: when asks for ${shown(sibling)}${why}`);
    const member = earlier.find(({ key }) => key === sibling);
    if (member === undefined) {
      const known = earlier.map(({ key }) => key).join(', ') || 'none';
      throw refuse(`, which is not declared before it (declared: ${known})`);
    }
    const { gate } = member.node;
    if (gate === undefined || gate.parameter.leaf.levels === Infinity) {
      throw refuse(', which cannot decide: only parameters with separate values, and variants, can');
    }
    const cells = values.map((value) => {
      const cell = gate.parameter.leaf.cellOf(value);
      if (cell < 0) throw refuse(` to be ${shown(value)}, which it never is`);
      return cell;
    });
    return { sibling, gate, values, cells: new Set(cells) };
  });
}

/** Whether a record has what a member requires. */
export function holds(requires: readonly Requirement[], record: Readonly<Record<string, unknown>>): boolean {
  return requires.every(
    ({ sibling, gate, cells }) =>
      Object.hasOwn(record, sibling) && cells.has(gate.parameter.leaf.cellOf(gate.read(record[sibling]))),
  );
}
