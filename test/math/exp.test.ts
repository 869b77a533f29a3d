import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expOfNegative } from '../../src/math/exp.ts';

test('expOfNegative is exp to a relative error of 1e-15', () => {
  expect(expOfNegative(0)).toBe(1);
  for (const x of [-40, -1 / 64, -3 / 64, -36.015625])
    expect(Math.abs(expOfNegative(x) / Math.exp(x) - 1)).toBeLessThan(1e-15);
  fc.assert(
    fc.property(fc.double({ min: -40, max: 0, noNaN: true }), (x) => {
      expect(Math.abs(expOfNegative(x) / Math.exp(x) - 1)).toBeLessThan(1e-15);
    }),
    { numRuns: 2000 },
  );
});
