import { describe, expect, test } from 'vitest';
import { afterSteps } from '../../src/pruners/after-steps.ts';
import { allOf } from '../../src/pruners/all-of.ts';
import { anyOf } from '../../src/pruners/any-of.ts';
import type { Pruner } from '../../src/pruners/pruner.ts';
import { complete, verdicts } from './story.ts';

/** Prunes just the given losses, and writes down what it hears. */
function at(losses: readonly number[], heard: unknown[] = []): Pruner {
  return {
    start: () => ({
      report: ({ loss }) => {
        heard.push(loss);
        return losses.includes(loss);
      },
      finish: (trial) => heard.push(trial.state),
    }),
  };
}

describe.each([
  ['allOf', allOf, [false, true, false, false]],
  ['anyOf', anyOf, [true, true, true, false]],
])('%s', (_, combine, expected) => {
  test('combines the verdicts', () => {
    expect(verdicts(combine(at([1, 2]), at([2, 3])).start(), 0, [1, 2, 3, 4])).toEqual(expected);
  });

  test('tells each pruner all', () => {
    const heard: unknown[][] = [[], []];
    const state = combine(at([1], heard[0]), at([2], heard[1])).start();
    verdicts(state, 0, [1, 2, 3]);
    state.finish(complete(0, 3));
    expect(heard).toEqual([
      [1, 2, 3, 'complete'],
      [1, 2, 3, 'complete'],
    ]);
  });

  test('prunes nothing without a pruner', () => {
    expect(verdicts(combine().start(), 0, [1])).toEqual([false]);
  });
});

describe('afterSteps', () => {
  test.each([0, 1, -7])('spares so many steps, counted from %s', (first) => {
    expect(verdicts(afterSteps(2, at([1])).start(), 0, [1, 1, 1, 1], first)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test('tells the pruner all', () => {
    const heard: unknown[] = [];
    const state = afterSteps(2, at([], heard)).start();
    verdicts(state, 0, [1, 2, 3]);
    state.finish(complete(0, 3));
    expect(heard).toEqual([1, 2, 3, 'complete']);
  });

  test('refuses a negative number', () => {
    expect(() => afterSteps(-1, at([]))).toThrow(/afterSteps: .*-1/);
  });
});
