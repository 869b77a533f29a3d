/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { forward, forwardFour, rowStart } from './triangular.ts';

/** Options of {@link cholesky}. */
export interface CholeskyOptions {
  /** The least pivot, the square of the least diagonal entry of L. Default 1e-12. */
  readonly floor?: number;
  /** How many rows are factored already. Default 0. */
  readonly from?: number;
}

/**
 * Factors a positive definite matrix in place, A = L Lᵀ.
 *
 * A pivot below `floor` is raised to it, as if that much had been added to this diagonal entry of A and to no other;
 * the answer is how many were, so 0 says that A was factored as it is. Only the rows after the first `from` are
 * worked on: appending a row to a factor takes n² / 2 multiplications instead of n³ / 6.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 4.2, four rows at a time.
 *
 * @param a packed, `n` rows; L on return
 */
export function cholesky(
  a: Float64Array,
  n: number,
  { floor = 1e-12, from = 0 }: CholeskyOptions = {},
): number {
  let raised = 0;
  for (let i = from; i < n; i += 4) {
    const end = Math.min(i + 4, n);
    // Row r of L solves L x = row r of A: the four rows first up to column i, then each up to its diagonal.
    if (end - i === 4)
      forwardFour(a, 0, i, a, rowStart(i), rowStart(i + 1), rowStart(i + 2), rowStart(i + 3));
    else for (let r = i; r < end; r++) forward(a, 0, 0, i, a, rowStart(r));
    for (let r = i; r < end; r++) {
      const row = rowStart(r);
      forward(a, 0, i, r, a, row);
      let pivot = a[row + r]!;
      for (let k = 0; k < r; k++) pivot -= a[row + k]! * a[row + k]!;
      if (pivot < floor) {
        pivot = floor;
        raised++;
      }
      a[row + r] = Math.sqrt(pivot);
    }
  }
  return raised;
}

/** log det A, from its factor L. */
export function logDeterminant(l: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(l[rowStart(i) + i]!);
  return 2 * sum;
}

/**
 * A⁻¹ from the factor L of A, in n³ / 3 multiplications.
 *
 * @param l packed, at least `n` rows
 * @param into packed, `n` rows: A⁻¹ on return
 * @param work n² numbers: L⁻ᵀ by full rows on return
 */
export function inverse(l: Float64Array, n: number, into: Float64Array, work: Float64Array): void {
  work.fill(0, 0, n * n);
  for (let i = 0; i < n; i++) work[i * (n + 1)] = 1;
  const tiled = n - (n % 4);
  // Row i of L⁻ᵀ is column i of L⁻¹: it solves L x = unit vector i and is 0 before i.
  for (let i = 0; i < tiled; i += 4) forwardFour(l, i, n, work, i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n);
  for (let i = tiled; i < n; i++) forward(l, i, i, n, work, i * n);

  // A⁻¹ = L⁻ᵀ L⁻¹: an entry is the product of two rows, from the later one's first entry on.
  for (let i = 0; i < tiled; i += 4) for (let j = 0; j < i; j += 2) productTile(work, n, i, j, into);
  for (let i = 0; i < n; i++) {
    for (let j = i < tiled ? i - (i % 4) : 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += work[i * n + k]! * work[j * n + k]!;
      into[rowStart(i) + j] = sum;
    }
  }
}

/** The products of rows i to i + 3 with rows j and j + 1, eight sums in registers. */
function productTile(rows: Float64Array, n: number, i: number, j: number, into: Float64Array): void {
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  let q0 = 0;
  let q1 = 0;
  let q2 = 0;
  let q3 = 0;
  const at = i * n;
  for (let k = i; k < n; k++) {
    const p = rows[j * n + k]!;
    const q = rows[(j + 1) * n + k]!;
    const x0 = rows[at + k]!;
    const x1 = rows[at + n + k]!;
    const x2 = rows[at + 2 * n + k]!;
    const x3 = rows[at + 3 * n + k]!;
    p0 += p * x0;
    p1 += p * x1;
    p2 += p * x2;
    p3 += p * x3;
    q0 += q * x0;
    q1 += q * x1;
    q2 += q * x2;
    q3 += q * x3;
  }
  into[rowStart(i) + j] = p0;
  into[rowStart(i + 1) + j] = p1;
  into[rowStart(i + 2) + j] = p2;
  into[rowStart(i + 3) + j] = p3;
  into[rowStart(i) + j + 1] = q0;
  into[rowStart(i + 1) + j + 1] = q1;
  into[rowStart(i + 2) + j + 1] = q2;
  into[rowStart(i + 3) + j + 1] = q3;
}
