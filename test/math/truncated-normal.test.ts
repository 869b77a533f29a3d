import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cdf } from '../../src/math/normal.ts';
import { logMass, logPdf, quantile } from '../../src/math/truncated-normal.ts';
import { relativeError } from '../conformance/vectors.ts';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** An interval that may lie anywhere, far in a tail too. */
const interval = fc
  .tuple(within(-1000, 1000), within(-2, 2))
  .map(([a, exponent]) => [a, a + 10 ** exponent] as const);

describe('logMass', () => {
  // Computed with 60 digits.
  it.each([
    [-1, 2, -0.20016629432446258],
    [0, 1, -1.0748623268620714],
    [5, 6, -15.068446096529453],
    [30, 30.5, -454.32124422188509],
    [10, Infinity, -53.231285150512471],
  ])('of [%d, %d] and of its mirror image', (a, b, expected) => {
    expect(relativeError(logMass(a, b), expected)).toBeLessThan(1e-14);
    expect(logMass(-b, -a)).toBe(logMass(a, b));
  });

  it('adds up: two parts and their whole', () => {
    fc.assert(
      fc.property(interval, within(0.1, 0.9), ([a, b], share) => {
        const middle = a + share * (b - a);
        const whole = logMass(a, b);
        const parts = Math.exp(logMass(a, middle) - whole) + Math.exp(logMass(middle, b) - whole);
        expect(parts).toBeCloseTo(1, 8);
      }),
    );
  });

  it('of everything is log 1', () => {
    expect(logMass(-Infinity, Infinity)).toBeCloseTo(0, 15);
  });
});

describe('logPdf', () => {
  it('integrates to 1', () => {
    fc.assert(
      fc.property(within(-30, 30), within(0.1, 3), (a, width) => {
        const steps = 2000;
        let total = 0;
        for (let i = 0; i < steps; i++) {
          total += Math.exp(logPdf(a + ((i + 0.5) * width) / steps, a, a + width));
        }
        expect((total * width) / steps).toBeCloseTo(1, 3);
      }),
    );
  });

  it('is -Infinity outside', () => {
    expect([logPdf(-1.1, -1, 1), logPdf(1.1, -1, 1)]).toEqual([-Infinity, -Infinity]);
  });
});

describe('quantile', () => {
  it('stays inside, reaches the ends and never falls', () => {
    fc.assert(
      fc.property(interval, within(0, 1), within(0, 1), ([a, b], p, q) => {
        const [low, high] = [quantile(Math.min(p, q), a, b), quantile(Math.max(p, q), a, b)];
        expect(low).toBeGreaterThanOrEqual(a);
        expect(high).toBeLessThanOrEqual(b);
        expect(high - low).toBeGreaterThanOrEqual(-1e-12 * Math.max(1, Math.abs(a)));
        expect(quantile(0, a, b)).toBeCloseTo(a, 12);
        expect(quantile(1, a, b)).toBeCloseTo(b, 12);
      }),
    );
  });

  it('inverts the distribution function', () => {
    fc.assert(
      fc.property(within(-5, 5), within(0.1, 5), within(0.001, 0.999), (a, width, q) => {
        const b = a + width;
        const share = (cdf(quantile(q, a, b)) - cdf(a)) / (cdf(b) - cdf(a));
        // The plain difference of cdf is what is inexact here, in the upper tail.
        expect(Math.abs(share - q)).toBeLessThan(1e-13 / (cdf(b) - cdf(a)));
      }),
    );
  });

  it('inverts it far in the tails, in logarithms', () => {
    fc.assert(
      fc.property(within(6, 500), within(0.01, 0.99), (a, q) => {
        const x = quantile(q, a, a + 1);
        expect(Math.exp(logMass(a, x) - logMass(a, a + 1))).toBeCloseTo(q, 6);
        expect(quantile(1 - q, -a - 1, -a)).toBeCloseTo(-x, 9);
      }),
    );
  });
});
