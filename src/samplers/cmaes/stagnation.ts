/** Losses that differ by less than this share are equal. */
const EQUAL = 1e-12;

/**
 * Notices that losses no longer differ: within the generation just told, and among the bests of the last 10 + ⌈30 n / λ⌉.
 *
 * Source: Hansen, "Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function Testbed", GECCO 2009, TolHistFun.
 */
export class Stagnation {
  readonly #bests: number[] = [];
  readonly #length: number;

  constructor(dimensions: number, populationSize: number) {
    this.#length = 10 + Math.ceil((30 * dimensions) / populationSize);
  }

  /** Notes the best and the worst loss of a generation, and answers whether the search stands still. */
  note(best: number, worst: number): boolean {
    this.#bests.push(best);
    if (this.#bests.length > this.#length) this.#bests.shift();
    if (this.#bests.length < this.#length || !isEqual(best, worst)) return false;
    return isEqual(Math.min(...this.#bests), Math.max(...this.#bests));
  }
}

function isEqual(a: number, b: number): boolean {
  // Math.min: an infinite loss equals no other.
  return a === b || Math.abs(a - b) <= EQUAL * Math.min(Number.MAX_VALUE, Math.max(Math.abs(a), Math.abs(b)));
}
