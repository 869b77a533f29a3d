import { describe, expect, test } from 'vitest';
import { choice, space } from '../../src/space/index.ts';
import { refused, untyped } from './refused.ts';

test('takes any JSON word', () => {
  const options = ['', 'ü\u0000', 0, 1.5, 1e300, true, false, null] as const;
  const leaf = choice(options);
  expect(options.map((option) => leaf.fromUnit(leaf.toUnit(option)))).toEqual(options);
  expect(options.map((option) => leaf.cellOf(option))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('does not mistake a text for a number', () => {
  const leaf = choice([1, '1', true, 'true', null, 'null']);
  expect(leaf.levels).toBe(6);
  expect([leaf.cellOf('1'), leaf.cellOf(1), leaf.cellOf('null'), leaf.cellOf(2)]).toEqual([1, 0, 5, -1]);
  expect(leaf.toUnit('2')).toBe(NaN);
});

test('shares the unit interval by weight', () => {
  const leaf = choice(['a', 'b', 'c'], { weights: [1, 2, 1] });
  expect(leaf.weights).toEqual([0.25, 0.5, 0.25]);
  expect([0, 1, 2, 3].map((cell) => leaf.edge(cell))).toEqual([0, 0.25, 0.75, 1]);
  expect([0, 0.24, 0.25, 0.74, 0.75, 1].map((unit) => leaf.fromUnit(unit))).toEqual([
    'a',
    'a',
    'b',
    'b',
    'c',
    'c',
  ]);
});

test('weighs what is given twice', () => {
  const leaf = choice([32, 64, 32, 32]);
  expect([leaf.options, leaf.weights]).toEqual([
    [32, 64],
    [0.75, 0.25],
  ]);
  expect(choice(['a', 'b', 'a'], { weights: [1, 1, 2] }).weights).toEqual([0.75, 0.25]);
});

test('finds one of many options', () => {
  const leaf = choice(Array.from({ length: 10_001 }, (_, i) => i));
  for (const value of [0, 1, 4999, 5000, 9999, 10_000]) expect(leaf.fromUnit(leaf.toUnit(value))).toBe(value);
});

test('is not changed through the array that it was made of', () => {
  const options = ['a', 'b'];
  const leaf = choice(options);
  options.push('c');
  expect(leaf.options).toEqual(['a', 'b']);
});

describe('refuses', () => {
  test('lists that are none', () => {
    expect(refused(() => choice([]))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: the list of options is empty; give at least one"`,
    );
    expect(refused(() => choice(untyped('relu')))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: expected an array of options, not "relu""`,
    );
    expect(refused(() => space({ batch: [] }))).toMatchInlineSnapshot(
      `"InvalidSpace: batch: the list of options is empty; give at least one"`,
    );
  });

  test('options that are no JSON words', () => {
    expect(refused(() => choice([NaN]))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: an option must be a string, a finite number, a boolean or null, not NaN"`,
    );
    expect(refused(() => choice([0, -0]))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: an option must be a string, a finite number, a boolean or null, not -0"`,
    );
    expect(refused(() => choice(untyped([undefined])))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: an option must be a string, a finite number, a boolean or null, not undefined"`,
    );
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    expect(refused(() => choice(untyped(['a', , 'b'])))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: an option must be a string, a finite number, a boolean or null, not undefined"`,
    );
    expect(refused(() => choice(untyped([{ units: 3 }])))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: an option must be a string, a finite number, a boolean or null, not {"units":3}; name the alternatives and look the object up, or use variant"`,
    );
    expect(refused(() => choice(untyped([() => 1])))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: an option must be a string, a finite number, a boolean or null, not a function"`,
    );
    expect(refused(() => choice(untyped([3n])))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: an option must be a string, a finite number, a boolean or null, not 3n"`,
    );
    expect(refused(() => space({ layers: untyped([[64, 64]]) }))).toMatchInlineSnapshot(
      `"InvalidSpace: layers: an option must be a string, a finite number, a boolean or null, not [64,64]; name the alternatives and look the object up, or use variant"`,
    );
  });

  test('weights that do not fit', () => {
    expect(refused(() => choice(['a', 'b'], { weights: [1] }))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: expected 2 weights, one for each option, but there are 1"`,
    );
    expect(refused(() => choice(['a', 'b'], { weights: untyped(3) }))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: expected 2 weights, one for each option, but weights is 3"`,
    );
    expect(refused(() => choice(['a', 'b'], { weights: [1, 0] }))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: the weight of "b" must be a number above 0, not 0; leave out what is never to be tried"`,
    );
    expect(refused(() => choice(['a', 'b'], { weights: [NaN, 1] }))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: the weight of "a" must be a number above 0, not NaN; leave out what is never to be tried"`,
    );
    expect(refused(() => choice(['a', 'b'], { weights: [1, 1e-17] }))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: the weight of "b", 1e-17, is lost in the sum of all, 1; leave it out, or bring the weights closer"`,
    );
    expect(refused(() => choice(['a', 'b'], { weights: [1e308, 1e308] }))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: the weight of "a", 1e+308, is lost in the sum of all, Infinity; leave it out, or bring the weights closer"`,
    );
  });

  test('options of its own that it does not have', () => {
    expect(refused(() => choice(['a'], untyped({ weight: [1] })))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: unknown option "weight"; it takes weights"`,
    );
    expect(refused(() => choice(['a'], untyped(null)))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: the options must be an object of weights, not null"`,
    );
    expect(refused(() => choice(['a'], untyped([1])))).toMatchInlineSnapshot(
      `"InvalidSpace: choice: the options must be an object of weights, not [1]"`,
    );
  });
});
