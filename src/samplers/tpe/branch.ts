/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Random } from '../../math/random.ts';
import type { Leaf } from '../../space/dimension.ts';
import type { BranchAxes } from './axes.ts';
import { Candidates } from './candidates.ts';
import type { Observation } from './kernels.ts';
import { type Manner, Parzen } from './parzen.ts';
import { type Result, Results } from './results.ts';

/** The good share of the results where all parameters are floats, and where some are discrete. */
const GOOD_SHARE = { smooth: 0.2, discrete: 0.15 };

/**
 * What the density of the other results counts in the choice, where there are floats and where there are none. It is low where nothing was tried, and at full weight it
 * draws candidates into corners, the more so the more dimensions there are. Without floats little is left to come closer to, and finding another plateau counts more.
 */
const OTHERS_WEIGHT = { floats: 0.5, none: 0.7 };

/** How often a candidate moves in some coordinates only, and the share of those that stay then. */
const PARTLY = 0.5;
const STAYING = 0.3;

/** How often all candidates may turn out to be of no use before they are drawn from the whole branch. */
const ROUNDS = 5;

/** How often a refused candidate comes half the way back to its kernel, which the constraints allow. */
const HALVINGS = 6;

/** What a branch is searched with. */
export interface Search<T> {
  /** How many candidates there are for a suggestion. */
  readonly candidates: number;
  /** Whether the constraints allow a point; undefined where there are none. */
  readonly allows: ((point: Float64Array) => boolean) | undefined;
  /** What a point stands for; undefined where it is of no use: not allowed, or tried before. */
  readonly take: (point: Float64Array) => T | undefined;
}

/**
 * Tree-structured Parzen estimators of one branch of a space (Bergstra et al. 2011, section 4).
 *
 * Its results are split into good ones and others; l and g are the densities of these. Of candidates drawn from l the one with the greatest l / g is chosen,
 * which has the greatest expected improvement (equation 14 there).
 */
export class Branch<T> {
  readonly #search: Search<T>;
  readonly #othersWeight: number;
  readonly #results: Results;
  readonly #pending = new Set<Observation>();
  readonly #good: Parzen;
  readonly #others: Parzen;
  readonly #candidates: Candidates;
  readonly #logGood: Float64Array;
  /** NaN where it is not known. */
  readonly #logOthers: Float64Array;
  /** Candidates that are still to be looked at. */
  readonly #left: Float64Array;
  #rankWeights: readonly number[] = [];

  constructor(axes: BranchAxes, leaves: readonly Leaf[], search: Search<T>) {
    const isDiscrete = axes.all.some(({ leaf }) => leaf.levels > 1 && leaf.levels < Infinity);
    this.#search = search;
    const hasFloats = axes.numeric.some(({ leaf }) => leaf.levels === Infinity);
    this.#othersWeight = hasFloats ? OTHERS_WEIGHT.floats : OTHERS_WEIGHT.none;
    this.#results = new Results(isDiscrete ? GOOD_SHARE.discrete : GOOD_SHARE.smooth);
    this.#good = new Parzen(axes, leaves);
    this.#others = new Parzen(axes, leaves);
    this.#candidates = new Candidates(search.candidates, axes);
    this.#logGood = new Float64Array(search.candidates);
    this.#logOthers = new Float64Array(search.candidates);
    this.#left = new Float64Array(search.candidates);
  }

  ask(observation: Observation): void {
    this.#pending.add(observation);
  }

  forget(observation: Observation): void {
    this.#pending.delete(observation);
  }

  tell(result: Result): void {
    this.#results.add(result);
  }

  /** What to try next; undefined when it finds nothing that is new and allowed. */
  propose(random: Random): T | undefined {
    const { good, others } = this.#results.split();
    if (this.#rankWeights.length !== good.length) this.#rankWeights = rankWeights(good.length);
    this.#good.fit(good, this.#rankWeights);
    // A trial that is running counts as a bad one, so that others keep away: a constant liar (Ginsbourger et al. 2010).
    this.#others.fit(this.#pending.size === 0 ? others : [...this.#pending, ...others]);
    const stay = random() < PARTLY ? STAYING : 0;
    for (let round = 0; round <= ROUNDS; round++) {
      const found = this.#choose(random, { stay, reach: 1, anywhere: round === ROUNDS });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #choose(random: Random, manner: Manner): T | undefined {
    const { candidates: count, take } = this.#search;
    const candidates = this.#candidates;
    for (let c = 0; c < count; c++) {
      this.#draw(c, random, manner);
      this.#logGood[c] = this.#good.logDensity(candidates, c);
    }
    this.#logOthers.fill(NaN);
    for (let tries = 0; tries < count; tries++) {
      const best = this.#best();
      const taken = take(candidates.point(best));
      if (taken !== undefined) return taken;
      this.#logGood[best] = -Infinity;
    }
    return undefined;
  }

  /** The candidate of the greatest score: those of the greatest good density come first, and of most others it is soon clear that they cannot win. */
  #best(): number {
    const logGood = this.#logGood;
    const logOthers = this.#logOthers;
    const left = this.#left;
    left.set(logGood);
    let best = 0;
    let greatest = -Infinity;
    for (let tries = 0; tries < left.length; tries++) {
      let c = 0;
      for (let other = 1; other < left.length; other++) if (left[other]! > left[c]!) c = other;
      left[c] = -Infinity;
      const cap = (logGood[c]! - greatest) / this.#othersWeight;
      if (Number.isNaN(logOthers[c])) {
        const log = this.#others.logDensity(this.#candidates, c, cap);
        if (log === Infinity) continue;
        logOthers[c] = log;
      }
      const score = logGood[c]! - this.#othersWeight * logOthers[c]!;
      if (score <= greatest) continue;
      greatest = score;
      best = c;
    }
    return best;
  }

  /** What constraints refuse comes nearer to the kernel it was drawn from. */
  #draw(c: number, random: Random, manner: Manner): void {
    const { allows } = this.#search;
    this.#good.draw(this.#candidates, c, random, manner);
    if (allows === undefined) return;
    for (let i = 0; i < HALVINGS && !allows(this.#candidates.point(c)); i++)
      this.#good.draw(this.#candidates, c, random, { ...manner, reach: manner.reach / 2 ** (i + 1) });
  }
}

/** The weights of good results, best first: those of CMA-ES (Hansen 2016, equation 49), with a mean of 1. */
function rankWeights(n: number): number[] {
  const weights = Array.from({ length: n }, (_, i) => Math.log(n + 1) - Math.log(i + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (weight * n) / sum);
}
