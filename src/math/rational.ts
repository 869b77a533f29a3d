/** P(x) / Q(x), as many coefficients in one as in the other, from the highest power down. */
export function rational(x: number, p: readonly number[], q: readonly number[]): number {
  let numerator = 0;
  let denominator = 0;
  // One loop for both: the two chains of multiplications run side by side.
  for (let i = 0; i < p.length; i++) {
    numerator = numerator * x + (p[i] ?? 0);
    denominator = denominator * x + (q[i] ?? 0);
  }
  return numerator / denominator;
}
