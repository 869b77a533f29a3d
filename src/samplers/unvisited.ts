import type { Random } from '../math/random.ts';
import type { Leaf, Parameter } from '../space/dimension.ts';
import { middle } from '../space/leaf.ts';
import type { Space } from '../space/space.ts';
import { tooConstrained } from './draw.ts';

/** One halving of the cells of one parameter, after what was decided before it. */
interface Fork {
  /** The share of the first half in the probability of both. */
  readonly first: number;
  readonly halves: [Below, Below];
  /** The share of the probability below that was not visited. */
  left: number;
}

/** What lies below a half: nothing visited, everything visited, or a further fork. */
type Below = undefined | 'spent' | Fork;

type Side = 0 | 1;

interface Step {
  readonly fork: Fork;
  readonly side: Side;
}

/** Decides the way down. */
interface Guide {
  /** The coordinate of a continuous parameter. */
  coordinate(parameter: Parameter): number;
  /** Before a cell (0) or from it on (1). */
  side(fork: Fork, parameter: Parameter, half: number): Side;
}

const REFUSALS = 1_000_000;

/**
 * What is left of a space: draws candidates by their weights without replacement.
 *
 * The candidates are the leaves of a binary tree (parameter after parameter, the cells of each halved again and again), and only visited paths are kept. At
 * each fork the side is drawn by the probability that is left in it, so the last candidate of a space costs no more than the first: O(sum of log2(levels)).
 * Two candidates that differ in a continuous parameter are never the same, so nothing is kept below one.
 */
export class Unvisited<P> {
  readonly #space: Space<P>;
  #root: Below;

  constructor(space: Space<P>) {
    this.#space = space;
  }

  /** Takes a candidate out. */
  mark(params: P): void {
    const unit = this.#space.encode(params);
    const coordinate = ({ index }: Parameter): number => unit[index] ?? NaN;
    this.#walk({
      coordinate,
      side: (_, parameter, half) => (parameter.leaf.cellAt(coordinate(parameter)) < half ? 0 : 1),
    });
  }

  /**
   * Draws a candidate that was not visited, and takes it out; undefined when none is left.
   *
   * @throws TuningError `ExhaustedSpace` when constraints refuse a million in a row.
   */
  draw(random: Random): P | undefined {
    const guide: Guide = {
      coordinate: random,
      side: ({ first, halves: [a, b] }) => {
        const left = first * leftOf(a);
        return random() * (left + (1 - first) * leftOf(b)) < left ? 0 : 1;
      },
    };
    let reason: string | undefined;
    for (let refusals = 0; refusals < REFUSALS; refusals++) {
      if (this.#root === 'spent') return undefined;
      const params = this.#space.decode(this.#walk(guide));
      reason = this.#space.violation(params);
      if (reason === undefined) return params;
    }
    throw tooConstrained(`${REFUSALS} candidates in a row`, reason);
  }

  /** Goes down one path and marks its end as visited. */
  #walk(guide: Guide): Float64Array {
    const unit = new Float64Array(this.#space.parameters.length).fill(NaN);
    const cells: number[] = [];
    const path: Step[] = [];
    let below = this.#root;
    let endless = false;
    for (const parameter of this.#space.parameters) {
      const { leaf, index, conditions } = parameter;
      cells[index] = -1;
      if (!conditions.every(({ parent, cells: allowed }) => allowed.has(cells[parent] ?? -1))) continue;
      if (leaf.levels === Infinity) {
        unit[index] = guide.coordinate(parameter);
        endless = true;
        continue;
      }
      let from = 0;
      let to = leaf.levels;
      while (to - from > 1) {
        const half = Math.floor((from + to) / 2);
        const fork = below === undefined || below === 'spent' ? newFork(leaf, from, half, to) : below;
        const side = guide.side(fork, parameter, half);
        path.push({ fork, side });
        // Below what is spent there is nothing new to mark.
        endless ||= below === 'spent';
        below = fork.halves[side];
        if (side === 0) to = half;
        else from = half;
      }
      cells[index] = from;
      unit[index] = middle(leaf, from);
    }
    if (!endless && below !== 'spent') this.#root = marked(path);
    return unit;
  }
}

function newFork(leaf: Leaf, from: number, half: number, to: number): Fork {
  const start = leaf.edge(from);
  return {
    first: (leaf.edge(half) - start) / (leaf.edge(to) - start),
    halves: [undefined, undefined],
    left: 1,
  };
}

function leftOf(below: Below): number {
  return below === undefined ? 1 : below === 'spent' ? 0 : below.left;
}

/** Links the forks of a path into the tree, from its end up; a fork whose halves are both spent is spent. */
function marked(path: readonly Step[]): Below {
  return path.reduceRight<Below>((below, { fork, side }) => {
    fork.halves[side] = below;
    const [a, b] = fork.halves;
    fork.left = fork.first * leftOf(a) + (1 - fork.first) * leftOf(b);
    return a === 'spent' && b === 'spent' ? 'spent' : fork;
  }, 'spent');
}
