/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */

const MEMORY = 8;

/**
 * An approximation of the inverse Hessian of a function, learnt from its last 8 steps: the L-BFGS matrix.
 *
 * Source: Nocedal, "Updating quasi-Newton matrices with limited storage", Math. Comp. 35, 773-782 (1980).
 */
export class InverseHessian {
  readonly #n: number;
  readonly #steps: Float64Array;
  readonly #changes: Float64Array;
  readonly #curvatures = new Float64Array(MEMORY);
  readonly #alphas = new Float64Array(MEMORY);
  #learnt = 0;

  constructor(n: number) {
    this.#n = n;
    this.#steps = new Float64Array(MEMORY * n);
    this.#changes = new Float64Array(MEMORY * n);
  }

  /** Whether it has learnt anything; otherwise it is the unit matrix. */
  get empty(): boolean {
    return this.#learnt === 0;
  }

  forget(): void {
    this.#learnt = 0;
  }

  /** Learns that the gradient changed by `change` along `step`; ignores a step along which it did not rise. */
  learn(step: Float64Array, change: Float64Array): void {
    let curvature = 0;
    let size = 0;
    for (let i = 0; i < this.#n; i++) {
      curvature += step[i]! * change[i]!;
      size += change[i]! * change[i]!;
    }
    // Without this the matrix would not stay positive definite.
    if (!(curvature > 1e-10 * size)) return;
    const slot = this.#learnt++ % MEMORY;
    this.#steps.set(step, slot * this.#n);
    this.#changes.set(change, slot * this.#n);
    this.#curvatures[slot] = curvature;
  }

  /** Multiplies a vector by the matrix, in place (Nocedal and Wright, "Numerical Optimization", algorithm 7.4). */
  multiply(q: Float64Array): void {
    const [n, steps, changes] = [this.#n, this.#steps, this.#changes];
    const oldest = Math.max(0, this.#learnt - MEMORY);
    for (let k = this.#learnt - 1; k >= oldest; k--) {
      const at = (k % MEMORY) * n;
      const alpha = dot(steps, at, q, 0, n) / this.#curvatures[k % MEMORY]!;
      this.#alphas[k % MEMORY] = alpha;
      for (let i = 0; i < n; i++) q[i]! -= alpha * changes[at + i]!;
    }
    if (!this.empty) {
      const newest = (this.#learnt - 1) % MEMORY;
      const gamma = this.#curvatures[newest]! / dot(changes, newest * n, changes, newest * n, n);
      for (let i = 0; i < n; i++) q[i]! *= gamma;
    }
    for (let k = oldest; k < this.#learnt; k++) {
      const at = (k % MEMORY) * n;
      const beta = this.#alphas[k % MEMORY]! - dot(changes, at, q, 0, n) / this.#curvatures[k % MEMORY]!;
      for (let i = 0; i < n; i++) q[i]! += beta * steps[at + i]!;
    }
  }
}

function dot(a: Float64Array, atA: number, b: Float64Array, atB: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[atA + i]! * b[atB + i]!;
  return sum;
}
