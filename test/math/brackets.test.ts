import { expect, test } from 'vitest';
import { bracketOf, hyperbandBrackets } from '../../src/math/brackets.ts';

test('as many brackets as rungs fit, exactly at powers', () => {
  expect(hyperbandBrackets(1, 243, 3)).toHaveLength(6);
  expect(hyperbandBrackets(1, 242, 3)).toHaveLength(5);
  expect(hyperbandBrackets(5, 5, 3)).toEqual([1]);
  expect(hyperbandBrackets(5, 1, 3)).toEqual([1]);
});

test('every bracket has some of the first few dozen trials', () => {
  const shares = hyperbandBrackets(1, 81, 3);
  const found = new Set(Array.from({ length: 64 }, (_, number) => bracketOf(number, shares)));
  expect(found).toEqual(new Set([0, 1, 2, 3, 4]));
});
