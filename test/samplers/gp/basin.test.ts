import { describe, expect, test } from 'vitest';
import { basin } from '../../../src/samplers/gp/basin.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { Metric } from '../../../src/samplers/gp/metric.ts';
import { Model } from '../../../src/samplers/gp/model.ts';
import { choice, float, space } from '../../../src/space/index.ts';

/** Two valleys in x, the deeper one at 0.2; y does not matter. */
const valleys = (x: number): number =>
  1 - 1.2 * Math.exp(-80 * (x - 0.2) ** 2) - Math.exp(-80 * (x - 0.8) ** 2);

function seen(domain: Domain<unknown>, points: readonly Float64Array[]) {
  const targets = Float64Array.from(points, ([x = 0]) => valleys(x));
  const rows = new Float64Array(points.flatMap((point) => [...point]));
  const d = domain.axes.length;
  const theta = Float64Array.of(...new Array<number>(d).fill(Math.log(0.3)), -7, -7, 0, Math.log(1e-6));
  const model = new Model(new Metric(domain), theta);
  model.condition({ rows, count: points.length }, targets);
  const best = targets.indexOf(Math.min(...targets));
  const better = [...targets.keys()].filter((i) => (targets[i] ?? 0) < 0.6);
  return { better, inside: basin(domain, { model, points, targets, best }, better) };
}

describe('basin', () => {
  test('takes what lies on this side of the ridge', () => {
    const plane = new Domain(space({ x: float(0, 1), y: float(0, 1) }));
    const points = Array.from({ length: 60 }, (_, i) => Float64Array.of((i % 21) / 20, (i * 0.618) % 1));
    const { better, inside } = seen(plane, points);
    expect(inside.size).toBeGreaterThan(5);
    for (const i of better) expect([i, inside.has(i)]).toEqual([i, (points[i]?.[0] ?? 0) < 0.5]);
  });

  test('no way leads from one category to another', () => {
    const mixed = new Domain(space({ x: float(0, 1), kind: choice(['a', 'b']) }));
    const points = Array.from({ length: 40 }, (_, i) =>
      Float64Array.of((i >> 1) / 20, i % 2 === 0 ? 0.25 : 0.75),
    );
    const { inside } = seen(mixed, points);
    const [first] = inside;
    expect(inside.size).toBeGreaterThan(2);
    for (const i of inside) expect(points[i]?.[1]).toBe(points[first ?? -1]?.[1]);
  });
});
