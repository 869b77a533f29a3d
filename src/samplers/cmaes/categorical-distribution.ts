/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Random } from '../../math/random.ts';
import { ABSENT } from './coordinates.ts';

/** α of the signal to noise test. */
const SIGNAL = 1.5;

/**
 * Independent categorical variables, each with a probability for each of its categories, that follow a ranking.
 *
 * They move along the natural gradient by a step whose length, in the metric of Fisher, grows while the steps agree and
 * shrinks while they cancel out. No probability falls below a margin, with which all the best categories together are
 * drawn with probability 0.73 at least.
 *
 * Source: Hamano, Saito, Nomura, Uchida and Shirakawa, "CatCMA: Stochastic Optimization for Mixed-Category Problems",
 * GECCO 2024; the step length of Akimoto et al., "Adaptive Stochastic Natural Gradient Method for One-Shot Neural
 * Architecture Search", ICML 2019, algorithm 1.
 */
export class CategoricalDistribution {
  /** q, one distribution for each variable. */
  readonly probabilities: readonly Float64Array[];
  readonly #gradient: readonly Float64Array[];
  /** s */
  readonly #signal: readonly Float64Array[];
  /** N_θ */
  readonly #freedom: number;
  /** γ */
  #gamma = 0;
  /** Δ */
  #shortening = 1;

  constructor(probabilities: readonly Float64Array[]) {
    this.probabilities = probabilities.map((q) => q.slice());
    this.#gradient = probabilities.map((q) => new Float64Array(q.length));
    this.#signal = probabilities.map((q) => new Float64Array(q.length));
    this.#freedom = probabilities.reduce((sum, { length }) => sum + length - 1, 0);
    this.#keepMargin();
  }

  /** The least probability of a category of a variable. */
  margin(variable: number): number {
    const { length } = this.probabilities;
    return (1 - 0.73 ** (1 / length)) / (this.probabilities[variable]!.length - 1);
  }

  /** Whether each variable is as sure of a category as it may be. */
  get settled(): boolean {
    return this.probabilities.every((q, v) => Math.max(...q) > 1 - (q.length - 0.5) * this.margin(v));
  }

  draw(random: Random, into: Uint32Array): void {
    for (const [v, q] of this.probabilities.entries()) {
      let rest = random();
      let category = 0;
      while (category < q.length - 1 && rest >= q[category]!) rest -= q[category++]!;
      into[v] = category;
    }
  }

  /** @param ranked the categories of the points with a positive weight, the best first */
  update(ranked: readonly Uint32Array[], weights: Float64Array): void {
    // ‖∇‖² = Σ ∇_k² / q_k: the identity in the coordinates ∇_k / √q_k.
    let square = 0;
    for (const [v, q] of this.probabilities.entries()) {
      const gradient = this.#gradient[v]!.fill(0);
      let known = 0;
      for (const [i, categories] of ranked.entries()) {
        const category = categories[v]!;
        // A choice that was not there says nothing about its categories.
        if (category === ABSENT) continue;
        gradient[category]! += weights[i]!;
        known += weights[i]!;
      }
      for (let k = 0; k < q.length; k++) {
        gradient[k]! -= known * q[k]!;
        square += gradient[k]! ** 2 / q[k]!;
      }
    }
    const length = Math.sqrt(square);
    if (length === 0) return;
    const step = 1 / this.#shortening;
    const beta = Math.min(1, step / Math.sqrt(this.#freedom));
    const gain = Math.sqrt(beta * (2 - beta)) / length;
    let signal = 0;
    for (const [v, q] of this.probabilities.entries()) {
      const s = this.#signal[v]!;
      const gradient = this.#gradient[v]!;
      for (let k = 0; k < q.length; k++) {
        s[k] = (1 - beta) * s[k]! + (gain * gradient[k]!) / Math.sqrt(q[k]!);
        signal += s[k]! ** 2;
        q[k]! += (step / length) * gradient[k]!;
      }
    }
    this.#gamma = (1 - beta) ** 2 * this.#gamma + beta * (2 - beta);
    this.#shortening *= Math.exp(beta * (this.#gamma - signal / SIGNAL));
    this.#keepMargin();
  }

  #keepMargin(): void {
    for (const [v, q] of this.probabilities.entries()) {
      const least = this.margin(v);
      let sum = 0;
      for (let k = 0; k < q.length; k++) sum += q[k] = Math.max(least, q[k]!);
      // What is too much is taken from each by how far it is above the least.
      const excess = (1 - sum) / (sum - least * q.length);
      if (sum !== 1) for (let k = 0; k < q.length; k++) q[k]! += excess * (q[k]! - least);
    }
  }
}
