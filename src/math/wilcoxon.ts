import { cdf } from './normal.ts';

/** Which differences speak against the null hypothesis that they lie symmetrically around 0. */
export type Alternative = 'less' | 'greater' | 'two-sided';

/** Up to so many differences the distribution is counted out, in at most 50 × 2550 steps. */
const EXACT = 50;

/**
 * The p-value of the Wilcoxon signed-rank test of paired differences; 1 when there are none or all are 0.
 *
 * Ties share their mean rank; zeros are ranked too, and half of their ranks counts for each side. Up to 50 differences
 * the p-value is exact, ties or not: the share of the 2^n choices of signs that give a rank sum as extreme. Beyond,
 * the sum is taken as normal.
 *
 * Source: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bull. 1, 80-83 (1945).
 *
 * @param alternative what a small p-value shows: that the differences tend to be below 0 (`'less'`), above or either
 */
export function wilcoxonSignedRank(differences: readonly number[], alternative: Alternative): number {
  const ranked = doubledRanks(differences).filter(({ value }) => value !== 0);
  const ranks = ranked.map(({ rank }) => rank);
  const positive = sum(ranked.filter(({ value }) => value > 0).map(({ rank }) => rank));
  const negative = sum(ranks) - positive;
  const atMost = differences.length <= EXACT ? countedShare : normalShare;
  // By symmetry the sum of the positive ranks reaches w as often as that of the negative ones stays at total - w.
  if (alternative === 'less') return atMost(positive, ranks);
  if (alternative === 'greater') return atMost(negative, ranks);
  return Math.min(1, 2 * atMost(Math.min(positive, negative), ranks));
}

interface Ranked {
  readonly value: number;
  /** Twice the mean rank of the values of this size, so an integer. */
  readonly rank: number;
}

function doubledRanks(values: readonly number[]): Ranked[] {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  return values.map((value) => {
    const size = Math.abs(value);
    return { value, rank: sizes.indexOf(size) + sizes.lastIndexOf(size) + 2 };
  });
}

/** The share of all choices of signs with a sum of positive ranks of at most `limit`. */
function countedShare(limit: number, ranks: readonly number[]): number {
  const shares = new Float64Array(limit + 1);
  shares[0] = 1;
  for (const rank of ranks) {
    // Downwards, so that each is read before it is written.
    for (let total = limit; total >= 0; total--) {
      const without = shares[total] ?? 0;
      const withIt = total < rank ? 0 : (shares[total - rank] ?? 0);
      shares[total] = 0.5 * (without + withIt);
    }
  }
  return sum(shares);
}

function normalShare(limit: number, ranks: readonly number[]): number {
  const sd = Math.sqrt(sum(ranks.map((rank) => rank * rank)) / 4);
  return sd === 0 ? 1 : cdf((limit - sum(ranks) / 2) / sd);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
