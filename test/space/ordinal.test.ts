import { expect, test } from 'vitest';
import { ordinal } from '../../src/space/index.ts';
import { refused, untyped } from './refused.ts';

test('keeps its order along the unit interval', () => {
  const leaf = ordinal(['small', 'medium', 'large', 'huge']);
  expect([leaf.kind, leaf.levels]).toEqual(['ordinal', 4]);
  expect([0, 0.3, 0.6, 1].map((unit) => leaf.fromUnit(unit))).toEqual(['small', 'medium', 'large', 'huge']);
  expect(['small', 'huge'].map((value) => leaf.toUnit(value))).toEqual([0.125, 0.875]);
});

test('refuses what has no order', () => {
  expect(refused(() => ordinal([]))).toMatchInlineSnapshot(
    `"InvalidSpace: ordinal: the list of options is empty; give at least one"`,
  );
  expect(refused(() => ordinal([1, 2, 1]))).toMatchInlineSnapshot(
    `"InvalidSpace: ordinal: 1 is given twice; an order has each value once"`,
  );
  expect(refused(() => ordinal(untyped(3)))).toMatchInlineSnapshot(
    `"InvalidSpace: ordinal: expected an array of options, not 3"`,
  );
  expect(refused(() => ordinal([1, Infinity]))).toMatchInlineSnapshot(
    `"InvalidSpace: ordinal: an option must be a string, a finite number, a boolean or null, not Infinity"`,
  );
});
