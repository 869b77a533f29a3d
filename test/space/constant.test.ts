import { expect, test } from 'vitest';
import { constant, float, space } from '../../src/space/index.ts';
import { refused, untyped } from './refused.ts';

test('is part of every candidate', () => {
  const net = space({ lr: float(0, 1), epochs: constant(10), note: constant(null) });
  expect(net.decode([0.5, 0.9, 0.1])).toEqual({ lr: 0.5, epochs: 10, note: null });
  expect(net.encode({ lr: 0.5, epochs: 10, note: null })).toEqual(new Float64Array([0.5, 0.5, 0.5]));
  expect(space({ epochs: constant(10) }).size).toBe(1);
});

test('refuses another value', () => {
  const net = space({ epochs: constant(10) });
  expect(refused(() => net.parse({ epochs: 11 }))).toMatchInlineSnapshot(
    `"InvalidParameter: epochs: expected 10, not 11"`,
  );
  expect(refused(() => net.parse({}))).toMatchInlineSnapshot(
    `"MissingParameter: epochs is missing: expected 10"`,
  );
});

test('refuses what JSON has no word for', () => {
  expect(refused(() => constant(NaN))).toMatchInlineSnapshot(
    `"InvalidSpace: constant: an option must be a string, a finite number, a boolean or null, not NaN"`,
  );
  expect(refused(() => constant(untyped([1, 2])))).toMatchInlineSnapshot(
    `"InvalidSpace: constant: an option must be a string, a finite number, a boolean or null, not [1,2]; name the alternatives and look the object up, or use variant"`,
  );
  expect(refused(() => constant(untyped(undefined)))).toMatchInlineSnapshot(
    `"InvalidSpace: constant: an option must be a string, a finite number, a boolean or null, not undefined"`,
  );
});
