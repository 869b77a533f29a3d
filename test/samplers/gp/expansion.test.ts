import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generator, normal } from '../../../src/math/random.ts';
import { coefficients, Expansion, type Neighbour, SPARE } from '../../../src/samplers/gp/expansion.ts';

type Rise = (step: Float64Array) => number;

function neighbours(m: number, count: number, rise: Rise, radius = 0.3): Neighbour[] {
  const random = generator(m, count);
  return Array.from({ length: count }, () => {
    const step = Float64Array.from({ length: m }, () => radius * (2 * random() - 1));
    return { step, distance: Math.hypot(...step), rise: rise(step) };
  }).sort((a, b) => a.distance - b.distance);
}

function quadratic(m: number, seed: number, mixed: boolean) {
  const random = generator(seed, 'quadratic');
  const gradient = Float64Array.from({ length: m }, () => normal(random));
  const hessian = new Float64Array(m * m);
  for (let j = 0; j < m; j++)
    for (let k = 0; k <= j; k++)
      if (mixed || j === k) hessian[j * m + k] = hessian[k * m + j] = normal(random);
  const rise: Rise = (s) => {
    let sum = 0;
    for (let j = 0; j < m; j++) {
      sum += gradient[j]! * s[j]!;
      for (let k = 0; k < m; k++) sum += 0.5 * s[j]! * hessian[j * m + k]! * s[k]!;
    }
    return sum;
  };
  return { gradient, hessian, rise };
}

describe('Expansion', () => {
  test('finds the derivatives of a quadratic function', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(), fc.boolean(), (m, seed, mixed) => {
        const { gradient, hessian, rise } = quadratic(m, seed, mixed);
        const found = new Expansion(neighbours(m, coefficients(m, mixed) + SPARE, rise), m, mixed);
        gradient.forEach((slope, j) => {
          expect(found.gradient[j]).toBeCloseTo(slope, 5);
        });
        hessian.forEach((curvature, i) => {
          expect(found.hessian[i]).toBeCloseTo(curvature, 4);
        });
        const step = new Float64Array(m).fill(0.1);
        const { mean, sd } = found.gain(step);
        expect(mean).toBeCloseTo(-rise(step), 6);
        expect(sd).toBeLessThan(1e-6);
      }),
      { numRuns: 50 },
    );
  });

  test('the error tells whether mixed derivatives are missed', () => {
    const along: Rise = ([x = 0, y = 0]) => x ** 2 + y ** 2;
    const across: Rise = ([x = 0, y = 0]) => x ** 2 + y ** 2 + x * y;
    const error = (rise: Rise, mixed: boolean): number =>
      new Expansion(neighbours(2, 12, rise), 2, mixed).error;
    expect(error(along, false)).toBeLessThan(1e-9);
    expect(error(across, false)).toBeGreaterThan(0.5);
    expect(error(across, true)).toBeLessThan(1e-9);
  });

  test('a third derivative is the error, whatever the distance', () => {
    const cubic: Rise = ([x = 0]) => x + x ** 2 + 5 * x ** 3;
    const [wide, narrow] = [0.5, 0.005].map(
      (radius) => new Expansion(neighbours(1, 5, cubic, radius), 1, false).error,
    );
    expect(wide! / narrow!).toBeCloseTo(1, 3);
    expect(wide!).toBeGreaterThan(0.5);
    expect(wide!).toBeLessThan(50);
  });

  test('predictions are as sure as they turn out', () => {
    const smooth: Rise = ([x = 0, y = 0]) => Math.exp(2 * x) - 1 + Math.sin(3 * y) + Math.exp(x * y) - 1;
    let within = 0;
    for (let i = 0; i < 40; i++) {
      const expansion = new Expansion(neighbours(2, 10 + i, smooth, 0.2), 2, true);
      const step = Float64Array.of(0.1 * Math.cos(i), 0.1 * Math.sin(i));
      const { mean, sd } = expansion.gain(step);
      if (Math.abs(mean + smooth(step)) < 2 * sd) within++;
    }
    expect(within).toBeGreaterThan(32);
  });
});
