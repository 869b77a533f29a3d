import { describe, expect, test } from 'vitest';
import {
  areCompatible,
  distributionOf,
  fromInternal,
  kindOf,
  readDistribution,
  toInternal,
} from '../../src/node/optuna-distribution.ts';
import { choice, constant, float, int, type Leaf, ordinal } from '../../src/space/index.ts';

const leaves: [string, Leaf][] = [
  ['float', float(-1, 1)],
  ['float with a step', float(0, 0.5, { step: 0.1 })],
  ['float on a log scale', float(1e-5, 1, { scale: 'log' })],
  ['float on a log scale with a step', float(0.1, 1, { scale: 'log', step: 0.1 })],
  ['int', int(1, 4)],
  ['int with a step', int(16, 64, { step: 16 })],
  ['int on a log scale', int(1, 64, { scale: 'log' })],
  ['int on a log scale with a step', int(1, 9, { scale: 'log', step: 2 })],
  ['choice', choice(['relu', null, true, 2, 0.5], { weights: [1, 2, 3, 4, 5] })],
  ['ordinal', ordinal([16, 64])],
  ['constant', constant('x')],
];

test.each(leaves)('%s', (_, leaf) => {
  const text = distributionOf(leaf);
  expect(text).toMatchSnapshot();
  const distribution = readDistribution(text);
  expect(distribution.kind).toBe(kindOf(leaf));
  for (const unit of [0, 0.3, 0.5, 1]) {
    const value = leaf.fromUnit(unit) as number;
    expect(fromInternal(distribution, toInternal(leaf, value).value)).toBe(value);
  }
});

describe('reading', () => {
  test.each([
    ['{"name": "UniformDistribution", "attributes": {"low": 0.0, "high": 1.0}}', 'float', false],
    ['{"name": "LogUniformDistribution", "attributes": {"low": 0.1, "high": 1.0}}', 'float', true],
    ['{"name": "IntLogUniformDistribution", "attributes": {"low": 1, "high": 9, "step": 1}}', 'int', true],
  ])('knows what Optuna had before: %s', (text, kind, log) => {
    expect(readDistribution(text)).toMatchObject({ kind, log });
  });

  test.each([
    '',
    'NaN',
    '{}',
    '{"name": "BetaDistribution", "attributes": {}}',
    '{"name": "toString", "attributes": {}}',
  ])('refuses %j', (text) => {
    expect(() => readDistribution(text)).toThrowErrorMatchingSnapshot();
  });

  test('a category that is not there has no value', () => {
    expect(fromInternal(readDistribution(distributionOf(choice(['a']))), 1)).toBeUndefined();
  });
});

describe('two distributions of one parameter are compatible', () => {
  const compatible = (one: Leaf, other: Leaf): boolean =>
    areCompatible(readDistribution(distributionOf(one)), readDistribution(distributionOf(other)));

  test.each<[string, Leaf, Leaf, boolean]>([
    ['with other bounds', float(0, 1), float(0, 2), true],
    ['with another step', int(0, 4), int(0, 4, { step: 2 }), true],
    ['not on another scale', float(1, 2), float(1, 2, { scale: 'log' }), false],
    ['not of another kind', float(1, 2), int(1, 2), false],
    ['with the same options', choice(['a', 1]), ordinal(['a', 1]), true],
    ['with options that are the same in Python', choice([true, 0]), choice([1, false]), true],
    ['not with others', choice(['a', 1]), choice(['a', '1']), false],
    ['not with more', choice(['a']), choice(['a', 'b']), false],
    ['not with a number', choice([1, 2]), int(1, 2), false],
  ])('%s', (_, one, other, expected) => {
    expect(compatible(one, other)).toBe(expected);
    expect(compatible(other, one)).toBe(expected);
  });
});
