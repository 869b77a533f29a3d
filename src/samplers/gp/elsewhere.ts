/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { basin } from './basin.ts';
import type { Domain } from './domain.ts';
import { Fit } from './fit.ts';
import type { View } from './gaussian-process.ts';
import type { Metric } from './metric.ts';
import { Model } from './model.ts';
import { halfRank, type Losses, losses } from './warp.ts';

/** Of the results in the basin, those that are kept are so far apart in some coordinate. */
const APART = 0.35;
/** So many of the first results say what is usual. */
const FIRST = 12;
const ITERATIONS = 7;

/**
 * Models the objective as if the basin of the best result were filled up to what is usual.
 *
 * A basin that was searched to its bottom holds half of all results. They teach a model which parameters matter there, and it believes that of the whole
 * space: at the bottom of a better basin it is many standard deviations sure that there is nothing. So the results in the basin are thinned out and count as
 * usual ones, and hyperparameters are fitted anew to what is left: the expected improvement on that finds the best point elsewhere.
 */
export class Filling<P> {
  readonly #domain: Domain<P>;
  readonly #metric: Metric;
  readonly #fit: Fit;
  #theta: Float64Array;
  #looks = 0;

  constructor(domain: Domain<P>, metric: Metric) {
    this.#domain = domain;
    this.#metric = metric;
    this.#fit = new Fit(metric);
    this.#theta = this.#fit.start;
  }

  /** How often it was asked. */
  get looks(): number {
    return this.#looks;
  }

  /** @param model conditioned on all results, by which the basin is told */
  look(
    points: readonly Float64Array[],
    { values, order }: Losses,
    { model, warped }: Pick<View, 'model' | 'warped'>,
  ): View {
    const usual = losses(values.slice(0, FIRST)).median;
    const better = order.filter((i) => values[i]! < usual);
    const inside = basin(this.#domain, { model, points, targets: warped.targets, best: order[0]! }, better);
    const kept = this.#thinned(points, inside);
    const left = kept.map((i) => points[i]!);
    const filled = losses(Float64Array.from(kept, (i) => (inside.has(i) ? usual : values[i]!)));
    const seen = halfRank(filled);
    const rows = new Float64Array(left.length * this.#domain.size);
    left.forEach((point, row) => {
      rows.set(point, row * this.#domain.size);
    });
    // One more result changes little.
    if (this.#looks++ % 2 === 0) {
      this.#fit.take(rows, left.length);
      this.#theta = this.#fit.fit(this.#theta, seen.targets, ITERATIONS);
    }
    const other = new Model(this.#metric, this.#theta);
    other.condition({ rows, count: left.length }, seen.targets);
    return { model: other, warped: seen, losses: filled, points: left };
  }

  /** All results but those inside that are close to another one inside. */
  #thinned(points: readonly Float64Array[], inside: ReadonlySet<number>): number[] {
    const kept: number[] = [];
    const keptInside: Float64Array[] = [];
    points.forEach((point, i) => {
      if (inside.has(i)) {
        if (keptInside.some((other) => this.#domain.distance(point, other) < APART)) return;
        keptInside.push(point);
      }
      kept.push(i);
    });
    return kept;
  }
}
