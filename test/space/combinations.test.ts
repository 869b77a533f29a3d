import { expect, test } from 'vitest';
import { combinations } from '../../src/space/combinations.ts';
import { float, int, list, type Space, space, variant, when } from '../../src/space/index.ts';

function all(net: Space<unknown>, points?: number) {
  return Array.from(
    combinations(net, () => points),
    (unit) => net.decode(unit),
  );
}

test('go in the declared order, the last parameter fastest', () => {
  const net = space({ lr: [0.1, 0.01], batch: int(1, 3) });
  expect(all(net).map((params) => JSON.stringify(params))).toEqual([
    '{"lr":0.1,"batch":1}',
    '{"lr":0.1,"batch":2}',
    '{"lr":0.1,"batch":3}',
    '{"lr":0.01,"batch":1}',
    '{"lr":0.01,"batch":2}',
    '{"lr":0.01,"batch":3}',
  ]);
});

test('leave out what is not there', () => {
  const net = space({
    o: variant('k', { a: { x: [1, 2] }, b: {} }),
    y: when({ o: 'b' }, [1, 2]),
  });
  expect(all(net)).toEqual([
    { o: { k: 'a', x: 1 } },
    { o: { k: 'a', x: 2 } },
    { o: { k: 'b' }, y: 1 },
    { o: { k: 'b' }, y: 2 },
  ]);
  expect(all(space({ l: list([1, 2], 0, 2) })).map((params) => JSON.stringify(params))).toEqual([
    '{"l":[]}',
    '{"l":[1]}',
    '{"l":[2]}',
    '{"l":[1,1]}',
    '{"l":[1,2]}',
    '{"l":[2,1]}',
    '{"l":[2,2]}',
  ]);
});

test('cut a continuous parameter into points, its ends included', () => {
  expect(all(space({ x: float(0, 1) }), 5)).toEqual([
    { x: 0 },
    { x: 0.25 },
    { x: 0.5 },
    { x: 0.75 },
    { x: 1 },
  ]);
  expect(all(space({ x: float(0, 1) }), 1)).toEqual([{ x: 0.5 }]);
  expect(all(space({ x: float(0, 1) }))).toEqual([{ x: 0.5 }]);
  const log = all(space({ x: float(1e-4, 1, { scale: 'log' }) }), 3) as { x: number }[];
  expect(log.map(({ x }) => Number(x.toPrecision(12)))).toEqual([1e-4, 1e-2, 1]);
});

test('thin out a discrete parameter', () => {
  expect(all(space({ n: int(0, 100) }), 3)).toEqual([{ n: 0 }, { n: 50 }, { n: 100 }]);
  expect(all(space({ n: int(0, 1) }), 3)).toEqual([{ n: 0 }, { n: 1 }]);
});

test('begin at once, however many there are', () => {
  const net = space(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`p${i}`, int(1, 10)])));
  expect(net.size).toBe(1e12);
  const cells = combinations(net);
  expect(net.decode(cells.next().value as Float64Array)).toMatchObject({ p0: 1, p11: 1 });
  expect(net.decode(cells.next().value as Float64Array)).toMatchObject({ p0: 1, p11: 2 });
});
