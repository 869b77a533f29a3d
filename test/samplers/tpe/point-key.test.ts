import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pointKey } from '../../../src/samplers/tpe/point-key.ts';

describe('the key of a point', () => {
  const coordinates = fc.array(fc.constantFrom(0, 0.5, 0.5 + 2 ** -53, NaN, 1), { maxLength: 4 });

  test('is the same for the same coordinates, and for no others', () => {
    fc.assert(
      fc.property(coordinates, coordinates, (a, b) => {
        const isSame = a.length === b.length && a.every((unit, i) => Object.is(unit, b[i]));
        expect(pointKey(Float64Array.from(a)) === pointKey(Float64Array.from(b))).toBe(isSame);
      }),
    );
  });

  test('takes any number of coordinates, all of which count, also those of a part of an array', () => {
    const many = new Float64Array(200_000);
    const key = pointKey(many);
    expect(key).toBe(pointKey(new Float64Array(200_001).subarray(1)));
    many[199_999] = 1e-300;
    expect(pointKey(many)).not.toBe(key);
  });
});
