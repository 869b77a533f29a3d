import { cdf } from '../math/normal.ts';
import { wilcoxonSignedRank } from '../math/wilcoxon.ts';

/** As in the test itself: up to so many differences the distribution is counted out. */
const exact = 50;

/**
 * Wilcoxon's signed-rank test that differences tend to be above 0, for differences that come one by one.
 *
 * The same as `wilcoxonSignedRank(differences, 'greater') < level`, in O(n) a difference instead of O(n^3).
 */
export class SignedRanks {
  /** By size. */
  readonly #differences: number[] = [];

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
    }
    sorted[place] = difference;
  }

  /** Whether the p-value is below the level. */
  significant(level: Level): boolean {
    const sorted = this.#differences;
    let negative = 0;
    let squares = 0;
    let total = 0;
    let tied = false;
    for (let first = 0; first < sorted.length; ) {
      const size = Math.abs(sorted[first] ?? 0);
      let end = first + 1;
      while (end < sorted.length && Math.abs(sorted[end] ?? 0) === size) end++;
      tied ||= end > first + 1 || size === 0;
      // Ties share their mean rank; zeros have ranks too, which count for neither side.
      const rank = (first + 1 + end) / 2;
      for (let i = first; i < end && size > 0; i++) {
        total += rank;
        squares += rank * rank;
        if ((sorted[i] ?? 0) < 0) negative += rank;
      }
      first = end;
    }
    if (sorted.length > exact) {
      return (squares === 0 ? 1 : cdf((negative - total / 2) / Math.sqrt(squares / 4))) < level.value;
    }
    return tied
      ? wilcoxonSignedRank(sorted, 'greater') < level.value
      : negative <= level.critical(sorted.length);
  }
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
    let critical = -1;
    for (let p = this.#shares[0] ?? 1; p < this.value && critical < this.#shares.length - 1; ) {
      critical++;
      p += this.#shares[critical + 1] ?? 0;
    }
    this.#critical.push(critical);
  }
}
