import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lbfgs, type Objective } from '../../src/math/lbfgs.ts';
import { generator, normal } from '../../src/math/random.ts';

const filled = (n: number, value: number) => new Float64Array(n).fill(value);

const box = (n: number, low: number, high: number) => ({ lower: filled(n, low), upper: filled(n, high) });

const rosenbrock = (x: Float64Array, gradient: Float64Array): number => {
  gradient.fill(0);
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i + 1]! - x[i]! ** 2, 1 - x[i]!];
    sum += 100 * a * a + b * b;
    gradient[i]! += -400 * a * x[i]! - 2 * b;
    gradient[i + 1]! += 200 * a;
  }
  return sum;
};

/** (x - c)' A (x - c) / 2 with A = B B' / n + 0.1. */
function quadratic(n: number, seed: number): Objective {
  const random = generator(seed, 'quadratic');
  const b = Array.from({ length: n }, () => Array.from({ length: n }, () => normal(random)));
  const c = Array.from({ length: n }, () => 1.5 * normal(random));
  const a = b.map((row, i) =>
    b.map((other, j) => row.reduce((sum, value, k) => sum + value * other[k]!, 0) / n + (i === j ? 0.1 : 0)),
  );
  return (x, gradient) => {
    let value = 0;
    for (let i = 0; i < n; i++) {
      gradient[i] = a[i]!.reduce((sum, entry, j) => sum + entry * (x[j]! - c[j]!), 0);
      value += (gradient[i]! * (x[i]! - c[i]!)) / 2;
    }
    return value;
  };
}

describe('lbfgs', () => {
  it.each([2, 5, 10])('finds the bottom of the banana valley in %i dimensions', (n) => {
    const x = filled(n, -1.2);
    const value = lbfgs(rosenbrock, x, { ...box(n, -5, 5), iterations: 300, gradientTolerance: 1e-8 });
    expect(value).toBeLessThan(1e-10);
    for (const xi of x) expect(xi).toBeCloseTo(1, 4);
  });

  it('finds the lowest point of a bowl in a box: where it can move, the slope is 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (n, seed) => {
        const objective = quadratic(n, seed);
        const random = generator(seed, 'start');
        const x = Float64Array.from({ length: n }, () => 2 * random() - 1);
        lbfgs(objective, x, { ...box(n, -1, 1), iterations: 500, gainTolerance: 0 });
        const gradient = new Float64Array(n);
        objective(x, gradient, Infinity);
        for (let i = 0; i < n; i++) {
          expect(Math.abs(x[i]!)).toBeLessThanOrEqual(1);
          if (x[i]! > -1) expect(gradient[i]!).toBeLessThan(1e-5);
          if (x[i]! < 1) expect(gradient[i]!).toBeGreaterThan(-1e-5);
        }
      }),
    );
  });

  it('asks only inside the box, and ends no higher than it began', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.nat(20), fc.integer(), (n, iterations, seed) => {
        const random = generator(seed, 'start');
        const x = Float64Array.from({ length: n }, () => 2 * random() - 1);
        const start = rosenbrock(x, new Float64Array(n));
        const watched: Objective = (point, gradient) => {
          for (const value of point) expect(Math.abs(value)).toBeLessThanOrEqual(1);
          return rosenbrock(point, gradient);
        };
        const value = lbfgs(watched, x, { ...box(n, -1, 1), iterations });
        expect(value).toBeLessThanOrEqual(start);
        expect(rosenbrock(x, new Float64Array(n))).toBe(value);
      }),
    );
  });

  it('looks at no gradient above the ceiling', () => {
    const start = new Float64Array([-1.2, 1]);
    const options = { ...box(2, -2, 2), iterations: 30 };
    let refused = 0;
    const withheld: Objective = (x, gradient, ceiling) => {
      const value = rosenbrock(x, gradient);
      if (value > ceiling) {
        refused++;
        gradient.fill(NaN);
      }
      return value;
    };
    const [x, other] = [start.slice(), start.slice()];
    expect(lbfgs(withheld, x, options)).toBe(lbfgs(rosenbrock, other, options));
    expect(x).toEqual(other);
    expect(refused).toBeGreaterThan(2);
  });

  it('moves no variable farther than maxStep units in a step', () => {
    const scale = new Float64Array([0.1, 2]);
    let before = new Float64Array([4, 4]);
    const objective: Objective = (x, gradient) => {
      expect(Math.abs(x[0]! - before[0]!)).toBeLessThanOrEqual(0.05 + 1e-12);
      expect(Math.abs(x[1]! - before[1]!)).toBeLessThanOrEqual(1 + 1e-12);
      before = x.slice();
      gradient.set([8 * x[0]!, 2 * x[1]!]);
      return 4 * x[0]! ** 2 + x[1]! ** 2;
    };
    const x = before.slice();
    lbfgs(objective, x, { ...box(2, -5, 5), scale, iterations: 10, maxStep: 0.5 });
    expect(x[0]).toBeLessThan(4);
  });

  it('takes the same way in other units', () => {
    const scale = new Float64Array([0.01, 100]);
    const scaled: Objective = (x, gradient) => {
      const value = rosenbrock(
        x.map((xi, i) => xi / scale[i]!),
        gradient,
      );
      gradient.forEach((g, i) => {
        gradient[i] = g / scale[i]!;
      });
      return value;
    };
    const plain = new Float64Array([-1, 1]);
    const other = plain.map((xi, i) => xi * scale[i]!);
    lbfgs(rosenbrock, plain, { ...box(2, -5, 5), iterations: 12 });
    const bounds = { lower: scale.map((s) => -5 * s), upper: scale.map((s) => 5 * s) };
    lbfgs(scaled, other, { ...bounds, scale, iterations: 12 });
    for (let i = 0; i < 2; i++) expect(other[i]! / scale[i]!).toBeCloseTo(plain[i]!, 8);
  });

  it('ends early: at a flat point, after a small gain, and without iterations', () => {
    let asked = 0;
    const bowl: Objective = (x, gradient) => {
      asked++;
      gradient[0] = x[0]!;
      return x[0]! ** 2 / 2;
    };
    const options = { ...box(1, -5, 5), iterations: 50 };
    lbfgs(bowl, new Float64Array([1e-9]), options);
    expect(asked).toBe(1);
    lbfgs(bowl, new Float64Array([3]), { ...options, iterations: 0 });
    expect(asked).toBe(2);
    lbfgs(bowl, new Float64Array([0.001]), { ...options, gainTolerance: 1 });
    expect(asked).toBe(4);
  });

  it('keeps away from where the value is not finite', () => {
    const objective: Objective = (x, gradient) => {
      gradient.set([2 * x[0]!, 2 * x[1]!]);
      return x[0]! > 0.5 ? x[0]! ** 2 + x[1]! ** 2 : Number.NaN;
    };
    const x = new Float64Array([3, 3]);
    expect(lbfgs(objective, x, { ...box(2, -5, 5), iterations: 60 })).toBeLessThan(4);
    expect(x[0]).toBeGreaterThan(0.5);
  });

  it('stays where it is when the first value or gradient is NaN', () => {
    const x = new Float64Array([1]);
    const nan: Objective = (_, gradient) => {
      gradient.fill(Number.NaN);
      return Number.NaN;
    };
    expect(lbfgs(nan, x, { ...box(1, -5, 5), iterations: 5 })).toBeNaN();
    expect(x[0]).toBe(1);
  });
});
