import { expect, test } from 'vitest';
import { bracketOf, hyperbandBrackets } from '../../src/math/brackets.ts';
import { hyperbandPruner } from '../../src/pruners/hyperband.ts';
import { completes, report, verdicts } from './story.ts';

const shares = hyperbandBrackets(2, 18, 3);
const inBracket = (bracket: number): number[] =>
  Array.from({ length: 200 }, (_, number) => number).filter(
    (number) => bracketOf(number, shares) === bracket,
  );

test('each bracket begins a rung later, and knows its own trials only', () => {
  const state = hyperbandPruner({ maxResource: 18 }).start();
  const firsts = [0, 1, 2].map((bracket) => {
    const [good, bad] = inBracket(bracket);
    verdicts(state, good!, Array(18).fill(0));
    return verdicts(state, bad!, Array(18).fill(1)).indexOf(true) + 1;
  });
  expect(firsts).toEqual([2, 6, 18]);
});

test('judges no trial that began before a first one is complete', () => {
  const state = hyperbandPruner().start();
  state.report(report(1, 1, 9));
  completes(state, 0, Array(18).fill(0));
  const bad = inBracket(0).filter((number) => number > 1);
  verdicts(state, bad[0]!, Array(18).fill(0));
  expect(verdicts(state, 1, Array(18).fill(9))).not.toContain(true);
  expect(verdicts(state, bad[1]!, Array(18).fill(9))).toContain(true);
});

test('takes the resource that the first complete trial has used', () => {
  const [auto, given] = [hyperbandPruner(), hyperbandPruner({ maxResource: 20 })].map((pruner) =>
    pruner.start(),
  );
  completes(auto!, 0, Array(20).fill(0));
  for (let number = 1; number < 60; number++) {
    const losses = Array(20).fill(number % 7);
    expect(verdicts(auto!, number, losses)).toEqual(verdicts(given!, number, losses));
  }
});

test('refuses less than one rung', () => {
  expect(() => hyperbandPruner({ maxResource: 1 })).toThrow(
    /maxResource: expected at least minResource, which is 2, not 1/,
  );
});
