import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { CategoricalDistribution } from '../../../src/samplers/cmaes/categorical-distribution.ts';
import { ABSENT } from '../../../src/samplers/cmaes/coordinates.ts';

const weights = Float64Array.of(0.6, 0.3, 0.1);
const even = (...levels: number[]): CategoricalDistribution =>
  new CategoricalDistribution(levels.map((length) => new Float64Array(length).fill(1 / length)));

test('stays a distribution above its margin, whatever the ranking', () => {
  const levels = fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(levels, fc.integer(), (sizes, seed) => {
      const choices = even(...sizes);
      const random = generator(seed, 'categories');
      for (let generation = 0; generation < 40; generation++) {
        choices.update(
          [0, 1, 2].map(() => {
            const drawn = new Uint32Array(sizes.length);
            choices.draw(random, drawn);
            return drawn;
          }),
          weights,
        );
        choices.probabilities.forEach((q, v) => {
          expect(q.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
          expect(Math.min(...q)).toBeGreaterThan(choices.margin(v) - 1e-12);
        });
      }
    }),
    { numRuns: 30 },
  );
});

test('goes to the categories that win, and is settled then', () => {
  const choices = even(3, 4);
  expect(choices.settled).toBe(false);
  for (let generation = 0; generation < 60; generation++) {
    const best = Uint32Array.of(2, 1);
    const others = generation < 20 ? Uint32Array.of(generation % 3, generation % 4) : best;
    choices.update([best, best, others], weights);
  }
  expect(choices.settled).toBe(true);
  const [a, b] = choices.probabilities;
  expect(a?.[2]).toBeGreaterThan(0.8);
  expect(b?.[1]).toBeGreaterThan(0.8);
  // All the best together keep the probability of the paper.
  expect((a?.[2] ?? 0) * (b?.[1] ?? 0)).toBeGreaterThan(0.72);
});

test('draws by the probabilities', () => {
  const choices = new CategoricalDistribution([Float64Array.of(0.2, 0.5, 0.3)]);
  const random = generator(1, 'draws');
  const counts = [0, 0, 0];
  const into = new Uint32Array(1);
  for (let i = 0; i < 20_000; i++) {
    choices.draw(random, into);
    counts[into[0] ?? 0]!++;
  }
  for (const [k, p] of [0.2, 0.5, 0.3].entries()) expect(counts[k]! / 20_000).toBeCloseTo(p, 1);
});

test('a choice that was not there says nothing', () => {
  const choices = even(3, 2);
  const absent = Uint32Array.of(ABSENT, 0);
  choices.update([absent, absent, Uint32Array.of(ABSENT, 1)], weights);
  expect([...(choices.probabilities[0] ?? [])].map((p) => p.toFixed(12))).toEqual(
    Array.from({ length: 3 }, () => (1 / 3).toFixed(12)),
  );
  expect(choices.probabilities[1]?.[0]).toBeGreaterThan(0.5);
});
