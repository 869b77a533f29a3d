import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MATERN_STEPS, maternAt, maternSlopeAt } from '../../src/math/matern.ts';

const matern52 = (r: number): number => maternAt(r * MATERN_STEPS);
const matern52Slope = (r: number): number => MATERN_STEPS * maternSlopeAt(r * MATERN_STEPS);

const distance = fc.double({ min: 0, max: 15, noNaN: true });

describe('matern52', () => {
  it('is its formula to 1e-10', () => {
    fc.assert(
      fc.property(distance, (r) => {
        const t = Math.sqrt(5) * r;
        const expected = t < 24 ? (1 + t + (t * t) / 3) * Math.exp(-t) : 0;
        expect(Math.abs(matern52(r) - expected)).toBeLessThan(1e-10);
      }),
      { numRuns: 2000 },
    );
  });

  it('is 1 at 0, falls, and is 0 far out', () => {
    expect([matern52(0), matern52Slope(0)]).toEqual([1, 0]);
    expect([matern52(11), matern52(1e300), matern52(Infinity)]).toEqual([0, 0, 0]);
    expect([matern52Slope(11), matern52Slope(Infinity)]).toEqual([0, 0]);
    fc.assert(
      fc.property(distance, fc.double({ min: 1e-3, max: 1, noNaN: true }), (r, step) => {
        expect(matern52(r + step)).toBeLessThanOrEqual(matern52(r));
        expect(matern52Slope(r)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('does not hide a NaN', () => {
    expect([matern52(Number.NaN), matern52Slope(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('matern52Slope', () => {
  it('is its formula to 1e-7', () => {
    fc.assert(
      fc.property(distance, (r) => {
        const t = Math.sqrt(5) * r;
        const expected = t < 24 ? ((-5 * r) / 3) * (1 + t) * Math.exp(-t) : 0;
        expect(Math.abs(matern52Slope(r) - expected)).toBeLessThan(1e-7);
      }),
    );
  });

  it('is the slope of the values: summed up they give the rise', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 9, noNaN: true }), (r) => {
        // Simpson's rule in 64 parts over steps of the table.
        const h = 0.5 / 128;
        let sum = matern52Slope(r) + matern52Slope(r + 128 * h);
        for (let i = 1; i < 128; i++) sum += (i % 2 === 1 ? 4 : 2) * matern52Slope(r + i * h);
        expect(Math.abs((sum * h) / 3 - (matern52(r + 128 * h) - matern52(r)))).toBeLessThan(1e-9);
      }),
    );
  });
});
