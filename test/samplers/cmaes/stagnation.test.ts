import { expect, test } from 'vitest';
import { Stagnation } from '../../../src/samplers/cmaes/stagnation.ts';

/** After how many generations it says that the search stands still. */
function generations(best: (i: number) => number, worst: (i: number) => number): number {
  const stagnation = new Stagnation(2, 6);
  for (let i = 1; i <= 200; i++) if (stagnation.note(best(i), worst(i))) return i;
  return Infinity;
}

test('a plateau is noticed after 10 + 30 n / λ generations', () => {
  expect(
    generations(
      () => 1,
      () => 1,
    ),
  ).toBe(20);
  expect(
    generations(
      () => 1 + 1e-14,
      () => 1,
    ),
  ).toBe(20);
  expect(
    generations(
      () => Infinity,
      () => Infinity,
    ),
  ).toBe(20);
});

test('losses that differ within a generation, or from one to the next, are no plateau', () => {
  expect(
    generations(
      () => 1,
      () => 1.001,
    ),
  ).toBe(Infinity);
  expect(
    generations(
      (i) => 1 / i,
      (i) => 1 / i,
    ),
  ).toBe(Infinity);
});

test('an infinite loss equals no finite one', () => {
  expect(
    generations(
      () => 1,
      () => Infinity,
    ),
  ).toBe(Infinity);
  expect(
    generations(
      () => -Infinity,
      () => 1,
    ),
  ).toBe(Infinity);
});
