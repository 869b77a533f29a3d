/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */

/*
 * Symmetric and lower triangular matrices are packed by rows: row i holds columns 0 to i and starts at i (i + 1) / 2.
 * So a matrix grows at its end, and its first rows are a matrix of their own.
 */

/** Where row i of a packed matrix starts; also the length of a packed matrix of i rows. */
export function rowStart(i: number): number {
  return (i * (i + 1)) / 2;
}

/**
 * Solves L x = b in place, for one or several right-hand sides.
 *
 * @param l packed, at least `n` rows
 * @param b `count` right-hand sides of length `n`, one after the other; the solutions on return
 */
export function solveLower(l: Float64Array, n: number, b: Float64Array, count = 1): void {
  let c = 0;
  for (; c + 3 < count; c += 4) forwardFour(l, 0, n, b, c * n, (c + 1) * n, (c + 2) * n, (c + 3) * n);
  for (; c < count; c++) forward(l, 0, 0, n, b, c * n);
}

/** Solves Lᵀ x = b in place; as {@link solveLower}. */
export function solveUpper(l: Float64Array, n: number, b: Float64Array, count = 1): void {
  for (let at = 0; at < count * n; at += n) backward(l, n, b, at);
}

function backward(l: Float64Array, n: number, x: Float64Array, at: number): void {
  let j = n - 1;
  for (; j >= 3; j -= 4) {
    const row0 = rowStart(j);
    const row1 = rowStart(j - 1);
    const row2 = rowStart(j - 2);
    const row3 = rowStart(j - 3);
    const x0 = x[at + j]! / l[row0 + j]!;
    const x1 = (x[at + j - 1]! - l[row0 + j - 1]! * x0) / l[row1 + j - 1]!;
    const x2 = (x[at + j - 2]! - l[row0 + j - 2]! * x0 - l[row1 + j - 2]! * x1) / l[row2 + j - 2]!;
    const sum3 = l[row0 + j - 3]! * x0 + l[row1 + j - 3]! * x1 + l[row2 + j - 3]! * x2;
    const x3 = (x[at + j - 3]! - sum3) / l[row3 + j - 3]!;
    x[at + j] = x0;
    x[at + j - 1] = x1;
    x[at + j - 2] = x2;
    x[at + j - 3] = x3;
    for (let k = 0; k < j - 3; k++) {
      x[at + k]! -= l[row0 + k]! * x0 + l[row1 + k]! * x1 + l[row2 + k]! * x2 + l[row3 + k]! * x3;
    }
  }
  for (; j >= 0; j--) {
    const row = rowStart(j);
    const xj = x[at + j]! / l[row + j]!;
    x[at + j] = xj;
    for (let k = 0; k < j; k++) x[at + k]! -= l[row + k]! * xj;
  }
}

/**
 * Forward substitution in rows `from` to `to` - 1 of L x = b, b and x at `x[at + row]`, where x is known to be 0
 * before row `start` and is solved from there to row `from`.
 */
export function forward(
  l: Float64Array,
  start: number,
  from: number,
  to: number,
  x: Float64Array,
  at: number,
): void {
  let j = from;
  // Four rows of L at a time: each entry of x is read once for them, and their sums do not wait for one another.
  for (; j + 3 < to; j += 4) {
    const row0 = rowStart(j);
    const row1 = rowStart(j + 1);
    const row2 = rowStart(j + 2);
    const row3 = rowStart(j + 3);
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let k = start; k < j; k++) {
      const xk = x[at + k]!;
      sum0 += l[row0 + k]! * xk;
      sum1 += l[row1 + k]! * xk;
      sum2 += l[row2 + k]! * xk;
      sum3 += l[row3 + k]! * xk;
    }
    const x0 = (x[at + j]! - sum0) / l[row0 + j]!;
    const x1 = (x[at + j + 1]! - sum1 - l[row1 + j]! * x0) / l[row1 + j + 1]!;
    const x2 = (x[at + j + 2]! - sum2 - l[row2 + j]! * x0 - l[row2 + j + 1]! * x1) / l[row2 + j + 2]!;
    sum3 += l[row3 + j]! * x0 + l[row3 + j + 1]! * x1 + l[row3 + j + 2]! * x2;
    x[at + j] = x0;
    x[at + j + 1] = x1;
    x[at + j + 2] = x2;
    x[at + j + 3] = (x[at + j + 3]! - sum3) / l[row3 + j + 3]!;
  }
  for (; j < to; j++) {
    const row = rowStart(j);
    let sum = 0;
    for (let k = start; k < j; k++) sum += l[row + k]! * x[at + k]!;
    x[at + j] = (x[at + j]! - sum) / l[row + j]!;
  }
}

/**
 * Forward substitution with four right-hand sides at once, 0 before row `from`.
 *
 * Two rows of L meet four right-hand sides in registers: eight products for six numbers read.
 */
export function forwardFour(
  l: Float64Array,
  from: number,
  to: number,
  x: Float64Array,
  at0: number,
  at1: number,
  at2: number,
  at3: number,
): void {
  let j = from;
  for (; j + 1 < to; j += 2) {
    const p = rowStart(j);
    const q = rowStart(j + 1);
    let p0 = 0;
    let p1 = 0;
    let p2 = 0;
    let p3 = 0;
    let q0 = 0;
    let q1 = 0;
    let q2 = 0;
    let q3 = 0;
    for (let k = from; k < j; k++) {
      const lp = l[p + k]!;
      const lq = l[q + k]!;
      const x0 = x[at0 + k]!;
      const x1 = x[at1 + k]!;
      const x2 = x[at2 + k]!;
      const x3 = x[at3 + k]!;
      p0 += lp * x0;
      p1 += lp * x1;
      p2 += lp * x2;
      p3 += lp * x3;
      q0 += lq * x0;
      q1 += lq * x1;
      q2 += lq * x2;
      q3 += lq * x3;
    }
    const dp = l[p + j]!;
    const dq = l[q + j + 1]!;
    const lq = l[q + j]!;
    p0 = x[at0 + j] = (x[at0 + j]! - p0) / dp;
    p1 = x[at1 + j] = (x[at1 + j]! - p1) / dp;
    p2 = x[at2 + j] = (x[at2 + j]! - p2) / dp;
    p3 = x[at3 + j] = (x[at3 + j]! - p3) / dp;
    x[at0 + j + 1] = (x[at0 + j + 1]! - q0 - lq * p0) / dq;
    x[at1 + j + 1] = (x[at1 + j + 1]! - q1 - lq * p1) / dq;
    x[at2 + j + 1] = (x[at2 + j + 1]! - q2 - lq * p2) / dq;
    x[at3 + j + 1] = (x[at3 + j + 1]! - q3 - lq * p3) / dq;
  }
  if (j < to) {
    for (const at of [at0, at1, at2, at3]) forward(l, from, j, to, x, at);
  }
}
