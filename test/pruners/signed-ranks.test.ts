import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilcoxonSignedRank } from '../../src/math/wilcoxon.ts';
import { Level, SignedRanks } from '../../src/pruners/signed-ranks.ts';

const levels = [0, 0.01, 0.05, 0.1, 0.5, 0.9, 1].map((value) => new Level(value));

function agrees(differences: readonly number[]): void {
  const ranks = new SignedRanks();
  differences.forEach((difference, i) => {
    ranks.add(difference);
    const p = wilcoxonSignedRank(differences.slice(0, i + 1), 'greater');
    // The normal approximation adds its ranks in another order.
    for (const level of levels) {
      if (Math.abs(p - level.value) > 1e-12 || i < 50) expect(ranks.significant(level)).toBe(p < level.value);
    }
  });
}

test('says what the test says of all differences', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 2, noNaN: true }), { maxLength: 12 }), (differences) => {
      agrees(differences);
    }),
  );
});

test('with ties and zeros too', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -2, max: 4 }), { maxLength: 10 }), (differences) => {
      agrees(differences);
    }),
  );
});

test.each([
  ['without ties', (i: number) => Math.sin(i * 7.3) + 0.2],
  ['with ties', (i: number) => Math.round(4 * Math.sin(i * 7.3)) + 1],
])('beyond the exact distribution, %s', (_, difference) => {
  agrees(Array.from({ length: 70 }, (__, i) => difference(i)));
});
