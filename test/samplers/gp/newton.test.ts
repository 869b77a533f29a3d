import { describe, expect, test } from 'vitest';
import { generator, normal } from '../../../src/math/random.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { newtonPoint } from '../../../src/samplers/gp/newton.ts';
import { losses } from '../../../src/samplers/gp/warp.ts';
import { choice, float, type Space, space } from '../../../src/space/index.ts';

type Loss = (x: Float64Array) => number;

function spread(size: number, count: number): Float64Array[] {
  const random = generator(size, count);
  return Array.from({ length: count }, () => Float64Array.from({ length: size }, random));
}

function next(of: Space<unknown>, points: readonly Float64Array[], loss: Loss): Float64Array | undefined {
  const seen = losses(Float64Array.from(points, loss));
  return newtonPoint(new Domain(of), points, seen, seen.order[0]!);
}

const plane = space({ x: float(0, 1), y: float(0, 1) });
const bowl: Loss = ([x = 0, y = 0]) => 3 * (x - 0.4) ** 2 + (x - 0.4) * (y - 0.7) + 2 * (y - 0.7) ** 2;

describe('newtonPoint', () => {
  test('goes to the bottom of a bowl at once', () => {
    const point = next(plane, spread(2, 10), bowl);
    expect([...point!]).toEqual([expect.closeTo(0.4, 9), expect.closeTo(0.7, 9)]);
  });

  test('needs three results more than there are derivatives', () => {
    const along: Loss = ([x = 0, y = 0]) => (x - 0.4) ** 2 + 2 * (y - 0.7) ** 2;
    // Four derivatives along the axes, and the best result itself.
    expect(next(plane, spread(2, 7), along)).toBeUndefined();
    expect(next(plane, spread(2, 8), along)).toBeDefined();
  });

  test('gains digits with each step on a smooth function', () => {
    const smooth: Loss = ([x = 0, y = 0]) =>
      Math.exp(x - 0.4) - x + Math.cosh(2 * (y - 0.7)) + bowl(Float64Array.of(x, y));
    const around = [0.4, 0.7];
    const points: Float64Array[] = spread(2, 12).map((point) =>
      Float64Array.from(point, (u, j) => around[j]! + 0.3 * (u - 0.5)),
    );
    const random = generator(1, 'around');
    const regrets = Array.from({ length: 12 }, () => {
      // Where it has nothing to say another rule tries something near, after which it knows more.
      points.push(
        next(plane, points, smooth) ?? Float64Array.from(around, (u) => u + 0.02 * (random() - 0.5)),
      );
      return Math.min(...points.map(smooth)) - smooth(Float64Array.from(around));
    });
    expect(regrets.at(-1)).toBeLessThan(1e-10);
  });

  test('stays inside the space', () => {
    const beyond: Loss = ([x = 0, y = 0]) => (x + 0.2) ** 2 + (y - 0.7) ** 2;
    expect([...next(plane, spread(2, 9), beyond)!]).toEqual([0, expect.closeTo(0.7, 9)]);
  });

  test('says nothing where the losses follow no expansion', () => {
    const random = generator(1, 'noise');
    const answers = Array.from({ length: 40 }, () => {
      const noise = new Map(spread(2, 20).map((point) => [point[0], normal(random)]));
      return next(plane, spread(2, 20), ([x]) => noise.get(x)!);
    });
    expect(answers.filter((point) => point !== undefined).length).toBeLessThan(10);
    expect(next(plane, spread(2, 20), () => 1)).toBeUndefined();
  });

  test('looks at results of the same category alone', () => {
    const mixed = space({ x: float(0, 1), y: float(0, 1), kind: choice(['a', 'b']) });
    const points = spread(3, 24).map((point, i) =>
      Float64Array.of(point[0]!, point[1]!, i % 2 ? 0.25 : 0.75),
    );
    const both: Loss = (point) => (point[2] === 0.25 ? bowl(point) : 10 + Math.sin(50 * point[0]!));
    expect([...next(mixed, points, both)!]).toEqual([expect.closeTo(0.4, 9), expect.closeTo(0.7, 9), 0.25]);
  });

  test('proposes only what the constraints allow', () => {
    const half = plane.where(({ x }) => x > 0.5, 'x above a half');
    const points = spread(2, 12).map((point) => Float64Array.of(0.5 + 0.5 * point[0]!, point[1]!));
    expect(next(plane, points, bowl)).toBeDefined();
    expect(next(half, points, bowl)).toBeUndefined();
  });

  test('has nothing to say in a space without floats', () => {
    expect(next(space({ kind: choice(['a', 'b']) }), [Float64Array.of(0.25)], () => 1)).toBeUndefined();
  });
});
