import { expect, it } from 'vitest';
import { sobol } from '../../src/math/sobol.ts';
import { conformance } from './vectors.ts';

interface SobolVectors {
  readonly from_tests_2d: readonly (readonly number[])[];
  readonly points: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly dim64: { readonly rows: Readonly<Record<string, readonly number[]>> };
  readonly centered_discrepancy: readonly {
    readonly points: readonly (readonly number[])[];
    readonly value: number;
  }[];
  readonly direction_numbers: readonly { readonly m: readonly number[] }[];
}

/** How far points are from evenly spread (Hickernell 1998, squared). */
function centeredDiscrepancy(points: readonly ArrayLike<number>[]): number {
  const product = (of: ArrayLike<number>, factor: (a: number, j: number) => number): number =>
    Array.from(of).reduce((all, u, j) => all * factor(Math.abs(u - 0.5), j), 1);
  const { length: n } = points;
  let single = 0;
  let pairs = 0;
  for (const x of points) {
    single += product(x, (a) => 1 + a / 2 - (a * a) / 2);
    for (const y of points)
      pairs += product(
        x,
        (a, j) => 1 + a / 2 + Math.abs((y[j] ?? NaN) - 0.5) / 2 - Math.abs((x[j] ?? NaN) - (y[j] ?? NaN)) / 2,
      );
  }
  return (13 / 12) ** (points[0]?.length ?? 0) - (2 / n) * single + pairs / n ** 2;
}

// The file's Halton points have no counterpart here.
conformance('sobol.json', (vectors: SobolVectors) => {
  it('gives the points of the published example', () => {
    const { point } = sobol(2);
    expect(vectors.from_tests_2d.map((_, k) => [...point(k)])).toEqual(vectors.from_tests_2d);
  });

  it.each(Object.entries(vectors.points))('gives the same points in %s dimensions', (dimensions, rows) => {
    const { point } = sobol(Number(dimensions));
    expect(rows.map((_, k) => [...point(k)])).toEqual(rows);
  });

  it('gives the same rows in 64 dimensions', () => {
    const { point } = sobol(64);
    for (const [k, row] of Object.entries(vectors.dim64.rows)) expect([...point(Number(k))]).toEqual(row);
  });

  it('is as evenly spread as it should be', () => {
    for (const { points, value } of vectors.centered_discrepancy) {
      const { point } = sobol(points[0]?.length ?? 0);
      const own = points.map((_, k) => point(k));
      // Only one of the sets is the sequence's; the other checks the measure.
      if (points.every((row, k) => row.every((u, j) => u === own[k]?.[j]))) {
        expect(Math.abs(centeredDiscrepancy(own) / value - 1)).toBeLessThan(1e-9);
      } else expect(Math.abs(centeredDiscrepancy(points) / value - 1)).toBeLessThan(1e-9);
    }
  });

  it('has the same initial direction numbers', () => {
    const { point } = sobol(vectors.direction_numbers.length);
    vectors.direction_numbers.forEach(({ m }, j) => {
      // Point 2^(i+1) - 1 is the one whose Gray code is the single digit i, so it is v_i = m_i / 2^(i+1) itself.
      const found = m.map((_, i) => (point(2 ** (i + 1) - 1)[j] ?? Number.NaN) * 2 ** (i + 1));
      expect(found).toEqual(m);
    });
  });
});
