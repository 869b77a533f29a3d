import { expect, test } from 'vitest';
import { TwoViewRung } from '../../src/pruners/two-view-rung.ts';

test('keeps the best share by either view, ties and the first', () => {
  const rung = new TwoViewRung(0.5, Math.floor);
  expect(rung.enter(5, 5)).toBe(true);
  expect(rung.enter(6, 6)).toBe(false);
  expect(rung.enter(5, 7)).toBe(true);
  expect(rung.enter(9, 4)).toBe(true);
  expect(rung.enter(8, 8)).toBe(false);
});
