import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generator, integer, normal, type Random, shuffle } from '../../src/math/random.ts';

const draws = (random: Random, count: number) => Array.from({ length: count }, () => random());

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Kolmogorov's distance to the uniform distribution, times sqrt(n): above 2.2 with probability 1e-4. */
function kolmogorov(values: readonly number[]): number {
  const n = values.length;
  const sorted = [...values].sort((a, b) => a - b);
  return Math.sqrt(n) * Math.max(...sorted.map((u, i) => Math.max(u - i / n, (i + 1) / n - u)));
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const product = (a: readonly number[], ma: number, b: readonly number[], mb: number) =>
    a.reduce((sum, value, i) => sum + (value - ma) * ((b[i] ?? 0) - mb), 0);
  return product(x, mx, y, my) / Math.sqrt(product(x, mx, x, mx) * product(y, my, y, my));
}

describe('generator', () => {
  it('repeats for the same seed and stream', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer()), fc.oneof(fc.string(), fc.nat()), (seed, stream) => {
        expect(draws(generator(seed, stream), 5)).toEqual(draws(generator(seed, stream), 5));
      }),
    );
  });

  it('is pinned: recorded suggestions depend on these numbers', () => {
    expect(draws(generator(1, 0), 3)).toMatchInlineSnapshot(`
      [
        0.2794424772646308,
        0.7411332791166564,
        0.43399139849256874,
      ]
    `);
    expect(draws(generator('run-1', 'sobol'), 2)).toMatchInlineSnapshot(`
      [
        0.7190386762611727,
        0.5600081289507944,
      ]
    `);
  });

  it('takes a number and its text as the same seed and the same stream', () => {
    expect(generator(1, 2)()).toBe(generator('1', '2')());
  });

  it('differs for different pairs, also where a joined text would be the same', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (seed, stream, seed2, stream2) => {
        fc.pre(seed !== seed2 || stream !== stream2);
        expect(draws(generator(seed, stream), 2)).not.toEqual(draws(generator(seed2, stream2), 2));
      }),
    );
    expect(generator('a', '1/2')()).not.toBe(generator('a/1', '2')());
    expect(generator('a/1', 2)()).not.toBe(generator('a', '1/2')());
    expect(generator('3/a', 'b')()).not.toBe(generator('a', '3/b')());
  });

  it('draws below 1, with more than 32 bits', () => {
    const values = draws(generator(7, 0), 10_000);
    expect(values.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(values.some((u) => !Number.isInteger(u * 2 ** 32))).toBe(true);
    expect(values.every((u) => Number.isInteger(u * 2 ** 53))).toBe(true);
  });

  it.each([0, 1, 2])('is uniform in draw %i over consecutive streams and over consecutive seeds', (skip) => {
    const nth = (random: Random) => draws(random, skip + 1).at(-1) ?? Number.NaN;
    const streams = Array.from({ length: 10_000 }, (_, k) => nth(generator(1, k)));
    const seeds = Array.from({ length: 10_000 }, (_, k) => nth(generator(k, 0)));
    for (const values of [streams, seeds]) {
      expect(kolmogorov(values)).toBeLessThan(2.2);
      expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(0.04);
    }
    expect(Math.abs(correlation(streams, seeds))).toBeLessThan(0.04);
  });
});

describe('normal', () => {
  it('has the moments of the standard normal distribution', () => {
    const random = generator(1, 'normal');
    const values = Array.from({ length: 100_000 }, () => normal(random));
    // Five standard errors of each moment.
    expect(Math.abs(mean(values))).toBeLessThan(5 / Math.sqrt(1e5));
    expect(Math.abs(mean(values.map((z) => z ** 2)) - 1)).toBeLessThan(5 * Math.sqrt(2 / 1e5));
    expect(Math.abs(mean(values.map((z) => z ** 3)))).toBeLessThan(5 * Math.sqrt(15 / 1e5));
    expect(Math.abs(mean(values.map((z) => z ** 4)) - 3)).toBeLessThan(5 * Math.sqrt(96 / 1e5));
  });

  it('is finite for the extreme draws', () => {
    expect(Math.abs(normal(() => 0))).toBe(0);
    expect(Number.isFinite(normal(() => 1 - 2 ** -53))).toBe(true);
  });
});

describe('integer', () => {
  it('covers 0 to n - 1 evenly', () => {
    const random = generator(1, 'integer');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) {
      const drawn = integer(random, 7);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    expect(counts).toHaveLength(7);
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('stays below n', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (n) => {
        expect(integer(() => 1 - 2 ** -53, n)).toBe(n - 1);
      }),
    );
  });
});

describe('shuffle', () => {
  it('gives a permutation and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const shuffled = shuffle(generator(seed, 0), items);
        expect(items).toEqual(before);
        expect([...shuffled].sort()).toEqual([...items].sort());
      }),
    );
  });

  it('gives every order equally often', () => {
    const random = generator(1, 'shuffle');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = shuffle(random, [0, 1, 2, 3]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(170);
  });
});
