import { describe, expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { logEi } from '../../../src/samplers/gp/acquisition.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { Fit } from '../../../src/samplers/gp/fit.ts';
import { Metric } from '../../../src/samplers/gp/metric.ts';
import { Model } from '../../../src/samplers/gp/model.ts';
import { type Request, search as searched } from '../../../src/samplers/gp/search.ts';
import { choice, float, int, space } from '../../../src/space/index.ts';
import { conditional, drawn, mixed, rows } from './points.ts';

function request<P>(domain: Domain<P>, loss: (point: Float64Array) => number): Request {
  const metric = new Metric(domain);
  const points = drawn(domain, 20);
  const model = new Model(metric, new Fit(metric).start);
  const targets = Float64Array.from(points, loss);
  model.condition({ rows: rows(points), count: points.length }, targets);
  const spread = drawn(domain, 100, 9).map((point) => point.map((x) => (Number.isNaN(x) ? 0.5 : x)));
  return {
    model,
    acquisition: logEi(Math.min(...targets)),
    random: generator(1, 'search'),
    spread: (i) => spread[i % spread.length]!,
    best: points.toSorted((a, b) => loss(a) - loss(b)).slice(0, 5),
    fixed: new Map(),
    taken: () => false,
  };
}

function search<P>(domain: Domain<P>, asked: Request): Float64Array | undefined {
  return searched(domain, asked)?.masked;
}

describe('search', () => {
  test('finds the minimum that the model sees', () => {
    const domain = new Domain(space({ x: float(0, 1), y: float(0, 1) }));
    const found = search(
      domain,
      request(domain, ([x = 0, y = 0]) => 9 * (x - 0.3) ** 2 + 9 * (y - 0.6) ** 2),
    );
    expect(found![0]).toBeCloseTo(0.3, 1);
    expect(found![1]).toBeCloseTo(0.6, 1);
  });

  test('proposes only what the constraints allow, up to their edge', () => {
    const domain = new Domain(
      space({ x: float(0, 1), n: int(0, 9) }).where(({ x, n }) => x + n / 10 >= 0.8, 'too small'),
    );
    const found = search(
      domain,
      request(domain, ([x = 0, n = 0]) => x + n),
    );
    expect(domain.allows(found!)).toBe(true);
    const { x, n } = domain.space.decode(found!);
    expect(x + n / 10).toBeLessThan(1.2);
  });

  test('stays in the branch that is decided on', () => {
    const [gate] = conditional.axes;
    for (const cell of [0, 1]) {
      const found = search(conditional, {
        ...request(conditional, (point) => point[gate!.index]!),
        fixed: new Map([[gate!.index, cell]]),
      });
      expect(gate!.leaf.cellAt(found![gate!.index]!)).toBe(cell);
      // Masked: what is not there in this branch has no coordinate.
      expect(found!.filter((x) => Number.isNaN(x)).length).toBeGreaterThan(0);
    }
  });

  test('passes over what was tried', () => {
    const domain = new Domain(space({ c: choice(['a', 'b', 'c']), n: int(0, 3) }));
    const asked = request(domain, ([c = 0, n = 0]) => c + n);
    const first = search(domain, asked)!;
    const second = search(domain, { ...asked, taken: (masked) => domain.distance(masked, first) < 1e-7 })!;
    expect(domain.distance(first, second)).toBeGreaterThan(0);
    expect(search(domain, { ...asked, taken: () => true })).toBeUndefined();
  });

  test('moves every kind of parameter', () => {
    const best = Float64Array.of(0.25, 0.75, 0.5, 0.5, 0.5, 0.5);
    mixed.snap(best);
    const found = search(
      mixed,
      request(
        mixed,
        (point) =>
          3 *
          mixed.axes.reduce((sum, { index, kind }) => {
            const distance = Math.abs(point[index]! - best[index]!);
            return sum + (kind === 'category' ? Number(distance > 0) : distance ** 2);
          }, 0),
      ),
    )!;
    expect(mixed.distance(found, best)).toBeLessThan(0.45);
  });
});
