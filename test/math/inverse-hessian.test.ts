import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InverseHessian } from '../../src/math/inverse-hessian.ts';
import { generator, normal } from '../../src/math/random.ts';

const vector = (n: number, random: () => number) => Float64Array.from({ length: n }, () => normal(random));

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe('InverseHessian', () => {
  it('is the unit matrix before it has learnt, and after it forgot', () => {
    const matrix = new InverseHessian(3);
    const v = new Float64Array([1, -2, 3]);
    matrix.multiply(v);
    expect([...v]).toEqual([1, -2, 3]);
    matrix.learn(new Float64Array([1, 0, 0]), new Float64Array([4, 0, 0]));
    expect(matrix.empty).toBe(false);
    matrix.forget();
    matrix.multiply(v);
    expect([...v]).toEqual([1, -2, 3]);
    expect(matrix.empty).toBe(true);
  });

  it('gives the newest step for its change of gradient (the secant equation), and stays positive definite', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer(),
        (n, steps, seed) => {
          const random = generator(seed, 'steps');
          const curvature = Float64Array.from({ length: n }, () => 0.1 + 10 * random());
          const matrix = new InverseHessian(n);
          let [step, change] = [new Float64Array(n), new Float64Array(n)];
          for (let k = 0; k < steps; k++) {
            step = vector(n, random);
            change = step.map((s, i) => s * curvature[i]!);
            matrix.learn(step, change);
          }
          const answer = change.slice();
          matrix.multiply(answer);
          for (let i = 0; i < n; i++) expect(answer[i]!).toBeCloseTo(step[i]!, 8);
          const v = vector(n, random);
          const product = v.slice();
          matrix.multiply(product);
          expect(dot(v, product)).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('ignores a step along which the gradient falls', () => {
    const matrix = new InverseHessian(2);
    matrix.learn(new Float64Array([1, 0]), new Float64Array([-1, 0]));
    matrix.learn(new Float64Array([0, 0]), new Float64Array([0, 0]));
    expect(matrix.empty).toBe(true);
  });
});
