import { expect, it } from 'vitest';
import { sobol } from '../../src/math/sobol.ts';
import { conformance } from './vectors.ts';

interface SobolVectors {
  readonly from_tests_2d: readonly (readonly number[])[];
  readonly points: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly dim64: { readonly rows: Readonly<Record<string, readonly number[]>> };
  readonly direction_numbers: readonly { readonly m: readonly number[] }[];
}

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

  it('has the same initial direction numbers', () => {
    const { point } = sobol(vectors.direction_numbers.length);
    vectors.direction_numbers.forEach(({ m }, j) => {
      // Point 2^(i+1) - 1 is the one whose Gray code is the single digit i, so it is v_i = m_i / 2^(i+1) itself.
      const found = m.map((_, i) => (point(2 ** (i + 1) - 1)[j] ?? Number.NaN) * 2 ** (i + 1));
      expect(found).toEqual(m);
    });
  });
});
