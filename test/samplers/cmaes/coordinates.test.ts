import { expect, test } from 'vitest';
import { ABSENT, Coordinates } from '../../../src/samplers/cmaes/coordinates.ts';
import { choice, constant, float, int, ordinal, space, variant, when } from '../../../src/space/index.ts';

const net = space({
  rate: float(1e-4, 1, { scale: 'log' }),
  fixed: constant(3),
  layers: int(1, 4),
  size: ordinal(['s', 'm', 'l']),
  activation: choice(['relu', 'gelu', 'tanh']),
});
const plain = new Coordinates(net.parameters);
const tree = space({
  kind: choice(['a', 'b']),
  width: when({ kind: 'a' }, int(1, 10)),
  model: variant('type', { one: { mode: choice(['x', 'y']) }, other: {} }),
});
const conditional = new Coordinates(tree.parameters);

test('numbers have an order, categories have none, and a single value is neither', () => {
  expect(plain.numbers.map(({ name }) => name)).toEqual(['rate', 'layers', 'size']);
  expect(plain.categories.map(({ name }) => name)).toEqual(['activation']);
  expect([plain.conditional, conditional.conditional]).toEqual([false, true]);
});

test('candidates become points and points candidates', () => {
  const params = { rate: 1, fixed: 3, layers: 2, size: 'l', activation: 'tanh' } as const;
  const point = plain.point(net.encode(params), new Float64Array(3));
  expect([...point.x]).toEqual([1, 0.375, (2 / 3 + 1) / 2]);
  expect([...point.categories]).toEqual([2]);
  expect(net.decode(plain.unit(point))).toEqual(params);
});

test('numbers outside of the range are at its ends', () => {
  const unit = plain.unit({ x: Float64Array.of(-3, 7, 0.5), categories: Uint32Array.of(0) });
  expect(net.decode(unit)).toMatchObject({ rate: 1e-4, layers: 4 });
});

test('what is not there stays where it is, or is marked as absent', () => {
  const encoded = tree.encode({ kind: 'b', model: { type: 'other' } });
  const point = conditional.point(encoded, Float64Array.of(0.8));
  expect([...point.x]).toEqual([0.8]);
  expect([...point.categories]).toEqual([1, 1, ABSENT]);
  expect(tree.decode(conditional.unit(point))).toEqual({ kind: 'b', model: { type: 'other' } });
  const drawn = { x: Float64Array.of(0.2), categories: Uint32Array.of(1, 1, 0) };
  expect(conditional.present(drawn, tree.active(conditional.unit(drawn)))).toEqual({
    x: drawn.x,
    categories: Uint32Array.of(1, 1, ABSENT),
  });
});
