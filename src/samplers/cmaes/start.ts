/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { ABSENT, type Coordinates, type Point } from './coordinates.ts';

/** Where a run begins. */
export interface Start extends Point {
  readonly sigma: number;
  /** C by rows. */
  readonly covariance: Float64Array;
  /** q, one distribution for each choice. */
  readonly probabilities: readonly Float64Array[];
}

/** The share of the results that give the shape, and of the identity that is added to it. */
const SHARE = 0.1;
/** So many next best results give the step size. */
const NEXT = 10;

/** A round start: C the identity, and the options of each choice by their weights. */
export function roundStart({ numbers, categories }: Coordinates, mean: Float64Array, sigma: number): Start {
  const n = numbers.length;
  const covariance = new Float64Array(n * n);
  for (let j = 0; j < n; j++) covariance[j * (n + 1)] = 1;
  const probabilities = categories.map(({ leaf }) =>
    Float64Array.from({ length: leaf.levels }, (_, k) => leaf.edge(k + 1) - leaf.edge(k)),
  );
  return { x: mean, categories: new Uint32Array(categories.length), sigma, covariance, probabilities };
}

/**
 * A start with the place, size and shape of what earlier results found to be good.
 *
 * The mean is the best point. σ is half the root mean square distance, per coordinate, from it to the next ten. C is the
 * second moment of the best tenth around it, plus a tenth of the identity; the probabilities of a choice are those that
 * it has among the best tenth, mixed with its weights as if they were one more result. With fewer than two points in
 * the best tenth C stays round and σ as it is.
 *
 * After Nomura et al., "Warm Starting CMA-ES for Hyperparameter Optimization", AAAI 2021, which fits a normal
 * distribution to the best tenth; here it is centred on the best point.
 *
 * @param ranked earlier points, the best first, at least one
 */
export function shapedStart(coordinates: Coordinates, ranked: readonly Point[], sigma: number): Start {
  const n = coordinates.numbers.length;
  const best = ranked[0]!;
  const round = roundStart(coordinates, best.x, sigma);
  const top = ranked.slice(0, Math.ceil(SHARE * ranked.length));
  if (top.length < 2) return round;

  let square = 0;
  const next = ranked.slice(1, 1 + NEXT);
  for (const { x } of next) for (let j = 0; j < n; j++) square += (x[j]! - best.x[j]!) ** 2;
  const distance = Math.sqrt(square / (n * next.length));

  const covariance = new Float64Array(n * n);
  for (const { x } of top)
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) covariance[i * n + j]! += (x[i]! - best.x[i]!) * (x[j]! - best.x[j]!);
  let trace = 0;
  for (let j = 0; j < n; j++) trace += covariance[j * (n + 1)]!;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const moment = trace > 0 ? (covariance[i * n + j]! * n) / trace : i === j ? 1 : 0;
      covariance[i * n + j] = (moment + (i === j ? SHARE : 0)) / (1 + SHARE);
    }

  const probabilities = round.probabilities.map((weights, v) => {
    const q = weights.slice();
    let sum = 1;
    for (const { categories } of top) {
      const category = categories[v]!;
      if (category === ABSENT) continue;
      q[category]! += 1;
      sum++;
    }
    return q.map((count) => count / sum);
  });
  return { ...round, sigma: distance > 0 ? distance / 2 : sigma, covariance, probabilities };
}
