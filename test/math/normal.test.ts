import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cdf, inverseMillsRatio, logCdf, logQuantile, pdf, quantile } from '../../src/math/normal.ts';
import { relativeError } from '../conformance/vectors.ts';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });

// The second opinion of a library for any number of digits, mpmath 1.3, at 60 of them.
const farther = 1e-13;

describe('cdf', () => {
  it.each([
    [-37, 5.725571222524577e-300, -689.0305855768906],
    [-20, 2.7536241186062337e-89, -203.91715537109727],
    [-8, 6.220960574271784e-16, -35.01343715991455],
    [-5, 2.866515718791939e-7, -15.064998393988725],
    [-2.5, 0.006209665325776135, -5.08164827727869],
    [-1, 0.15865525393145705, -1.8410216450092636],
    [-0.3, 0.3820885778110474, -0.9621028181688507],
    [0.3, 0.6179114221889527, -0.4814101615884812],
    [1, 0.8413447460685429, -0.17275377902344988],
    [2.5, 0.9937903346742238, -0.006229025485860002],
    [5, 0.9999997133484281, -2.866516129637636e-7],
    [8, 0.9999999999999993, -6.220960574271786e-16],
  ])('and its logarithm are those of another library at %d', (x, p, logP) => {
    expect(relativeError(cdf(x), p)).toBeLessThan(farther);
    expect(relativeError(logCdf(x), logP)).toBeLessThan(farther);
  });

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
  it.each([
    [1e-300, -37.0470962993612],
    [1e-100, -21.273453560965326],
    [1e-20, -9.262340089798407],
    [1e-8, -5.612001244174789],
    [0.001, -3.0902323061678136],
    [0.02425, -1.972961051311885],
    [0.1, -1.2815515655446004],
    [0.3, -0.5244005127080408],
    [0.4999, -0.00025066283008800747],
    [0.6, 0.2533471031357997],
    [0.9, 1.2815515655446006],
    [0.999, 3.090232306167813],
  ])('is that of another library at %d', (p, x) => {
    expect(relativeError(quantile(p), x)).toBeLessThan(p === 0.4999 ? 1e-12 : farther);
  });

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
  it.each([
    [-1e4, -141.37983987312717],
    [-800, -39.88469483825668],
    [-745, -38.4819489643302],
    [-50, -9.674825283612357],
    [-2, -1.1015196284987503],
    [-0.1, 1.3096177994584932],
    [-1e-3, 3.090380786917045],
    [-1e-10, 6.361340902411735],
  ])('is that of another library at %d', (logP, x) => {
    expect(relativeError(logQuantile(logP), x)).toBeLessThan(farther);
  });

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
