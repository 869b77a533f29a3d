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
  decide(): Map<number, number> {
    const cells = new Map<number, number>();
    for (const gate of this.#gates) {
      const { conditions, index } = gate.parameter;
      const present = conditions.every(({ parent, cells: allowed }) => allowed.has(cells.get(parent) ?? -1));
      if (present) cells.set(index, decideBetween(gate));
    }
    return cells;
  }

  *#branchesOf(point: ArrayLike<number>): Generator<Branch> {
    for (const { parameter, branches } of this.#gates) {
      const unit = point[parameter.index] ?? NaN;
      const branch = Number.isNaN(unit) ? undefined : branches[parameter.leaf.cellAt(unit)];
      if (branch !== undefined) yield branch;
    }
  }
}

function decideBetween({ parameter: { leaf }, branches }: Gate): number {
  const trials = branches.map(({ results, pending }) => results + pending);
  const total = trials.reduce((sum, n) => sum + n, 0);
  const first = Math.max(2, Math.min(FIRST_TRIALS, Math.floor((4 * FIRST_TRIALS) / branches.length)));
  const least = (weight: number): number => LEAST_SHARE * weight * total;
  // The branch that is furthest behind comes first.
  const behind = (lack: (cell: number, n: number) => number): number => {
    const lacks = trials.map((n, cell) => lack(cell, n));
    const greatest = Math.max(...lacks);
    return greatest > 0 ? lacks.indexOf(greatest) : -1;
  };
  const untried = behind((_, n) => first - n);
  if (untried >= 0) return untried;
  const neglected = behind((cell, n) => least(leaf.edge(cell + 1) - leaf.edge(cell)) - n);
  if (neglected >= 0) return neglected;
  const scores = branches.map(score);
  return Math.max(0, scores.indexOf(Math.min(...scores)));
}

function score({ losses, leastPruned, pending }: Branch): number {
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
