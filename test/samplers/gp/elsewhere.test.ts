import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { Filling } from '../../../src/samplers/gp/elsewhere.ts';
import { Portfolio } from '../../../src/samplers/gp/portfolio.ts';
import { losses } from '../../../src/samplers/gp/warp.ts';
import { float, space } from '../../../src/space/index.ts';

const plane = new Domain(space({ x: float(0, 1), y: float(0, 1) }));
const hole = (x: number, y: number, depth: number, cx: number, cy: number): number =>
  depth * Math.exp(-30 * ((x - cx) ** 2 + (y - cy) ** 2));
const loss = ([x = 0, y = 0]: Float64Array): number =>
  1 - hole(x, y, 1, 0.2, 0.3) - hole(x, y, 0.8, 0.8, 0.7);

test('fills the basin of the best result, keeps the rest, and thins what it filled', () => {
  const random = generator(1, 'elsewhere');
  const spread = Array.from({ length: 25 }, () => Float64Array.of(random(), random()));
  const polished = Array.from({ length: 25 }, () =>
    Float64Array.of(0.2 + 0.02 * (random() - 0.5), 0.3 + 0.02 * (random() - 0.5)),
  );
  const points = [...spread, ...polished];
  const sorted = losses(Float64Array.from(points, loss));
  const portfolio = new Portfolio(plane);
  portfolio.update(points, sorted);
  const filling = new Filling(plane, portfolio.metric);
  const drawn = portfolio.draw(random, sorted);
  const view = filling.look(points, sorted, drawn);
  expect(filling.looks).toBe(1);
  expect(view.points.length).toBeLessThan(30);
  expect(view.model.size).toBe(view.points.length);
  const [best] = view.losses.order;
  const [x = 0, y = 0] = view.points[best ?? -1] ?? [];
  expect(Math.hypot(x - 0.8, y - 0.7)).toBeLessThan(0.3);
  const near = view.points.flatMap((point, i) =>
    Math.hypot(point[0]! - 0.2, point[1]! - 0.3) < 0.1 ? [i] : [],
  );
  expect(near.length).toBeLessThan(4);
  for (const i of near) expect(view.losses.values[i]).toBeGreaterThan(0.5);
});
