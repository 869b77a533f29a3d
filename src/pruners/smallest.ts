import { Heap } from './heap.ts';

/** The k smallest of a growing list of numbers, where k grows by at most 1 with each: O(log n) a number, O(1) a question. */
export class Smallest {
  /** Negated, so that the greatest of them is on top. */
  readonly #kept = new Heap();
  readonly #rest = new Heap();

  /** How many numbers there are. */
  get size(): number {
    return this.#kept.size + this.#rest.size;
  }

  /** The k-th smallest: a number is among the k smallest, ties included, just when it is not above. `-Infinity` when there is none. */
  get kth(): number {
    return -this.#kept.top;
  }

  /** The one after the k-th; `Infinity` when there is none. */
  get next(): number {
    return this.#rest.top;
  }

  /** @param k at least as many as before, and at most one more. */
  insert(value: number, k: number): void {
    if (k > this.#kept.size) {
      this.#rest.push(value);
      this.#kept.push(-this.#rest.pop());
    } else {
      this.#kept.push(-value);
      this.#rest.push(-this.#kept.pop());
    }
  }
}
