/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { expOfNegative } from '../../math/exp.ts';
import { quantile } from '../../math/normal.ts';
import { integer, type Random } from '../../math/random.ts';
import type { Leaf } from '../../space/dimension.ts';
import { middle } from '../../space/leaf.ts';
import { type Axis, type BranchAxes, isPresent } from './axes.ts';
import type { Candidates } from './candidates.ts';
import { Kernels, type Observation, PRIOR } from './kernels.ts';

/** What a category is smoothed with: so many kernels' worth of its weights, spread over all kernels. */
const SMOOTHING = 4;

/** Kernels so far below the greatest one add less than a rounding error. */
const NEGLIGIBLE = -36;

/** Kernels of one block are looked at together, those of one chunk before it is asked whether the rest matters. */
const BLOCK = 4;
const CHUNK = 16;

/** How a candidate is drawn. */
export interface Manner {
  /** The probability with which a coordinate stays where the kernel is; one of them always moves. */
  readonly stay: number;
  /** How much of the way from the kernel to the drawn point is gone, from 0 to 1. */
  readonly reach: number;
  /** Draws from the prior alone. */
  readonly anywhere: boolean;
}

/**
 * A density over the points of one branch: a weighted mixture of kernels, each the product of one distribution for each parameter (Falkner, Klein and Hutter
 * 2018, section 3; Watanabe 2023, equation 5), and a prior of weight 1.
 *
 * A kernel is 1 in a parameter that is not there at its observation. Discrete numbers have the density of their cell's middle; in the ratio of two densities the
 * width of the cell cancels out.
 */
export class Parzen {
  readonly #axes: BranchAxes;
  readonly #leaves: readonly Leaf[];
  readonly #kernels: Kernels;
  readonly #steps: readonly Step[];
  readonly #free: readonly Step[];
  readonly #steady: number;
  // Of the present mixture.
  #slots = new Int32Array(0);
  #size = 0;
  /** What the shares are those of. */
  #shared = 0;
  #weights: readonly number[] | undefined;
  #logShares = new Float64Array(0);
  /** Shares of the weights, summed up from the first observation. */
  #sums = new Float64Array(0);
  /** By kernel: the logarithm of its share, less the scales of what is always there. They are set up to `#ready`, as far as anyone looked. */
  #bases = new Float64Array(0);
  #ready = 0;
  /** Of one chunk: the logarithms of kernels at a candidate. */
  readonly #terms = new Float64Array(CHUNK);
  /** By category and cell: the logarithm of a kernel's density in its own cell, and by category in any other. */
  readonly #logSame: readonly Float64Array[];
  readonly #logOther: Float64Array;

  constructor(axes: BranchAxes, leaves: readonly Leaf[]) {
    this.#axes = axes;
    this.#leaves = leaves;
    this.#kernels = new Kernels(axes);
    this.#steady = axes.numeric.filter(({ steady }) => steady).length;
    this.#steps = axes.all.map((axis) => ({
      axis,
      number: axes.numeric.indexOf(axis),
      category: axes.categories.indexOf(axis),
      cell: axes.decided.get(axis.index) ?? 0,
    }));
    this.#free = this.#steps.filter(({ number, category }) => number >= 0 || category >= 0);
    this.#logSame = axes.categories.map(({ leaf }) => new Float64Array(leaf.levels));
    this.#logOther = new Float64Array(axes.categories.length);
    this.fit([]);
  }

  /** Makes it the density of observations, weighted; each weighs 1 unless it is said otherwise. */
  fit(observations: readonly Observation[], weights?: readonly number[]): void {
    const n = observations.length + 1;
    if (this.#slots.length < n + BLOCK) {
      this.#slots = new Int32Array(2 * n + BLOCK);
      this.#sums = new Float64Array(2 * n);
      this.#logShares = new Float64Array(2 * n);
      this.#shared = 0;
      this.#bases = new Float64Array(2 * n + BLOCK);
    }
    this.#size = n;
    this.#kernels.use(observations, this.#slots);
    this.#smooth(n);
    this.#ready = 0;
    if (n === this.#shared && weights === this.#weights) return;
    this.#shared = n;
    this.#weights = weights;
    const total = weights === undefined ? n : weights.reduce((sum, weight) => sum + weight, 1);
    let share = 1 / total;
    let logShare = Math.log(share);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      if (i > 0) {
        if (weights !== undefined) {
          share = weights[i - 1]! / total;
          logShare = Math.log(share);
        }
        sum += share;
      }
      this.#sums[i] = sum;
      this.#logShares[i] = logShare;
    }
  }

  /** In a category a kernel is (c w / n + [its cell]) / (c / n + 1), where w is the weight of a cell, relative to w: the densities of numbers are, too. */
  #smooth(n: number): void {
    this.#axes.categories.forEach(({ leaf }, a) => {
      const share = smoothing(leaf, n);
      for (let cell = 0; cell < leaf.levels; cell++) {
        const weight = leaf.edge(cell + 1) - leaf.edge(cell);
        this.#logSame[a]![cell] = Math.log((share * weight + 1) / ((1 + share) * weight));
      }
      this.#logOther[a] = Math.log(share / (1 + share));
    });
  }

  /**
   * The logarithm of the density at candidate c; Infinity as soon as it is known to be above `cap`.
   *
   * The sum of exponentials is kept relative to the greatest one so far, so that one pass does, and what is negligible, or too much, is left early: it is best to
   * give first what the others are likely to be small beside.
   */
  logDensity(candidates: Candidates, c: number, cap = Infinity): number {
    const n = this.#size;
    const terms = this.#terms;
    let greatest = -Infinity;
    // -0 is a double: were it an integer, the first product would be one too, and the first that is not would undo the optimised code.
    let sum = -0;
    for (let from = 0; from < n; from += CHUNK) {
      this.#logKernels(from, candidates, c);
      const count = Math.min(CHUNK, n - from);
      let top = greatest;
      for (let i = 0; i < count; i++) if (terms[i]! > top) top = terms[i]!;
      if (top > greatest) {
        sum *= Math.exp(greatest - top);
        greatest = top;
      }
      for (let i = 0; i < count; i++) {
        const below = terms[i]! - greatest;
        if (below > NEGLIGIBLE) sum += expOfNegative(below);
      }
      // Often the greatest kernel alone is too much, which saves a logarithm: the sum is at least 1.
      if (greatest > cap || (cap < Infinity && greatest + Math.log(sum) > cap)) return Infinity;
    }
    return greatest + Math.log(sum);
  }

  #prepare(to: number): void {
    for (let i = this.#ready; i < to; i++)
      this.#bases[i] = this.#logShares[i]! - this.#kernels.steadyScale(this.#slots[i]!);
    this.#ready = to;
  }

  /** The logarithms of a chunk of kernels at candidate c. */
  #logKernels(from: number, candidates: Candidates, c: number): void {
    const { numbers } = candidates;
    const terms = this.#terms;
    const slots = this.#slots;
    const bases = this.#bases;
    const { means, halfPrecisions } = this.#kernels;
    const d = this.#axes.numeric.length;
    const steady = this.#steady;
    const first = c * d;
    const to = Math.min(from + CHUNK, this.#size);
    if (to > this.#ready) this.#prepare(to);
    for (let i = from; i < to; i += BLOCK) {
      // Four sums at a time: a coordinate is read once, and no product waits for the one before.
      let sumA = 0;
      let sumB = 0;
      let sumC = 0;
      let sumD = 0;
      const atA = d * slots[i]!;
      const atB = d * slots[i + 1]!;
      const atC = d * slots[i + 2]!;
      const atD = d * slots[i + 3]!;
      // With `| 0` no sum is looked at for an overflow.
      for (let a = 0; a < steady; a++) {
        const number = numbers[(first + a) | 0]!;
        const inA = (atA + a) | 0;
        const inB = (atB + a) | 0;
        const inC = (atC + a) | 0;
        const inD = (atD + a) | 0;
        const toA = number - means[inA]!;
        const toB = number - means[inB]!;
        const toC = number - means[inC]!;
        const toD = number - means[inD]!;
        sumA += toA * toA * halfPrecisions[inA]!;
        sumB += toB * toB * halfPrecisions[inB]!;
        sumC += toC * toC * halfPrecisions[inC]!;
        sumD += toD * toD * halfPrecisions[inD]!;
      }
      terms[i - from] = bases[i]! - sumA;
      terms[i - from + 1] = bases[i + 1]! - sumB;
      terms[i - from + 2] = bases[i + 2]! - sumC;
      terms[i - from + 3] = bases[i + 3]! - sumD;
    }
    if (steady < d || this.#axes.categories.length > 0)
      for (let i = from; i < to; i++) terms[i - from]! += this.#logRest(i, c, candidates);
  }

  /** What numbers that may be missing and categories add to the logarithm of kernel i at candidate c. */
  #logRest(i: number, c: number, { numbers, cells }: Candidates): number {
    const { means, halfPrecisions, logScales, cells: own } = this.#kernels;
    const slot = this.#slots[i]!;
    const d = this.#axes.numeric.length;
    const k = this.#axes.categories.length;
    let log = 0;
    for (let a = this.#steady; a < d; a++) {
      const number = numbers[c * d + a]!;
      if (Number.isNaN(number)) continue;
      const at = slot * d + a;
      const distance = number - means[at]!;
      log -= logScales[at]! + distance * distance * halfPrecisions[at]!;
    }
    for (let a = 0; a < k; a++) {
      const cell = cells[c * k + a]!;
      const its = own[slot * k + a]!;
      if (cell >= 0 && its >= 0) log += cell === its ? this.#logSame[a]![cell]! : this.#logOther[a]!;
    }
    return log;
  }

  /** Draws candidate c: a kernel by its weight, then a point of it, parents before their children. */
  draw(candidates: Candidates, c: number, random: Random, { stay, reach, anywhere }: Manner): void {
    const { size } = this.#axes;
    const { points } = candidates;
    const at = c * size;
    points.fill(NaN, at, at + size);
    const slot = anywhere ? PRIOR : this.#slots[this.#drawKernel(random)]!;
    const reached = slot === PRIOR ? 1 : reach;
    this.#kernels.refresh(slot);
    const mover = this.#free[integer(random, this.#free.length)];
    for (const step of this.#steps) {
      const { axis, number, category, cell } = step;
      if (!axis.steady && !isPresent(axis, points, at, this.#leaves)) continue;
      const stays = slot !== PRIOR && step !== mover && random() < stay;
      const far = stays ? 0 : reached;
      points[at + axis.index] =
        number >= 0
          ? this.#drawNumber(slot, number, axis.leaf, far, random)
          : middle(axis.leaf, category < 0 ? cell : this.#drawCell(slot, category, axis.leaf, far, random));
    }
    candidates.read(c);
  }

  #drawKernel(random: Random): number {
    const u = random();
    for (let i = 1; i < this.#size; i++) if (u < this.#sums[i]!) return i;
    return 0;
  }

  #drawNumber(slot: number, a: number, leaf: Leaf, reach: number, random: Random): number {
    const { means, sigmas, lowers, masses } = this.#kernels;
    const at = slot * this.#axes.numeric.length + a;
    const sigma = sigmas[at]!;
    if (reach === 0 && !Number.isNaN(sigma)) return means[at]!;
    const u = random();
    const unit = Number.isNaN(sigma)
      ? u
      : Math.min(1, Math.max(0, means[at]! + reach * sigma * quantile(lowers[at]! + u * masses[at]!)));
    return leaf.levels === Infinity ? unit : middle(leaf, leaf.cellAt(unit));
  }

  #drawCell(slot: number, a: number, leaf: Leaf, reach: number, random: Random): number {
    const own = this.#kernels.cells[slot * this.#axes.categories.length + a]!;
    const share = smoothing(leaf, this.#size);
    const changes = random() >= 1 / (1 + share) && (reach === 1 || random() < reach);
    return own >= 0 && !changes ? own : leaf.cellAt(random());
  }
}

/** One parameter of a candidate that is being drawn. */
interface Step {
  readonly axis: Axis;
  /** Its place among the numeric axes and among the categories; -1 when it is not one. */
  readonly number: number;
  readonly category: number;
  /** The cell of what is decided or has a single value. */
  readonly cell: number;
}

/** What the weights of all cells add up to in a kernel, where its own cell has 1. */
function smoothing(leaf: Leaf, n: number): number {
  return (SMOOTHING * leaf.levels) / n;
}
