import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cdf, inverseMillsRatio, logCdf, logQuantile, pdf, quantile } from '../../src/math/normal.ts';
import { relativeError } from '../conformance/vectors.ts';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('cdf', () => {
  it('has the density as its derivative', () => {
    fc.assert(
      fc.property(within(-5, 5), (x) => {
        const slope = (cdf(x + 1e-4) - cdf(x - 1e-4)) / 2e-4;
        expect(Math.abs(slope - pdf(x))).toBeLessThan(1e-8);
      }),
    );
  });

  it('is symmetric and never falls', () => {
    fc.assert(
      fc.property(within(-40, 40), within(0, 1), (x, step) => {
        expect(cdf(x) + cdf(-x)).toBeCloseTo(1, 15);
        expect(cdf(x + step)).toBeGreaterThanOrEqual(cdf(x));
      }),
    );
  });
});

describe('logCdf', () => {
  it('is the logarithm of cdf where that has one', () => {
    fc.assert(
      fc.property(within(-35, 5), (x) => {
        expect(Math.abs(logCdf(x) - Math.log(cdf(x)))).toBeLessThan(1e-12);
      }),
    );
  });

  it('has the inverse Mills ratio as its derivative, far in the tail too', () => {
    fc.assert(
      fc.property(within(-1000, 5), (x) => {
        const h = 1e-4 * Math.max(1, Math.abs(x));
        const slope = (logCdf(x + h) - logCdf(x - h)) / (2 * h);
        expect(Math.abs(slope - inverseMillsRatio(x))).toBeLessThan(1e-6 * Math.max(1, Math.abs(x)));
      }),
    );
  });

  it('has limits', () => {
    expect([logCdf(-Infinity), logCdf(Infinity)]).toEqual([-Infinity, -0]);
    expect([cdf(-Infinity), cdf(Infinity)]).toEqual([0, 1]);
    expect([inverseMillsRatio(Infinity), inverseMillsRatio(-Infinity)]).toEqual([0, Infinity]);
  });
});

describe('quantile', () => {
  it('inverts cdf', () => {
    fc.assert(
      fc.property(within(-37, 8), (x) => {
        // Near 1 the probability has lost digits: its spacing over the density is what is left.
        const spacing = 2 ** -53 / Math.max(pdf(x), 1e-300);
        expect(Math.abs(quantile(cdf(x)) - x)).toBeLessThan(1e-12 + (x > 0 ? 2 * spacing : 0));
      }),
    );
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(within(0.5, 1 - 2 ** -53), (p) => {
        expect(quantile(p) + quantile(1 - p)).toBeCloseTo(0, 14);
      }),
    );
  });

  it('has the values of printed tables', () => {
    const table = [
      [0.75, 0.6744897501960817],
      [0.9, 1.2815515655446004],
      [0.975, 1.959963984540054],
      [0.995, 2.5758293035489004],
      [0.9995, 3.2905267314919255],
    ] as const;
    for (const [p, x] of table) expect(Math.abs(quantile(p) - x)).toBeLessThan(1e-14);
  });

  it('is infinite at the ends and nothing outside', () => {
    expect([0, 1, 0.5].map(quantile)).toEqual([-Infinity, Infinity, 0]);
    expect([-0.1, 1.1, Number.NaN].map(quantile)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('logQuantile', () => {
  it('inverts logCdf to the farthest tail', () => {
    fc.assert(
      fc.property(within(0, 5), fc.constantFrom(-1, 1), (exponent, sign) => {
        const x = sign * 10 ** exponent;
        fc.pre(x < 37);
        expect(relativeError(logQuantile(logCdf(x)), x)).toBeLessThan(1e-13);
      }),
    );
  });

  it('agrees with quantile', () => {
    fc.assert(
      fc.property(within(1e-12, 0.9999), (p) => {
        expect(Math.abs(logQuantile(Math.log(p)) - quantile(p))).toBeLessThan(1e-11);
      }),
    );
  });

  it('has no seam where the approximation ends and iteration begins', () => {
    const [before, after] = [-728.999_999, -729.000_001].map(logQuantile);
    expect(relativeError((before ?? 0) - (after ?? 0), 2e-6 / 38.1)).toBeLessThan(0.01);
  });

  it('is infinite at the ends and nothing above', () => {
    expect([-Infinity, 0].map(logQuantile)).toEqual([-Infinity, Infinity]);
    expect(logQuantile(0.1)).toBeNaN();
  });
});
