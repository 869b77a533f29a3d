import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logExpectedImprovement, logH, logHSlope } from '../../src/math/expected-improvement.ts';
import { relativeError } from '../conformance/vectors.ts';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('logH', () => {
  // Computed with 60 digits; both sides of the seams at -1 and -30.
  it.each([
    [-1_000_000, -500000000028.54996],
    [-30.0001, -457.7276604102024],
    [-30, -457.724653760598],
    [-29.9999, -457.7216471209716],
    [-1.000001, -2.4851229299842355],
    [-1, -2.4851210257126413],
    [-0.999999, -2.485119121441769],
    [3, 1.0987396653277078],
  ])('at %d', (z, expected) => {
    expect(relativeError(logH(z), expected)).toBeLessThan(1e-12);
  });

  it('has logHSlope as its derivative, everywhere', () => {
    fc.assert(
      fc.property(within(-100, 10), (z) => {
        const h = 1e-4;
        const slope = (logH(z + h) - logH(z - h)) / (2 * h);
        expect(relativeError(slope, logHSlope(z))).toBeLessThan(1e-6);
      }),
    );
  });

  it('rises and is finite down to -1e7', () => {
    fc.assert(
      fc.property(within(-1e7, 100), within(0, 1), (z, step) => {
        expect(Number.isFinite(logH(z))).toBe(true);
        expect(logHSlope(z)).toBeGreaterThan(0);
        expect(logH(z + step)).toBeGreaterThanOrEqual(logH(z));
      }),
    );
  });
});

describe('logExpectedImprovement', () => {
  it('is the mean of the improvements', () => {
    const [mean, sd, best] = [0.3, 0.5, 0.1];
    let total = 0;
    const steps = 20_000;
    for (let i = 0; i < steps; i++) {
      const z = -8 + (16 * (i + 0.5)) / steps;
      const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
      total += ((Math.max(best - (mean + sd * z), 0) * 16) / steps) * density;
    }
    expect(logExpectedImprovement(mean, sd, best)).toBeCloseTo(Math.log(total), 6);
  });

  it('has the derivatives that its comment gives', () => {
    fc.assert(
      fc.property(within(-2, 2), within(0.05, 2), within(-2, 2), (mean, sd, best) => {
        const z = (best - mean) / sd;
        const slope = logHSlope(z);
        const h = 1e-5 * sd;
        const inMean =
          (logExpectedImprovement(mean + h, sd, best) - logExpectedImprovement(mean - h, sd, best)) / (2 * h);
        const inSd =
          (logExpectedImprovement(mean, sd + h, best) - logExpectedImprovement(mean, sd - h, best)) / (2 * h);
        const scale = (1 + Math.abs(z)) ** 2 / sd;
        expect(Math.abs(inMean - -slope / sd)).toBeLessThan(1e-6 * scale);
        expect(Math.abs(inSd - (1 - z * slope) / sd)).toBeLessThan(1e-6 * scale);
      }),
    );
  });
});
