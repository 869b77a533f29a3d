import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TuningError } from '../../src/errors.ts';
import { generator } from '../../src/math/random.ts';
import { type SobolSequence, sobol } from '../../src/math/sobol.ts';

const seed = fc.integer();

const points = (sequence: SobolSequence, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => [...sequence.point(from + i)]);

const column = (rows: readonly (readonly number[])[], j: number) => rows.map((row) => row[j] ?? Number.NaN);

const cells = (values: readonly number[], parts: number) => new Set(values.map((u) => Math.floor(u * parts)));

describe('sobol', () => {
  it('puts one of 2^m points into each of 2^m parts of every coordinate, scrambled or not', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 0, max: 7 }), fc.nat(50), fc.boolean(), (key, m, block, plain) => {
        const n = 2 ** m;
        const sequence = sobol(20, plain ? {} : { scramble: generator(key, 0) });
        const rows = points(sequence, block * n, n);
        for (let j = 0; j < 20; j++) expect(cells(column(rows, j), n).size).toBe(n);
      }),
      { numRuns: 50 },
    );
  });

  it('puts one of 2^m points into each elementary box of the first two coordinates', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 0, max: 8 }), fc.nat(20), (key, m, block) => {
        const rows = points(sobol(2, { scramble: generator(key, 0) }), block * 2 ** m, 2 ** m);
        for (let i = 0; i <= m; i++) {
          const boxes = rows.map(
            ([x = 0, y = 0]) => Math.floor(x * 2 ** i) * 2 ** (m - i) + Math.floor(y * 2 ** (m - i)),
          );
          expect(new Set(boxes).size).toBe(2 ** m);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('works in 1,000 dimensions, no two alike', () => {
    for (const sequence of [sobol(1000), sobol(1000, { scramble: generator(1, 0) })]) {
      const rows = points(sequence, 0, 256);
      const columns = new Set<string>();
      for (let j = 0; j < 1000; j++) {
        const values = column(rows, j);
        expect(cells(values, 256).size).toBe(256);
        columns.add(values.join(' '));
      }
      expect(columns.size).toBe(1000);
    }
  });

  it('is the same for the same keys and another for others', () => {
    const first = points(sobol(3, { scramble: generator(1, 0) }), 0, 16);
    expect(points(sobol(3, { scramble: generator(1, 0) }), 0, 16)).toEqual(first);
    expect(points(sobol(3, { scramble: generator(2, 0) }), 0, 16)).not.toEqual(first);
    expect(points(sobol(3), 0, 16)).not.toEqual(first);
  });

  it('gives point k whatever was asked before, the same in fewer dimensions', () => {
    fc.assert(
      fc.property(
        seed,
        fc.nat(2 ** 32 - 1),
        fc.nat(2 ** 32 - 1),
        fc.integer({ min: 1, max: 5 }),
        (key, k, l, d) => {
          const sequence = sobol(5, { scramble: generator(key, 0) });
          const point = [...sequence.point(k)];
          sequence.point(l);
          expect([...sequence.point(k)]).toEqual(point);
          expect([...sobol(d, { scramble: generator(key, 0) }).point(k)]).toEqual(point.slice(0, d));
          expect(point.every((u) => u >= 0 && u < 1)).toBe(true);
        },
      ),
    );
  });

  it('writes into the array it is given', () => {
    const into = new Float64Array(2);
    expect(sobol(2).point(3, into)).toBe(into);
    expect([...into]).toEqual([0.25, 0.75]);
  });

  it('scrambles by Owen: a point is uniform, and digit coins are independent', () => {
    // Over many keys: the first three digits of points 0 and 1, which part at the first digit, take all 32
    // combinations that the shared first coin allows, equally often.
    const keys = 32_000;
    const counts = new Map<number, number>();
    for (let key = 0; key < keys; key++) {
      const { point } = sobol(1, { scramble: generator(key, 'coins') });
      const [a, b] = [point(0), point(1)].map(([u = 0]) => Math.floor(u * 8));
      const code = (a ?? 0) * 8 + (b ?? 0);
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    expect(counts.size).toBe(32);
    let chi2 = 0;
    for (const count of counts.values()) chi2 += (count - keys / 32) ** 2 / (keys / 32);
    // 31 degrees of freedom: above 70 with probability 1e-4.
    expect(chi2).toBeLessThan(70);
  });

  it('has the error that scrambling promises: n^-3/2 in one dimension', () => {
    // Owen (1997): for f = u the variance is that of one uniform point in each of n parts, 1 / (12 n^3).
    const [n, keys] = [64, 2000];
    let [sum, squares] = [0, 0];
    for (let key = 0; key < keys; key++) {
      const { point } = sobol(1, { scramble: generator(key, 'error') });
      let total = 0;
      for (let k = 0; k < n; k++) total += (point(k)[0] ?? 0) - 0.5;
      sum += total / n;
      squares += (total / n) ** 2;
    }
    const variance = 1 / (12 * n ** 3);
    expect(Math.abs(sum / keys)).toBeLessThan(4 * Math.sqrt(variance / keys));
    expect(Math.abs(squares / keys / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / keys));
  });

  it.each([1001, -1, 1.5, Number.NaN])('refuses %s dimensions', (dimensions) => {
    expect(() => sobol(dimensions)).toThrow(TuningError);
    expect(() => sobol(dimensions)).toThrow(/0 to 1000 dimensions, not/);
  });

  it.each([-1, 2 ** 32, 0.5, Number.NaN])('refuses point %s', (k) => {
    expect(() => sobol(1).point(k)).toThrow(/points 0 to 2\^32 - 1, not/);
  });
});
