import fc from 'fast-check';
import { choice, float, space } from 'rxtune';
import { bohb, type BohbOptions, tpe } from 'rxtune/samplers';
import { describe, expect, test } from 'vitest';
import { wait } from '../../src/samplers/sampler.ts';
import type { Trial } from '../../src/trial.ts';
import { course } from '../../src/testing/budget-study.ts';
import { calm, courses } from './budget-courses.ts';

const line = space({ x: float(0, 1) });
type Line = { readonly x: number };

/** The fresh configurations of a study of a loss that depends on the budget. */
function fresh(options: Partial<BohbOptions>, loss: (x: number, budget: number) => number): number[] {
  const sampler = bohb(line, { maxBudget: 9, rounds: 12, seed: 1, ...options });
  const found: number[] = [];
  for (let number = 0; ; number++) {
    const candidate = sampler.propose();
    if (candidate === undefined || candidate === wait) return found;
    const { params, budget = NaN, from } = candidate;
    if (from === undefined) found.push(params.x);
    const value = loss(params.x, budget);
    const common = { number, params, budget, reports: [], startedAt: 0, finishedAt: 1 };
    sampler.tell({ ...common, ...(from && { from: from.number }), state: 'complete', value, loss: value });
  }
}

const near = (xs: readonly number[], x: number): number =>
  xs.filter((one) => Math.abs(one - x) < 0.1).length / xs.length;

describe('bohb', () => {
  test('ends and repeats itself, whatever becomes of its trials', () => {
    const make = () => bohb(line, { maxBudget: 27, seed: 1 });
    fc.assert(
      fc.property(courses, (story) => {
        const logs = course(make(), story);
        expect(course(make(), story)).toEqual(logs);
      }),
      { numRuns: 25 },
    );
  });

  test('proposes where results were good', () => {
    const xs = fresh({}, (x) => (x - 0.3) ** 2);
    expect(near(xs.slice(-60), 0.3)).toBeGreaterThan(0.5);
    // Two tenths of the line.
    expect(near(fresh({ randomFraction: 1 }, (x) => (x - 0.3) ** 2).slice(-60), 0.3)).toBeLessThan(0.35);
  });

  test('believes the greatest budget with enough results, not the small ones', () => {
    const xs = fresh({ randomFraction: 0.1 }, (x, budget) => (x - (budget === 9 ? 0.8 : 0.2)) ** 2);
    expect(near(xs.slice(-60), 0.8)).toBeGreaterThan(2 * near(xs.slice(-60), 0.2));
  });

  test('goes on where a finite space has nothing new', () => {
    const finite = space({ a: choice(['x', 'y']), b: choice([1, 2]) });
    expect(course(bohb(finite, { maxBudget: 9, rounds: 2 }), calm)).toHaveLength(2 * 22);
  });

  test.each<[unknown, RegExp]>([
    [{ maxBudget: 9, randomFraction: 2 }, /bohb: randomFraction: .*, not 2/],
    [{ maxBudget: 9, minResults: 1 }, /minResults: .*, not 1/],
    [{}, /maxBudget is missing/],
  ])('refuses %j', (options, message) => {
    expect(() => bohb(line, options as BohbOptions)).toThrow(message);
  });
});

describe('tpe', () => {
  test('waits no more for what was abandoned', () => {
    const trial = (params: Line, number: number): Trial<Line> => {
      const loss = (params.x - 0.5) ** 2;
      return {
        state: 'complete',
        number,
        params,
        value: loss,
        loss,
        reports: [],
        startedAt: 0,
        finishedAt: 1,
      };
    };
    const ask = (sampler: ReturnType<typeof tpe<Line>>): Line => {
      const params = sampler.ask();
      if (params === undefined || params === wait) throw new Error('no candidate');
      return params;
    };
    /** How often it proposes near the best point while many candidates there are running, or given up. */
    const closeness = (abandons: boolean): number => {
      const sampler = tpe(line, { seed: 1 });
      for (let number = 0; number < 30; number++) sampler.tell(trial({ x: (number + 0.5) / 30 }, number));
      const xs = Array.from({ length: 60 }, () => {
        const params = ask(sampler);
        if (abandons) sampler.abandon?.(params);
        return params.x;
      });
      return near(xs, 0.5);
    };
    expect(closeness(true)).toBeGreaterThan(closeness(false));
  });
});
