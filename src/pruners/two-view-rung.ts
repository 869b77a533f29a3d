import { Smallest } from './smallest.ts';

/** A rung where the best share of trials stays, by their loss or by what it is projected to be. */
export class TwoViewRung {
  readonly #kept: (entries: number) => number;
  readonly #losses = new Smallest();
  readonly #projections = new Smallest();

  constructor(share: number, round: (places: number) => number) {
    // At least one, so that the first ones at a rung need no rule of their own.
    this.#kept = (entries) => Math.max(1, round(share * entries));
  }

  /** Enters a trial, and answers whether it is among the best of those entered so far; ties are. */
  enter(loss: number, projection: number): boolean {
    const k = this.#kept(this.#losses.size + 1);
    this.#losses.insert(loss, k);
    this.#projections.insert(projection, k);
    return loss <= this.#losses.kth || projection <= this.#projections.kth;
  }
}
