/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */

/** What is left of a column, as a share of it, when it depends on the ones before it. */
const DEPENDENT = 1e-13;

/**
 * Linear least squares: the x for which |A x - b| is least.
 *
 * By Householder reflections, which do not square the condition number as normal equations do. A column that depends on the ones before it, to within
 * rounding, gets the coefficient 0.
 *
 * Source: Golub and Van Loan, "Matrix Computations", sections 5.2 and 5.3.
 */
export class LeastSquares {
  readonly #rows: number;
  readonly #columns: number;
  /** By columns: R above the diagonal, and from there down the vector u of the reflection 1 - u uᵀ. */
  readonly #factor: Float64Array;
  /** The diagonal of R; 0 for a column that depends on others. */
  readonly #diagonal: Float64Array;

  /** @param a `rows` times `columns` numbers by columns, of which there are at most as many as rows; overwritten */
  constructor(a: Float64Array, rows: number, columns: number) {
    this.#rows = rows;
    this.#columns = columns;
    this.#factor = a;
    this.#diagonal = new Float64Array(columns);
    for (let j = 0; j < columns; j++) {
      const [top, end] = [j * rows + j, (j + 1) * rows];
      const left = length(a, top, end);
      if (!(left > DEPENDENT * length(a, j * rows, end))) {
        a.fill(0, top, end);
        continue;
      }
      const reflected = a[top]! > 0 ? -left : left;
      this.#diagonal[j] = reflected;
      a[top]! -= reflected;
      const scale = length(a, top, end) / Math.SQRT2;
      for (let i = top; i < end; i++) a[i]! /= scale;
      for (let k = j + 1; k < columns; k++) this.#reflect(j, a, k * rows);
    }
  }

  /**
   * The coefficients x.
   *
   * @param b `rows` numbers
   */
  solve(b: Float64Array): Float64Array {
    const left = b.slice();
    for (let j = 0; j < this.#columns; j++) this.#reflect(j, left, 0);
    const x = new Float64Array(this.#columns);
    for (let j = this.#columns - 1; j >= 0; j--) {
      let rest = left[j]!;
      for (let k = j + 1; k < this.#columns; k++) rest -= this.#factor[k * this.#rows + j]! * x[k]!;
      x[j] = this.#diagonal[j] === 0 ? 0 : rest / this.#diagonal[j]!;
    }
    return x;
  }

  /**
   * The variance of v·x when each number of b has a variance of 1, vᵀ (AᵀA)⁻¹ v. Of a row of A, it is the leverage.
   *
   * @param v one number for each column
   */
  variance(v: Float64Array): number {
    // The sum of squares of the solution z of Rᵀ z = v.
    const z = new Float64Array(this.#columns);
    let sum = 0;
    for (let j = 0; j < this.#columns; j++) {
      if (this.#diagonal[j] === 0) continue;
      let rest = v[j]!;
      for (let k = 0; k < j; k++) rest -= this.#factor[j * this.#rows + k]! * z[k]!;
      z[j] = rest / this.#diagonal[j]!;
      sum += z[j]! * z[j]!;
    }
    return sum;
  }

  #reflect(j: number, b: Float64Array, at: number): void {
    const from = j * this.#rows;
    let dot = 0;
    for (let i = j; i < this.#rows; i++) dot += this.#factor[from + i]! * b[at + i]!;
    for (let i = j; i < this.#rows; i++) b[at + i]! -= dot * this.#factor[from + i]!;
  }
}

function length(a: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += a[i]! * a[i]!;
  return Math.sqrt(sum);
}
