import { expect, it } from 'vitest';
import { rational } from '../../src/math/rational.ts';

it('rational divides two polynomials, highest power first', () => {
  // (2x² + 3x + 5) / (x² + 7) at 10 and at 0.
  expect(rational(10, [2, 3, 5], [1, 0, 7])).toBe(235 / 107);
  expect(rational(0, [2, 3, 5], [1, 0, 7])).toBe(5 / 7);
});
