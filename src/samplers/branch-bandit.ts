import type { Parameter } from '../space/dimension.ts';
import type { Space } from '../space/space.ts';

/** A branch is tried this often before its results are compared with others'; with many branches less often. */
const FIRST_TRIALS = 5;

/** Every branch gets this part of its fair share of the trials, however bad it looks. */
const LEAST_SHARE = 0.2;

/** How much more than its best a branch is believed to have in it, in mean distances of its better results. */
const OPTIMISM = 4;

/** The part of a branch's results that its spread is taken from. */
const BETTER_PART = 0.3;

/** Losses beyond this are taken for it, so that sums of them stay finite. */
const HUGE = 1e100;

/** What is known about one value of a gate. */
interface Branch {
  /** Of complete trials, in ascending order. */
  readonly losses: number[];
  /** Of pruned trials, which say less: the least of them. */
  leastPruned: number;
  results: number;
  pending: number;
}

/** A choice on which the presence of other parameters depends. */
interface Gate {
  readonly parameter: Parameter;
  readonly branches: readonly Branch[];
}

/**
 * Decides between the branches of a conditional space by how much each still has to give.
 *
 * A branch that is easy to tune looks best at first: a model of all results stays in it and never learns that another one, harder to tune, ends lower. So
 * the choices on which other parameters depend are decided first, from the top down, by
 *
 *     score = best - 4 · (mean distance of the best 30 % of the branch's results to its best) / √(1 + pending trials)
 *
 * where the lowest score wins. A branch that is tuned out has no spread left and cannot win by its floor alone; one that is hard to tune keeps its spread
 * and so its chance. A shift or scaling of the losses changes nothing. Every branch gets a few first trials and a least share of all.
 */
export class BranchBandit {
  readonly #gates: readonly Gate[];

  constructor(space: Space<unknown>) {
    const parents = new Set(
      space.parameters.flatMap(({ conditions }) => conditions.map(({ parent }) => parent)),
    );
    const decided = new Set<number>();
    const gates: Gate[] = [];
    for (const parameter of space.parameters) {
      const { leaf, index, conditions } = parameter;
      // Whether a gate is there must follow from gates alone.
      if (leaf.kind !== 'choice' || leaf.levels === 1 || !parents.has(index)) continue;
      if (!conditions.every(({ parent }) => decided.has(parent))) continue;
      decided.add(index);
      const branches = Array.from({ length: leaf.levels }, () => ({
        losses: [],
        leastPruned: Infinity,
        results: 0,
        pending: 0,
      }));
      gates.push({ parameter, branches });
    }
    this.#gates = gates;
  }

  /** The parameters that it decides, parents first; none in a space without gates. */
  get gates(): readonly Parameter[] {
    return this.#gates.map(({ parameter }) => parameter);
  }

  /** Notes a candidate that was given out, by its coordinates (NaN where a parameter is not there). */
  ask(point: ArrayLike<number>): void {
    for (const branch of this.#branchesOf(point)) branch.pending++;
  }

  /** Takes back what `ask` noted. */
  forget(point: ArrayLike<number>): void {
    for (const branch of this.#branchesOf(point)) branch.pending--;
  }

  /** Notes a result: the loss of a complete or a pruned trial, Infinity or NaN for a failed one. */
  tell(point: ArrayLike<number>, loss: number, pruned = false): void {
    const limited = Math.min(HUGE, Math.max(-HUGE, loss));
    for (const branch of this.#branchesOf(point)) {
      branch.results++;
      if (Number.isNaN(loss) || loss === Infinity) continue;
      if (pruned) branch.leastPruned = Math.min(branch.leastPruned, limited);
      else insert(branch.losses, limited);
    }
  }

  /** The cell to take at each gate that is then there, by the index of its parameter. */
  decide(): Map<number, number>;
  /** The same among those decisions that are open; undefined when none is. */
  decide(isOpen: (cells: ReadonlyMap<number, number>) => boolean): Map<number, number> | undefined;
  decide(
    isOpen: (cells: ReadonlyMap<number, number>) => boolean = () => true,
  ): Map<number, number> | undefined {
    return this.#decideFrom(0, new Map(), isOpen);
  }

  /** Gate by gate; where a decision leads to nothing that is open, the next best one is taken. */
  #decideFrom(
    at: number,
    cells: ReadonlyMap<number, number>,
    isOpen: (cells: ReadonlyMap<number, number>) => boolean,
  ): Map<number, number> | undefined {
    const gate = this.#gates[at];
    if (gate === undefined) return isOpen(cells) ? new Map(cells) : undefined;
    const { conditions, index } = gate.parameter;
    const isPresent = conditions.every(({ parent, cells: allowed }) => allowed.has(cells.get(parent) ?? -1));
    if (!isPresent) return this.#decideFrom(at + 1, cells, isOpen);
    const left = new Set(gate.branches.keys());
    while (left.size > 0) {
      const cell = decideBetween(gate, left);
      const decided = this.#decideFrom(at + 1, new Map(cells).set(index, cell), isOpen);
      if (decided !== undefined) return decided;
      left.delete(cell);
    }
    return undefined;
  }

  *#branchesOf(point: ArrayLike<number>): Generator<Branch> {
    for (const { parameter, branches } of this.#gates) {
      const unit = point[parameter.index] ?? NaN;
      const branch = Number.isNaN(unit) ? undefined : branches[parameter.leaf.cellAt(unit)];
      if (branch !== undefined) yield branch;
    }
  }
}

function decideBetween({ parameter: { leaf }, branches }: Gate, among: ReadonlySet<number>): number {
  const trials = branches.map(({ results, pending }) => results + pending);
  const total = trials.reduce((sum, n) => sum + n, 0);
  const first = Math.max(2, Math.min(FIRST_TRIALS, Math.floor((4 * FIRST_TRIALS) / branches.length)));
  const shareOf = (cell: number): number => leaf.edge(cell + 1) - leaf.edge(cell);
  // The branch that is furthest behind comes first.
  const [most, furthest] = greatest(among, (cell) => first - (trials[cell] ?? 0));
  if (most > 0) return furthest;
  const [lack, neglected] = greatest(
    among,
    (cell) => LEAST_SHARE * shareOf(cell) * total - (trials[cell] ?? 0),
  );
  if (lack > 0) return neglected;
  return greatest(among, (cell) => -score(branches[cell]))[1];
}

/** The greatest value, and the first cell that has it. */
function greatest(
  cells: ReadonlySet<number>,
  value: (cell: number) => number,
): [value: number, cell: number] {
  let best: [number, number] | undefined;
  for (const cell of cells) {
    const its = value(cell);
    if (best === undefined || its > best[0]) best = [its, cell];
  }
  return best ?? [-Infinity, 0];
}

function score(branch: Branch | undefined): number {
  if (branch === undefined) return Infinity;
  const { losses, leastPruned, pending } = branch;
  const [best] = losses;
  if (best === undefined) return leastPruned;
  const better = losses.slice(0, Math.max(2, Math.ceil(BETTER_PART * losses.length)));
  const spread = better.reduce((sum, loss) => sum + (loss - best), 0) / better.length;
  return best - (OPTIMISM * spread) / Math.sqrt(1 + pending);
}

/** Into ascending order, after equal ones. */
function insert(sorted: number[], value: number): void {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? Infinity) <= value) from = middle + 1;
    else to = middle;
  }
  sorted.splice(from, 0, value);
}
