/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Random } from '../../math/random.ts';
import { type Acquisition, confidenceBound, logEi } from './acquisition.ts';
import type { Domain } from './domain.ts';
import { Filling } from './elsewhere.ts';
import { type Explained, type ModelWeight, Portfolio } from './portfolio.ts';
import type { Model } from './model.ts';
import { newtonPoint } from './newton.ts';
import { type Found, search } from './search.ts';
import { type Losses, losses, type Warped } from './warp.ts';

/** Results, and what is being tried. */
export interface Evidence {
  /** The masked points of all results, in the order in which they came. */
  readonly points: readonly Float64Array[];
  readonly losses: Float64Array;
  /** The masked points that were asked for and not told yet. */
  readonly pending: readonly Float64Array[];
  /** The masked points that were asked for and will not be told. */
  readonly abandoned: readonly Float64Array[];
}

/** Two points closer than this in every coordinate are the same. */
const SAME = 1e-7;
/** A stall is a gain below this share of the distance from the median to the best. */
const GAIN = 1e-3;
/**
 * In a stall in a space of categories without floats the expected improvement is that on so many standard deviations below the best. Where several categories do together
 * what none does alone, a stall is a plateau, and its small differences hide that what has not been tried together may lie a step below.
 */
const STEP = 1;
const BEST = 5;
/** With fewer results it is too early to look elsewhere. */
const SETTLED = 30;
/** An expected improvement below this share of the distance from the median to the best is next to none. */
const LITTLE = 3e-3;
/** When next to nothing is to gain this share of the suggestions looks elsewhere, until there were so many of them. */
const OFTEN = 0.9;
const LOOKS = 40;
const SELDOM = 0.25;
/** This share of the suggestions goes where an expansion about the best result points, if it does. */
const NEWTON = 0.5;
/** Models that explain this much of what the better half differ in see no reason to look elsewhere by themselves. */
const SURE = 0.8;

/** Chooses points by a portfolio of Gaussian processes and the log expected improvement. */
export class GaussianProcess<P> {
  readonly #domain: Domain<P>;
  readonly #portfolio: Portfolio;
  readonly #filling: Filling<P>;
  readonly #startup: number;

  /** @param startup how many of the first results say what is usual */
  constructor(domain: Domain<P>, startup: number) {
    this.#domain = domain;
    this.#startup = startup;
    this.#portfolio = new Portfolio(domain);
    this.#filling = new Filling(domain, this.#portfolio.metric);
  }

  /** How well it predicts results that it has not seen. */
  get explained(): Explained {
    return this.#portfolio.explained;
  }

  /** The models, and how likely each is to be drawn. */
  get models(): readonly ModelWeight[] {
    return this.#portfolio.models;
  }

  /** Fits its models to new results. */
  update({ points, losses: values }: Evidence): Losses {
    // Without floats most results soon lie on one plateau, whose width is no scale for what is off it.
    const sorted = losses(values, this.#domain.discrete ? this.#startup : 0);
    this.#portfolio.update(points, sorted);
    return sorted;
  }

  /**
   * The next point to try; undefined when the search meets only tried or refused ones.
   *
   * @param spread evenly spread points of the space, of which it takes some hundred
   * @param fixed cells that are decided already, by the parameter's index
   */
  propose(
    evidence: Evidence,
    random: Random,
    spread: (i: number) => Float64Array,
    fixed: ReadonlyMap<number, number> = new Map(),
  ): Float64Array | undefined {
    const { points, pending, abandoned } = evidence;
    const sorted = this.update(evidence);
    const taken = (masked: Float64Array): boolean =>
      [points, pending, abandoned].some((tried) =>
        tried.some((point) => this.#domain.distance(masked, point) < SAME),
      );
    if (random() < NEWTON) {
      const best = sorted.order.find((i) => isWithin(this.#domain, points[i]!, fixed));
      const point = best === undefined ? undefined : newtonPoint(this.#domain, points, sorted, best);
      if (point !== undefined && !taken(point)) return point;
    }
    const drawn = this.#portfolio.draw(random, sorted);
    const look = (view: View, acquisition: (least: number) => Acquisition): Found | undefined => {
      const { order } = view.losses;
      const least = view.warped.targets[order[0]!]!;
      view.model.imagine(pending, least);
      return search(this.#domain, {
        model: view.model,
        acquisition: acquisition(least),
        random,
        spread,
        fixed,
        best: order
          .filter((i) => isWithin(this.#domain, view.points[i]!, fixed))
          .slice(0, BEST)
          .map((i) => view.points[i]!),
        taken,
      });
    };
    const here = { ...drawn, points, losses: sorted };
    const mayLookElsewhere = random() < (this.#filling.looks < LOOKS ? OFTEN : SELDOM) && this.#isSure;
    const acquisition = this.#acquisition(random, sorted);
    if (!mayLookElsewhere || points.length < SETTLED) return look(here, acquisition)?.masked;
    const found = look(here, logEi);
    if (found !== undefined && found.value > leastGain(drawn.warped, sorted)) return found.masked;
    return look(this.#filling.look(points, sorted, drawn), logEi)?.masked;
  }

  /** The expected improvement; in a stall sometimes a wide confidence bound, and in a space of categories that on a step below the best. */
  #acquisition(random: Random, sorted: Losses): (least: number) => Acquisition {
    const { axes, discrete, categorical } = this.#domain;
    const explores = random() < 1 / 3;
    if (!isStalled(sorted, axes.length)) return logEi;
    if (explores) return () => confidenceBound(3);
    return discrete && categorical ? (least) => logEi(least - STEP) : logEi;
  }

  /**
   * Whether it is likely to be too sure of itself.
   *
   * Without floats a plateau looks like the bottom of a basin; and where branches are decided on first, that is already done by how much each still has to give.
   */
  get #isSure(): boolean {
    const { better = 0 } = this.explained;
    return !this.#domain.discrete && !this.#domain.conditional && better >= SURE;
  }
}

/** A model, and the results that it was made of. */
export interface View {
  readonly model: Model;
  readonly warped: Warped;
  readonly losses: Losses;
  readonly points: readonly Float64Array[];
}

/** The log expected improvement below which nothing is left to gain, so that it is time to look elsewhere. */
function leastGain({ targets }: Warped, { order }: Losses): number {
  return Math.log(LITTLE * (targets[order[order.length >>> 1]!]! - targets[order[0]!]!));
}

/** Whether the last results gained next to nothing. */
function isStalled({ values, least, median }: Losses, dimensions: number): boolean {
  const window = Math.max(5, dimensions);
  let before = Infinity;
  for (let i = 0; i < values.length - window; i++) before = Math.min(before, values[i]!);
  return before - least < GAIN * (median - least);
}

function isWithin<P>(domain: Domain<P>, point: Float64Array, fixed: ReadonlyMap<number, number>): boolean {
  if (fixed.size === 0) return true;
  return domain.axes.every(({ index, leaf }) => {
    const cell = fixed.get(index);
    return cell === undefined || Number.isNaN(point[index]!) || leaf.cellAt(point[index]!) === cell;
  });
}
