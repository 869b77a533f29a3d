/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { symmetricEigen } from '../../math/eigen.ts';
import { normal, type Random } from '../../math/random.ts';
import type { Covariance } from './covariance.ts';

/** A larger condition number than this cannot be told from an error of rounding. */
const LARGEST_CONDITION = 1e14;

/**
 * A full covariance matrix C = B D² Bᵀ.
 *
 * Decomposed when it is next used after enough has been learnt: with `gap` above 1 not after each generation.
 *
 * Source: Hansen (2016), section B.2 of the tutorial.
 */
export class FullCovariance implements Covariance {
  readonly #n: number;
  /** By rows, of which those on and below the diagonal count. */
  readonly #c: Float64Array;
  /** Row i is the eigenvector of D_i. */
  readonly #b: Float64Array;
  readonly #d: Float64Array;
  readonly #work: Float64Array;
  readonly #gap: number;
  #age = Infinity;

  /** @param c n² entries by rows, of which those on and below the diagonal are read; positive definite */
  constructor(n: number, c: Float64Array, gap = 1) {
    this.#n = n;
    this.#c = c.slice();
    this.#b = new Float64Array(n * n);
    this.#d = new Float64Array(n);
    this.#work = new Float64Array(n);
    this.#gap = gap;
  }

  get condition(): number {
    this.#decompose();
    return (this.#d[this.#n - 1]! / this.#d[0]!) ** 2;
  }

  variance(j: number): number {
    return this.#c[j * (this.#n + 1)]!;
  }

  /** C by rows, for looking at. */
  entries(): Float64Array {
    const n = this.#n;
    return this.#c.map((_, at) => {
      const i = Math.floor(at / n);
      const j = at % n;
      return this.#c[Math.max(i, j) * n + Math.min(i, j)]!;
    });
  }

  draw(random: Random, into: Float64Array): void {
    this.#decompose();
    const n = this.#n;
    into.fill(0);
    for (let i = 0, at = 0; i < n; i++, at += n) {
      const length = this.#d[i]! * normal(random);
      for (let j = 0; j < n; j++) into[j]! += length * this.#b[at + j]!;
    }
  }

  whiten(y: Float64Array, into: Float64Array): void {
    this.#decompose();
    const n = this.#n;
    into.fill(0);
    for (let i = 0, at = 0; i < n; i++, at += n) {
      const length = this.#along(i, y, 0) / this.#d[i]!;
      for (let j = 0; j < n; j++) into[j]! += length * this.#b[at + j]!;
    }
  }

  squaredLength(y: Float64Array, at: number): number {
    this.#decompose();
    let sum = 0;
    for (let i = 0; i < this.#n; i++) sum += (this.#along(i, y, at) / this.#d[i]!) ** 2;
    return sum;
  }

  adapt(
    keep: number,
    pathWeight: number,
    path: Float64Array,
    weights: Float64Array,
    steps: Float64Array,
  ): void {
    const n = this.#n;
    const c = this.#c;
    for (let i = 0; i < n; i++) {
      const p = pathWeight * path[i]!;
      for (let j = 0, row = i * n; j <= i; j++) c[row + j] = keep * c[row + j]! + p * path[j]!;
    }
    for (let k = 0, at = 0; k < weights.length; k++, at += n) {
      for (let i = 0; i < n; i++) {
        const y = weights[k]! * steps[at + i]!;
        for (let j = 0, row = i * n; j <= i; j++) c[row + j]! += y * steps[at + j]!;
      }
    }
    this.#age++;
  }

  /** bᵢᵀ y */
  #along(i: number, y: Float64Array, at: number): number {
    let sum = 0;
    for (let j = 0, row = i * this.#n; j < this.#n; j++) sum += this.#b[row + j]! * y[at + j]!;
    return sum;
  }

  #decompose(): void {
    if (this.#age < this.#gap) return;
    this.#age = 0;
    const n = this.#n;
    symmetricEigen(this.#c, n, this.#work, this.#b);
    const least = this.#work[n - 1]! / LARGEST_CONDITION;
    const raised = this.#work[0]! < least;
    for (let i = 0; i < n; i++) this.#d[i] = Math.sqrt(Math.max(this.#work[i]!, least));
    if (raised) this.#recompose();
  }

  /** C = B D² Bᵀ, after D was raised. */
  #recompose(): void {
    const n = this.#n;
    this.#c.fill(0);
    for (let k = 0, at = 0; k < n; k++, at += n) {
      const square = this.#d[k]! ** 2;
      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++) this.#c[i * n + j]! += square * this.#b[at + i]! * this.#b[at + j]!;
    }
  }
}
