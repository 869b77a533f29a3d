import { Smallest } from './smallest.ts';

/** A percentile of a growing list of numbers, interpolated between neighbours: O(log n) a number, O(1) a question. */
export class RunningPercentile {
  readonly #share: number;
  readonly #sorted = new Smallest();
  #count = 0;

  /** @param percentile from 0 (the smallest) to 100 (the greatest). */
  constructor(percentile: number) {
    this.#share = percentile / 100;
  }

  /** How many numbers were added, NaN included. */
  get count(): number {
    return this.#count;
  }

  /** NaN when there is none. */
  get value(): number {
    const { size, kth, next } = this.#sorted;
    if (size === 0) return Number.NaN;
    const position = this.#share * (size - 1);
    const weight = position - Math.floor(position);
    if (weight === 0 || kth === next) return kth;
    if (!Number.isFinite(next - kth)) return kth === -Infinity ? kth : next;
    // From the nearer end, so that losses and negated scores give the same.
    return weight < 0.5 ? kth + (next - kth) * weight : next - (next - kth) * (1 - weight);
  }

  /** NaN is counted and otherwise left out. */
  add(value: number): void {
    this.#count++;
    if (!Number.isNaN(value)) this.#sorted.insert(value, Math.floor(this.#share * this.#sorted.size) + 1);
  }
}
