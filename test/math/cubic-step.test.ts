import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cubicStep, type SecondOrder } from '../../src/math/cubic-step.ts';
import { generator, normal } from '../../src/math/random.ts';

const value = ({ gradient, hessian, error }: SecondOrder, s: Float64Array): number => {
  const n = s.length;
  let sum = error * Math.hypot(...s) ** 3;
  for (let j = 0; j < n; j++) {
    sum += gradient[j]! * s[j]!;
    for (let k = 0; k < n; k++) sum += 0.5 * s[j]! * hessian[j * n + k]! * s[k]!;
  }
  return sum;
};

function random(n: number, seed: number, error: number): SecondOrder {
  const draw = generator(seed, 'second order');
  const hessian = new Float64Array(n * n);
  for (let j = 0; j < n; j++)
    for (let k = 0; k <= j; k++) hessian[j * n + k] = hessian[k * n + j] = normal(draw);
  return { gradient: Float64Array.from({ length: n }, () => normal(draw)), hessian, error };
}

const anything = fc.record({
  n: fc.integer({ min: 1, max: 8 }),
  seed: fc.nat(),
  error: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
});

describe('cubicStep', () => {
  test('without sides no other step is better', () => {
    fc.assert(
      fc.property(anything, ({ n, seed, error }) => {
        const at = random(n, seed, error);
        const far = new Float64Array(n).fill(1e6);
        const step = cubicStep(
          at,
          far.map((x) => -x),
          far,
        );
        const least = value(at, step);
        expect(least).toBeLessThan(0);
        const draw = generator(seed, 'elsewhere');
        for (let i = 0; i < 200; i++) {
          const length = Math.hypot(...step) * 10 ** (4 * draw() - 3);
          const around = step.map((x) => x + length * normal(draw));
          expect(value(at, around)).toBeGreaterThanOrEqual(least - 1e-9 * Math.abs(least));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('stays in the box', () => {
    fc.assert(
      fc.property(anything, ({ n, seed, error }) => {
        const at = random(n, seed, error);
        const draw = generator(seed, 'box');
        const low = Float64Array.from({ length: n }, () => (draw() < 0.2 ? 0 : -0.1 * draw()));
        const high = low.map((x) => 0.1 + x);
        const step = cubicStep(at, low, high);
        step.forEach((x, j) => {
          expect(x).toBeGreaterThanOrEqual(low[j]!);
          expect(x).toBeLessThanOrEqual(high[j]!);
        });
      }),
      { numRuns: 200 },
    );
  });

  test("is Newton's step where the expansion is exact", () => {
    const hessian = Float64Array.of(4, 1, 1, 3);
    const far = Float64Array.of(9, 9);
    const step = cubicStep(
      { gradient: Float64Array.of(1, 2), hessian, error: 0 },
      far.map((x) => -x),
      far,
    );
    expect([...step]).toEqual([expect.closeTo(-1 / 11, 12), expect.closeTo(-7 / 11, 12)]);
  });

  test('solves the rest again when a coordinate meets a side', () => {
    const hessian = Float64Array.of(4, 1, 1, 3);
    const low = Float64Array.of(-9, -0.3);
    const step = cubicStep(
      { gradient: Float64Array.of(1, 2), hessian, error: 0 },
      low,
      Float64Array.of(9, 9),
    );
    expect([...step]).toEqual([expect.closeTo(-(1 - 0.3) / 4, 12), -0.3]);
  });
});
