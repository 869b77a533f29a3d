/** The constants of a strategy, in the letters of the tutorial. */
export interface StrategyParameters {
  /** n */
  readonly dimensions: number;
  /** λ, how many results make a generation. */
  readonly populationSize: number;
  /** μ, how many of them have a positive weight. */
  readonly parents: number;
  /** w_i by rank, the best first; the positive ones sum to 1. */
  readonly weights: Float64Array;
  /** μ_eff */
  readonly effectiveParents: number;
  /** c_σ */
  readonly stepRate: number;
  /** d_σ */
  readonly stepDamping: number;
  /** c_c */
  readonly pathRate: number;
  /** c_1 */
  readonly rankOneRate: number;
  /** c_μ */
  readonly rankMuRate: number;
  /** E‖N(0, I)‖ */
  readonly expectedLength: number;
}

/**
 * λ = 4 + ⌊1.5 ln n⌋: the tutorial (48) has 3 ln n, which is better from some thousand trials on and worse before.
 *
 * Few studies have so many; those that restart double λ anyway.
 */
export function defaultPopulationSize(dimensions: number): number {
  return 4 + Math.floor(1.5 * Math.log(Math.max(1, dimensions)));
}

/**
 * The default constants of CMA-ES with active update.
 *
 * A separable strategy has fewer variances to learn and learns them (n + 2) / 3 times as fast.
 *
 * Source: Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv:1604.00772 (2016), table 1; Ros and Hansen,
 * "A Simple Modification in CMA-ES Achieving Linear Time and Space Complexity", PPSN 2008, section 3.
 */
export function strategyParameters(
  dimensions: number,
  populationSize: number,
  separable = false,
): StrategyParameters {
  const n = Math.max(1, dimensions);
  const raw = Float64Array.from({ length: populationSize }, (_, i) =>
    Math.log((populationSize + 1) / 2 / (i + 1)),
  ); // (49)
  const parents = Math.floor(populationSize / 2);
  const positive = sums(raw.subarray(0, parents));
  const negative = sums(raw.subarray(parents));
  const effectiveParents = positive.effective; // (8)
  const faster = separable ? (n + 2) / 3 : 1;
  const rankOneRate = (faster * 2) / ((n + 1.3) ** 2 + effectiveParents); // (57)
  const rankMuRate = Math.min(
    1 - rankOneRate,
    (faster * 2 * (effectiveParents - 2 + 1 / effectiveParents)) / ((n + 2) ** 2 + effectiveParents),
  ); // (58)
  const negativeSum = Math.min(
    1 + rankOneRate / rankMuRate, // (50)
    1 + (2 * negative.effective) / (effectiveParents + 2), // (51)
    (1 - rankOneRate - rankMuRate) / (n * rankMuRate), // (52)
  );
  const stepRate = (effectiveParents + 2) / (n + effectiveParents + 5); // (55)
  return {
    dimensions,
    populationSize,
    parents,
    weights: raw.map((w) => (w >= 0 ? w / positive.sum : (w * negativeSum) / -negative.sum)), // (53)
    effectiveParents,
    stepRate,
    stepDamping: 1 + 2 * Math.max(0, Math.sqrt((effectiveParents - 1) / (n + 1)) - 1) + stepRate, // (55)
    pathRate: (4 + effectiveParents / n) / (n + 4 + (2 * effectiveParents) / n), // (56)
    rankOneRate,
    rankMuRate,
    expectedLength: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}

/** The sum of weights, and (Σw)² / Σw². */
function sums(weights: Float64Array): { readonly sum: number; readonly effective: number } {
  const sum = weights.reduce((total, w) => total + w, 0);
  return { sum, effective: sum ** 2 / weights.reduce((total, w) => total + w * w, 0) };
}
