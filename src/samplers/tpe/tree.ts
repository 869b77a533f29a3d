import type { Random } from '../../math/random.ts';
import type { Parameter } from '../../space/dimension.ts';
import type { Space } from '../../space/space.ts';
import { BranchBandit } from '../branch-bandit.ts';
import { branchAxes } from './axes.ts';
import { Branch, type Search } from './branch.ts';
import type { Observation } from './kernels.ts';
import type { Result } from './results.ts';

/**
 * The branches of a conditional space, each with estimators of its own; a single one where there are no gates.
 *
 * A bandit decides between them, so that the branch that is easiest to tune does not take all.
 */
export class Tree<T> {
  readonly #space: Space<unknown>;
  readonly #search: Search<T>;
  readonly #bandit: BranchBandit;
  readonly #gates: readonly Parameter[];
  readonly #branches = new Map<string, Branch<T>>();
  /** Branches in which nothing new was found last time. */
  readonly #closed = new Set<string>();

  constructor(space: Space<unknown>, search: Search<T>) {
    this.#space = space;
    this.#search = search;
    this.#bandit = new BranchBandit(space);
    this.#gates = this.#bandit.gates;
  }

  /** What to try next; undefined when no branch has anything. */
  propose(random: Random): T | undefined {
    for (;;) {
      const cells = this.#bandit.decide((decided) => !this.#closed.has(keyOf(decided)));
      if (cells === undefined) return undefined;
      const found = this.#branch(cells).propose(random);
      if (found !== undefined) return found;
      this.#closed.add(keyOf(cells));
    }
  }

  /** Counts a point as being tried. */
  ask(observation: Observation): void {
    this.#bandit.ask(observation.point);
    this.#branchOf(observation).ask(observation);
  }

  /** Takes back what `ask` counted. */
  forget(observation: Observation): void {
    this.#bandit.forget(observation.point);
    this.#branchOf(observation).forget(observation);
  }

  tell(result: Result): void {
    this.#bandit.tell(
      result.point,
      result.standing === 'failed' ? Infinity : result.loss,
      result.standing === 'pruned',
    );
    this.#branchOf(result).tell(result);
  }

  #branchOf({ point }: Observation): Branch<T> {
    const cells = new Map<number, number>();
    for (const { index, leaf } of this.#gates) {
      const unit = point[index] ?? NaN;
      if (!Number.isNaN(unit)) cells.set(index, leaf.cellAt(unit));
    }
    return this.#branch(cells);
  }

  #branch(cells: ReadonlyMap<number, number>): Branch<T> {
    const key = keyOf(cells);
    let branch = this.#branches.get(key);
    if (branch === undefined) {
      const { parameters } = this.#space;
      branch = new Branch(
        branchAxes(parameters, cells),
        parameters.map(({ leaf }) => leaf),
        this.#search,
      );
      this.#branches.set(key, branch);
    }
    return branch;
  }
}

function keyOf(cells: ReadonlyMap<number, number>): string {
  return cells.size === 0 ? '' : [...cells].join(';');
}
