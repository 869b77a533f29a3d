import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erfc, erfcx } from '../../src/math/erfc.ts';
import { relativeError } from '../conformance/vectors.ts';

describe('erfc and erfcx', () => {
  // Computed with 60 digits; one row at least on each side of each seam, 0.46875 and 4.
  it.each([
    [-6, 2, 8622463094230390],
    [-0.5, 1.5204998778130465, 1.952360489182557],
    [-0.25, 1.276326390168237, 1.3586423701047221],
    [0, 1, 1],
    [1e-10, 0.9999999998871621, 0.9999999998871621],
    [0.25, 0.7236736098317631, 0.7703465477309967],
    [0.5, 0.4795001221869535, 0.6156903441929259],
    [1, 0.15729920705028513, 0.42758357615580703],
    [3, 2.2090496998585441e-5, 0.17900115118138995],
    [5, 1.5374597944280348e-12, 0.11070463773306863],
    [10, 2.088487583762545e-45, 0.056140992743822586],
    [26, 5.663192408856143e-296, 0.021683584850562907],
  ])('at %d', (x, expectedErfc, expectedErfcx) => {
    expect(relativeError(erfc(x), expectedErfc)).toBeLessThan(1e-15);
    expect(relativeError(erfcx(x), expectedErfcx)).toBeLessThan(1e-15);
  });

  it('are one function, scaled', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (x) => {
        expect(relativeError(erfcx(x) * Math.exp(-x * x), erfc(x))).toBeLessThan(1e-14);
      }),
    );
  });

  it('reflect: erfc(-x) = 2 - erfc(x)', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), (x) => {
        expect(Math.abs(erfc(-x) - (2 - erfc(x)))).toBeLessThan(4e-16);
      }),
    );
  });

  it('have limits', () => {
    expect([erfc(-Infinity), erfc(Infinity), erfc(28), erfc(1e200)]).toEqual([2, 0, 0, 0]);
    expect([erfcx(-Infinity), erfcx(Infinity)]).toEqual([Infinity, 0]);
    expect(relativeError(erfcx(1e200), 1 / (1e200 * Math.sqrt(Math.PI)))).toBeLessThan(1e-15);
    expect([erfc(Number.NaN), erfcx(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });
});
