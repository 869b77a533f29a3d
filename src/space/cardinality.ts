import type { Member } from './requirement.ts';

/** The cells of siblings that are decided already; -1 stands for all the cells that nobody asks for, and for absence. */
type Decided = ReadonlyMap<string, number>;

/**
 * How many different values a group of members has.
 *
 * Members that do not depend on one another multiply. One on which others depend is taken value by value; what it leaves
 * independent multiplies again, so that the work stays small where conditions do not interlock.
 */
export function cardinality(members: readonly Member[], decided: Decided = new Map()): number {
  const known = new Map(decided);
  const open: Member[] = [];
  for (const member of members) {
    if (mayBeThere(member, known)) open.push(member);
    else known.set(member.key, -1);
  }
  return islands(open).reduce(
    (product, [first, ...others]) => product * cardinalityFrom(first, others, known),
    1,
  );
}

/** The same for members that hang together, the first of which depends on none of the others. */
function cardinalityFrom({ key, node }: Member, others: readonly Member[], decided: Decided): number {
  const { gate, size } = node;
  const requires = others.flatMap((member) => member.requires).filter(({ sibling }) => sibling === key);
  const asked = new Set(requires.flatMap(({ cells }) => [...cells]));
  if (gate === undefined || asked.size === 0) return size;
  let total = 0;
  let rest = size;
  for (const cell of asked) {
    const here = gate.sizeAt(cell);
    if (rest !== Infinity) rest -= here;
    total += here * cardinality(others, new Map(decided).set(key, cell));
  }
  if (asked.size < gate.parameter.leaf.levels)
    total += rest * cardinality(others, new Map(decided).set(key, -1));
  return total;
}

function mayBeThere({ requires }: Member, decided: Decided): boolean {
  return requires.every(({ sibling, cells }) => {
    const cell = decided.get(sibling);
    return cell === undefined || cells.has(cell);
  });
}

/** Members grouped by dependence, each group in an order in which siblings come before those that ask for them. */
function islands(members: readonly Member[]): [Member, ...Member[]][] {
  let groups: [Member, ...Member[]][] = [];
  for (const member of members) {
    const siblings = new Set(member.requires.map(({ sibling }) => sibling));
    const [first, ...others] = groups.filter(
      (group) => siblings.size > 0 && group.some(({ key }) => siblings.has(key)),
    );
    if (first === undefined) {
      groups.push([member]);
      continue;
    }
    groups = groups.filter((group) => !others.includes(group));
    first.push(...others.flat(), member);
  }
  return groups;
}
