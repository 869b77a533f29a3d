/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Random } from '../../math/random.ts';
import type { Domain } from './domain.ts';
import { Fit } from './fit.ts';
import { Metric } from './metric.ts';
import { logDensity, Model } from './model.ts';
import { halfRank, log, type Losses, raw, type Warp, type Warped } from './warp.ts';

/** Hyperparameters are fitted to at most so many results: the best half of them and the newest. */
const FIT_POINTS = 128;
/** A model is conditioned on at most about so many results: the best half of them and the newest. */
const MODEL_POINTS = 256;
const FIRST_ITERATIONS = 15;
const ITERATIONS = 7;
/** Models are compared again when there are so many times as many results. */
const GROWTH = 1.5;
const NEGLIGIBLE = 0.02;
/** So few better results say nothing of how well they are predicted. */
const FEW = 20;

/** How a model sees the losses, and how likely it is to be drawn. */
export interface ModelWeight {
  readonly losses: 'as they are' | 'worse half by ranks' | 'logarithms';
  readonly probability: number;
  /** Whether it takes what it cannot explain for ripples of the objective, not for noise. */
  readonly rough: boolean;
}

/** How far below the least loss logarithms reach: where everything has an order, so that a basin narrows down to many digits, */
const DIGITS = 0.05;
/** and with categories, where the best may be a step below a plateau, whose own differences would fill the scale. */
const STEPS = 0.2;

/** The share of the variance of losses that models predict for results they have not seen, from 1 down; 0 is no better than the mean. */
export interface Explained {
  /** Of all results. */
  readonly all: number;
  /** Of the better half, what they differ in among themselves; undefined as long as there are fewer than 20 of them. */
  readonly better: number | undefined;
}

interface Member {
  readonly name: ModelWeight['losses'];
  readonly warp: Warp;
  readonly model: Model;
  score: number;
  explained: Explained;
}

/** Models of the objective, alike but for the warp of the losses, and how good each is. */
export class Portfolio {
  readonly metric: Metric;
  readonly #fit: Fit;
  readonly #members: readonly Member[];
  readonly #size: number;
  /** The results that the models are conditioned on. */
  #chosen: number[] = [];
  #rows = new Float64Array(0);
  #fittedAt = 0;
  #scoredAt = 0;

  constructor(domain: Pick<Domain<unknown>, 'axes' | 'categorical' | 'conditional' | 'discrete' | 'size'>) {
    this.metric = new Metric(domain);
    this.#size = domain.size;
    this.#fit = new Fit(this.metric);
    const warps: readonly (readonly [ModelWeight['losses'], Warp])[] = [
      ['as they are', raw],
      ['worse half by ranks', halfRank],
      ['logarithms', log(domain.categorical ? STEPS : DIGITS)],
    ];
    this.#members = warps.map(([name, warp]) => ({
      name,
      warp,
      model: new Model(this.metric, this.#fit.start),
      score: 0,
      explained: { all: 0, better: undefined },
    }));
  }

  /** The models, and how likely each is to be drawn. */
  get models(): readonly ModelWeight[] {
    const weights = this.#weights();
    return this.#members.map(({ name, model }, i) => ({
      losses: name,
      probability: weights[i]!,
      rough: model.roughness > 0,
    }));
  }

  /** The leave-one-out coefficients of determination, averaged over the models by the probability to be drawn. */
  get explained(): Explained {
    const weights = this.#weights();
    const averaged = (values: readonly number[]): number =>
      values.reduce((sum, value, i) => sum + weights[i]! * value, 0);
    const all = this.#members.map(({ explained }) => explained.all);
    // They have all seen the same number of results.
    const better = this.#members.flatMap(({ explained }) => explained.better ?? []);
    return { all: averaged(all), better: better.length < all.length ? undefined : averaged(better) };
  }

  /** Takes results, of which the ones so far are the first: refits and scores the models when it is time. */
  update(points: readonly Float64Array[], losses: Losses): void {
    const n = points.length;
    const isFirst = this.#fittedAt === 0;
    const scores = isFirst || n >= GROWTH * this.#scoredAt;
    if (scores || n - this.#fittedAt >= interval(n, this.metric.dimensions)) {
      this.#choose(losses, n);
      this.#write(points);
      const weights = this.#weights();
      // What is hardly ever drawn can wait until all are compared again.
      const due = this.#members.filter((_, i) => scores || weights[i]! > NEGLIGIBLE);
      this.#refit(due, losses, isFirst ? FIRST_ITERATIONS : ITERATIONS);
      this.#fittedAt = n;
    } else {
      for (let i = this.#chosen.at(-1)! + 1; i < n; i++) this.#chosen.push(i);
      this.#write(points);
    }
    if (!scores) return;
    for (const member of this.#members) this.#score(member, losses);
    this.#scoredAt = n;
  }

  /**
   * Draws a model with probability proportional to exp(score / 2) and conditions it on the results.
   *
   * The best one alone would do worse: clear differences decide, and near-ties alternate, which frees the search from
   * the local optima of a single view.
   */
  draw(random: Random, losses: Losses): { model: Model; warped: Warped } {
    let rest = random();
    const weights = this.#weights();
    const i = weights.findIndex((weight) => (rest -= weight) < 0);
    const { model, warp } = this.#members[Math.max(0, i)]!;
    const warped = warp(losses);
    model.condition({ rows: this.#rows, count: this.#chosen.length }, this.#targets(warped));
    return { model, warped };
  }

  #weights(): number[] {
    const best = Math.max(...this.#members.map(({ score }) => score));
    const weights = this.#members.map(({ score }) => Math.exp(0.5 * (score - best)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  }

  #refit(members: readonly Member[], losses: Losses, iterations: number): void {
    const fitted = bestAndNewest(losses, losses.values.length, FIT_POINTS);
    const places = new Map(this.#chosen.map((i, place) => [i, place]));
    const rows = new Float64Array(fitted.length * this.#size);
    fitted.forEach((i, row) => {
      const from = places.get(i)! * this.#size;
      rows.set(this.#rows.subarray(from, from + this.#size), row * this.#size);
    });
    this.#fit.take(rows, fitted.length);
    for (const { warp, model } of members) {
      const { targets } = warp(losses);
      const chosen = Float64Array.from(fitted, (i) => targets[i]!);
      model.set(this.#fit.fit(model.theta, chosen, iterations));
    }
  }

  /** The sum of the leave-one-out log densities of the better half, in units of the losses. */
  #score(member: Member, losses: Losses): void {
    const { model, warp } = member;
    const warped = warp(losses);
    const targets = this.#targets(warped);
    model.condition({ rows: this.#rows, count: this.#chosen.length }, targets);
    const { residuals, variances } = model.leaveOneOut();
    const all = new Coefficient();
    const better = new Coefficient();
    let score = 0;
    this.#chosen.forEach((i, row) => {
      all.add(targets[row]!, residuals[row]!);
      if (losses.values[i]! > losses.median) return;
      better.add(targets[row]!, residuals[row]!);
      score += logDensity(residuals[row]!, variances[row]!) + warped.logSlope(i);
    });
    member.score = score;
    member.explained = { all: all.value, better: better.count < FEW ? undefined : better.value };
  }

  #targets({ targets }: Warped): Float64Array {
    const chosen = new Float64Array(this.#chosen.length);
    this.#chosen.forEach((i, row) => {
      chosen[row] = targets[i]!;
    });
    return chosen;
  }

  #choose(losses: Losses, n: number): void {
    const chosen = bestAndNewest(losses, n, MODEL_POINTS);
    this.#chosen = chosen;
    for (const { model } of this.#members) model.forget();
  }

  #write(points: readonly Float64Array[]): void {
    const size = this.#size;
    this.#rows = new Float64Array(this.#chosen.length * size);
    this.#chosen.forEach((i, row) => {
      this.#rows.set(points[i]!, row * size);
    });
  }
}

/** A coefficient of determination, from values and their residuals. */
class Coefficient {
  count = 0;
  #mean = 0;
  #total = 0;
  #unexplained = 0;

  add(value: number, residual: number): void {
    const deviation = value - this.#mean;
    this.#mean += deviation / ++this.count;
    this.#total += deviation * (value - this.#mean);
    this.#unexplained += residual * residual;
  }

  get value(): number {
    return this.#total > 0 ? 1 - this.#unexplained / this.#total : 0;
  }
}

/** The best `count / 2` and the newest of n results, rising. */
function bestAndNewest({ order }: Losses, n: number, count: number): number[] {
  const chosen = new Set<number>();
  if (n > count) {
    for (const i of order.slice(0, count / 2)) chosen.add(i);
    for (let i = n - 1; chosen.size < count; i--) chosen.add(i);
  } else for (let i = 0; i < n; i++) chosen.add(i);
  return [...chosen].sort((a, b) => a - b);
}

/** How many new results make a refit due. */
function interval(n: number, dimensions: number): number {
  const base = n < 25 ? 1 : n < 50 ? 2 : n < 100 ? 5 : n < 150 ? 10 : 15;
  return Math.round(base * Math.max(1, dimensions / 20));
}
