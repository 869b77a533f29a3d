import { cdf } from '../math/normal.ts';
import { wilcoxonSignedRank } from '../math/wilcoxon.ts';

/** As in the test itself: up to so many differences the distribution is counted out. */
const exact = 50;

/**
 * Wilcoxon's signed-rank test that differences tend to be above 0, for differences that come one by one.
 *
 * The same as `wilcoxonSignedRank(differences, 'greater') < level`. A difference costs a step for each greater one, a question O(1), or O(n) and now and then a whole count where
 * some differ equally much.
 */
export class SignedRanks {
  /** By size. */
  readonly #differences: number[] = [];
  /** The sum of the ranks of negative differences, if none are tied. */
  #negative = 0;
  #tied = false;

  get count(): number {
    return this.#differences.length;
  }

  add(difference: number): void {
    const sorted = this.#differences;
    const size = Math.abs(difference);
    let place = sorted.length;
    sorted.push(difference);
    for (; place > 0; place--) {
      const before = sorted[place - 1] ?? 0;
      if (Math.abs(before) <= size) break;
      sorted[place] = before;
      // Its rank has grown by 1.
      if (before < 0) this.#negative++;
    }
    sorted[place] = difference;
    if (difference < 0) this.#negative += place + 1;
    if (size === 0 || (place > 0 && Math.abs(sorted[place - 1] ?? 0) === size)) this.#tied = true;
  }

  /** Whether the p-value is below the level. */
  significant(level: Level): boolean {
    const n = this.count;
    if (this.#tied) return this.#tiedSignificant(level);
    if (n <= exact) return this.#negative <= level.critical(n);
    return normalShare(this.#negative, (n * (n + 1)) / 2, (n * (n + 1) * (2 * n + 1)) / 6) < level.value;
  }

  #tiedSignificant(level: Level): boolean {
    const { negative, total, squares, nonzero } = sums(this.#differences);
    if (this.count > exact) return normalShare(negative, total, squares) < level.value;
    // The ends of the distribution need no counting.
    if (negative === 0) return 0.5 ** nonzero < level.value;
    if (2 * negative >= total && level.value <= 0.5) return false;
    return wilcoxonSignedRank(this.#differences, 'greater') < level.value;
  }
}

/** The probability that the sum of the negative ranks is at most so much, as of a normal distribution. */
function normalShare(negative: number, total: number, squares: number): number {
  return squares === 0 ? 1 : cdf((negative - total / 2) / Math.sqrt(squares / 4));
}

/** Sums over ranks, where those of equal size share their mean rank, and zeros have ranks that count for neither side. */
function sums(sorted: readonly number[]): Record<'negative' | 'total' | 'squares' | 'nonzero', number> {
  let [negative, total, squares, nonzero] = [0, 0, 0, 0];
  for (let first = 0; first < sorted.length; ) {
    const size = Math.abs(sorted[first] ?? 0);
    let end = first + 1;
    while (end < sorted.length && Math.abs(sorted[end] ?? 0) === size) end++;
    const rank = (first + 1 + end) / 2;
    for (let i = first; i < end && size > 0; i++) {
      nonzero++;
      total += rank;
      squares += rank * rank;
      if ((sorted[i] ?? 0) < 0) negative += rank;
    }
    first = end;
  }
  return { negative, total, squares, nonzero };
}

/** A level of significance, with the rank sums that reach it where no ranks are tied. */
export class Level {
  readonly value: number;
  readonly #critical: number[] = [-1];
  /** The probability of each sum of negative ranks. */
  #shares: number[] = [1];

  constructor(value: number) {
    this.value = value;
  }

  /** The greatest sum of the negative ranks of so many differences whose p-value is below the level; -1 if there is none. */
  critical(count: number): number {
    while (this.#critical.length <= count) this.#next();
    return this.#critical[count] ?? -1;
  }

  #next(): void {
    const rank = this.#critical.length;
    const fewer = this.#shares;
    this.#shares = Array.from(
      { length: fewer.length + rank },
      (_, sum) => 0.5 * ((fewer[sum] ?? 0) + (fewer[sum - rank] ?? 0)),
    );
    let p = 0;
    const beyond = this.#shares.findIndex((share) => (p += share) >= this.value);
    this.#critical.push((beyond < 0 ? this.#shares.length : beyond) - 1);
  }
}
