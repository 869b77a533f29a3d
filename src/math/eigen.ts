/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */

/**
 * The eigenvalues and orthonormal eigenvectors of a symmetric matrix, the smallest value first.
 *
 * Householder reduction to a tridiagonal matrix, then implicit QR steps with Wilkinson's shift. An entry that is not
 * finite makes everything NaN.
 *
 * Source: Wilkinson and Reinsch, "Handbook for Automatic Computation II, Linear Algebra", 1971, contributions II/2
 * and II/4 (in EISPACK tred2 and imtql2); Golub and Van Loan, "Matrix Computations", section 8.3.
 *
 * @param a n² entries by rows, of which those on and below the diagonal are read
 * @param values n numbers: the eigenvalues on return
 * @param vectors n² numbers: row i is the vector of value i on return; may be `a` itself
 */
export function symmetricEigen(
  a: Float64Array,
  n: number,
  values: Float64Array,
  vectors: Float64Array,
): void {
  // Entries of at most 1 can be squared without thought of overflow.
  let size = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) size = Math.max(size, Math.abs(a[i * n + j]!));
  if (!Number.isFinite(size)) {
    values.fill(Number.NaN);
    vectors.fill(Number.NaN);
    return;
  }
  if (size === 0) size = 1;
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) vectors[i * n + j] = a[i * n + j]! / size;

  const coupling = new Float64Array(n);
  tridiagonalize(vectors, n, values, coupling);
  diagonalize(vectors, n, values, coupling);
  sort(vectors, n, values);
  for (let i = 0; i < n; i++) values[i]! *= size;
}

/**
 * Reduces A to T = V A Vᵀ, from the last row up: `diagonal` of T, `coupling[i]` between i - 1 and i; A becomes V.
 *
 * A reflection 1 - u uᵀ / h makes row i zero but for its last entry before the diagonal. Its u is kept in row i and
 * its h on the diagonal, until V is multiplied up from them.
 */
function tridiagonalize(a: Float64Array, n: number, diagonal: Float64Array, coupling: Float64Array): void {
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    diagonal[i] = a[row + i]!;
    const last = a[row + i - 1]!;
    let square = last * last;
    for (let j = 0; j < i - 1; j++) square += a[row + j]! * a[row + j]!;
    const reflected = last > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    const h = square - last * reflected;
    a[row + i] = h;
    if (h !== 0) {
      a[row + i - 1] = last - reflected;
      reflect(a, n, i, h, coupling);
    }
    coupling[i] = reflected;
  }
  diagonal[0] = a[0]!;
  accumulate(a, n);
}

/** P A P in the first i rows and columns, P = 1 - u uᵀ / h, u in row i; `q` is for use on the way. */
function reflect(a: Float64Array, n: number, i: number, h: number, q: Float64Array): void {
  const u = i * n;
  // q = A u / h - (uᵀ A u / 2h²) u, so that P A P = A - u qᵀ - q uᵀ.
  for (let r = 0; r < i; r++) {
    const row = r * n;
    const ur = a[u + r]!;
    let sum = a[row + r]! * ur;
    for (let c = 0; c < r; c++) {
      const entry = a[row + c]!;
      sum += entry * a[u + c]!;
      q[c]! += entry * ur;
    }
    q[r] = sum;
  }
  let product = 0;
  for (let r = 0; r < i; r++) product += q[r]! * a[u + r]!;
  const half = product / (2 * h);
  for (let r = 0; r < i; r++) q[r] = (q[r]! - half * a[u + r]!) / h;
  for (let r = 0; r < i; r++) {
    const row = r * n;
    const ur = a[u + r]!;
    const qr = q[r]!;
    for (let c = 0; c <= r; c++) a[row + c]! -= ur * q[c]! + qr * a[u + c]!;
  }
}

/** V = P₁ P₂ … of the reflections that the rows of A keep, in place of A. */
function accumulate(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const u = i * n;
    const h = i === 0 ? 0 : a[u + i]!;
    for (let r = 0; r < i; r++) {
      const row = r * n;
      if (h !== 0) {
        let g = 0;
        for (let c = 0; c < i; c++) g += a[row + c]! * a[u + c]!;
        g /= h;
        for (let c = 0; c < i; c++) a[row + c]! -= g * a[u + c]!;
      }
      a[row + i] = 0;
    }
    a.fill(0, u, u + i);
    a[u + i] = 1;
  }
}

/** Turns T into a diagonal matrix by QR steps; each rotation turns two rows of V along. */
function diagonalize(v: Float64Array, n: number, d: Float64Array, coupling: Float64Array): void {
  // Two steps a value are usual; the bound is for what nobody has seen.
  for (let steps = 30 * n, high = n - 1; high > 0 && steps > 0; steps--) {
    if (negligible(d, coupling, high)) {
      high--;
      steps++;
      continue;
    }
    let low = high - 1;
    while (low > 0 && !negligible(d, coupling, low)) low--;
    qrStep(v, n, d, coupling, low, high);
  }
}

function negligible(d: Float64Array, coupling: Float64Array, i: number): boolean {
  return Math.abs(coupling[i]!) <= Number.EPSILON * (Math.abs(d[i - 1]!) + Math.abs(d[i]!)) + 1e-140;
}

/** One implicit QR step on rows `low` to `high` (Golub and Van Loan, algorithm 8.3.2). */
function qrStep(
  v: Float64Array,
  n: number,
  d: Float64Array,
  coupling: Float64Array,
  low: number,
  high: number,
): void {
  const last = coupling[high]!;
  const half = (d[high - 1]! - d[high]!) / 2;
  const root = Math.sqrt(half * half + last * last);
  const shift = d[high]! - (last * last) / (half + (half < 0 ? -root : root));
  let x = d[low]! - shift;
  let bulge = coupling[low + 1]!;
  for (let k = low; k < high; k++) {
    const r = Math.sqrt(x * x + bulge * bulge);
    const cos = r === 0 ? 1 : x / r;
    const sin = r === 0 ? 0 : bulge / r;
    if (k > low) coupling[k] = r;
    const q = (d[k + 1]! - d[k]!) * sin + 2 * cos * coupling[k + 1]!;
    d[k]! += sin * q;
    d[k + 1]! -= sin * q;
    x = coupling[k + 1] = cos * q - coupling[k + 1]!;
    if (k + 1 < high) {
      bulge = sin * coupling[k + 2]!;
      coupling[k + 2]! *= cos;
    }
    for (let p = k * n, end = p + n; p < end; p++) {
      const above = v[p]!;
      const below = v[p + n]!;
      v[p] = cos * above + sin * below;
      v[p + n] = cos * below - sin * above;
    }
  }
}

function sort(v: Float64Array, n: number, d: Float64Array): void {
  for (let i = 0; i + 1 < n; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (d[j]! < d[least]!) least = j;
    if (least === i) continue;
    [d[i], d[least]] = [d[least]!, d[i]!];
    const row = v.slice(i * n, (i + 1) * n);
    v.copyWithin(i * n, least * n, (least + 1) * n);
    v.set(row, least * n);
  }
}
