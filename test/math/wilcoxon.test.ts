import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generator, normal } from '../../src/math/random.ts';
import { wilcoxonSignedRank } from '../../src/math/wilcoxon.ts';

/** The definition: every choice of signs, counted. */
function byEnumeration(differences: readonly number[]): number {
  const ranks = differences.map((d) => {
    const below = differences.filter((e) => Math.abs(e) < Math.abs(d)).length;
    const same = differences.filter((e) => Math.abs(e) === Math.abs(d)).length;
    return below + (same + 1) / 2;
  });
  const sumOf = (positive: (i: number) => boolean) =>
    ranks.reduce((sum, r, i) => sum + (differences[i] === 0 ? r / 2 : positive(i) ? r : 0), 0);
  const found = sumOf((i) => (differences[i] ?? 0) > 0);
  let atMost = 0;
  for (let mask = 0; mask < 2 ** ranks.length; mask++)
    if (sumOf((i) => (mask >> i) % 2 === 1) <= found) atMost++;
  return atMost / 2 ** ranks.length;
}

describe('wilcoxonSignedRank', () => {
  it('counts the choices of signs, with ties and zeros', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 9 }), (differences) => {
        expect(wilcoxonSignedRank(differences, 'less')).toBeCloseTo(byEnumeration(differences), 12);
      }),
    );
  });

  it('turns round with its input, and two-sided is twice the smaller', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 70 }), (differences) => {
        const less = wilcoxonSignedRank(differences, 'less');
        const greater = wilcoxonSignedRank(differences, 'greater');
        expect(
          wilcoxonSignedRank(
            differences.map((d) => -d),
            'greater',
          ),
        ).toBe(less);
        expect(wilcoxonSignedRank(differences, 'two-sided')).toBeCloseTo(
          Math.min(1, 2 * Math.min(less, greater)),
          12,
        );
      }),
    );
  });

  it('goes over from counting to the normal approximation without a jump', () => {
    const random = generator(1, 'wilcoxon');
    const differences = Array.from({ length: 51 }, () => normal(random) + 0.25);
    const counted = wilcoxonSignedRank(differences.slice(0, 50), 'greater');
    // One difference more that changes next to nothing: it has the least rank.
    const approximated = wilcoxonSignedRank([...differences.slice(0, 50), 1e-9], 'greater');
    expect(counted).toBeGreaterThan(0.001);
    expect(counted).toBeLessThan(0.5);
    expect(Math.abs(approximated - counted)).toBeLessThan(0.01);
  });

  it('finds nothing in nothing', () => {
    expect(wilcoxonSignedRank([], 'less')).toBe(1);
    expect(wilcoxonSignedRank([0, 0, 0], 'greater')).toBe(1);
    expect(wilcoxonSignedRank(new Array<number>(60).fill(0), 'two-sided')).toBe(1);
  });
});
