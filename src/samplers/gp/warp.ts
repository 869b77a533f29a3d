import { quantile } from '../../math/normal.ts';

/** Losses on the scale of a model: mean 0 and standard deviation 1 over all results. */
export interface Warped {
  /** One for each loss, in order. */
  readonly targets: Float64Array;
  /** The logarithm of the warp's derivative at a result of the better half. */
  logSlope(i: number): number;
}

/** A way to bring losses onto the scale of a model. */
export type Warp = (losses: Losses) => Warped;

/** Losses, with what the warps need to know of them. */
export interface Losses {
  readonly values: Float64Array;
  /** The indices of the values in rising order. */
  readonly order: readonly number[];
  readonly least: number;
  /** What separates the better ones from the worse. */
  readonly median: number;
}

/**
 * Sorts losses.
 *
 * @param startup the median is at least that of so many of the first, which were not chosen for being good. Default 0.
 */
export function losses(values: Float64Array, startup = 0): Losses {
  const order = ranking(values);
  const least = at(values, order[0] ?? -1);
  const usual = startup === 0 ? -Infinity : medianOf(values.subarray(0, startup));
  return { values, order, least, median: Math.max(medianOf(values), usual) };
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const half = sorted.length / 2;
  return 0.5 * (at(sorted, Math.ceil(half) - 1) + at(sorted, Math.floor(half)));
}

function ranking(values: Float64Array): number[] {
  return Array.from(values.keys()).sort((a, b) => at(values, a) - at(values, b) || a - b);
}

function at(values: Float64Array, i: number): number {
  return values[i] ?? NaN;
}

/** The losses as they are. */
export const raw: Warp = ({ values }) => standardised(values.slice(), () => 0);

/**
 * The better half as it is; the worse half by its ranks, spread as the worse half of a normal distribution, so that
 * how bad the bad ones are does not matter.
 *
 * Source: Song et al., "The Vizier Gaussian process bandit algorithm", 2024, section 3.2.
 */
export const halfRank: Warp = ({ values, order, median }) => {
  const better = order.filter((i) => at(values, i) <= median);
  const worse = order.slice(better.length);
  const spread = Math.sqrt(better.reduce((sum, i) => sum + (at(values, i) - median) ** 2, 0) / better.length);
  const warped = values.slice();
  for (let first = 0; first < worse.length; ) {
    // Equal losses share the mean of their ranks.
    let last = first;
    while (last + 1 < worse.length && at(values, worse[last + 1] ?? -1) === at(values, worse[first] ?? -1))
      last++;
    const rank = 1 + 0.5 * (first + last);
    const value = median + spread * quantile(0.5 + (0.5 * rank) / (worse.length + 1));
    for (const i of worse.slice(first, last + 1)) warped[i] = value;
    first = last + 1;
  }
  return standardised(warped, () => 0);
};

/**
 * The logarithm of the distance to a little below the least: resolves the best ones.
 *
 * @param below how far below, as a share of the distance from the least to the median; no loss beyond is conceivable
 */
export function log(below: number): Warp {
  return ({ values, least, median }) => {
    const mean = values.reduce((sum, y) => sum + (y - least), 0) / values.length;
    // When half of the results are equally good the median says nothing of the scale.
    const offset = below * (median > least ? median - least : mean) || 1;
    const warped = values.map((y) => Math.log(y - least + offset));
    return standardised(warped, (i) => -Math.log(at(values, i) - least + offset));
  };
}

function standardised(targets: Float64Array, logSlope: (i: number) => number): Warped {
  const n = targets.length;
  let mean = 0;
  let size = 0;
  for (const t of targets) {
    mean += t / n;
    size = Math.max(size, Math.abs(t));
  }
  let variance = 0;
  for (const t of targets) variance += (t - mean) ** 2 / n;
  const sd = Math.sqrt(variance);
  // What rounding leaves of equal losses is no signal, nor is what squares cannot tell from 0.
  const isFlat = !(sd > 1e-13 * size && sd > 1e-150);
  for (let i = 0; i < n; i++) targets[i] = isFlat ? 0 : (at(targets, i) - mean) / sd;
  const logSd = isFlat ? 0 : Math.log(sd);
  return { targets, logSlope: (i) => logSlope(i) - logSd };
}
