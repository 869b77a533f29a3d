import fc from 'fast-check';
import { choice, float, space } from 'rxtune';
import { asha, type AshaOptions, grid, type Sampler } from 'rxtune/samplers';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../src/candidate.ts';
import { completeTrial, course, type Log } from '../../src/testing/budget-study.ts';
import { calm, courses } from './budget-courses.ts';

const line = space({ x: float(0, 1) });
type Line = { readonly x: number };

/** The rungs of the paper's examples. */
const paper = { minBudget: 1, reductionFactor: 3 };

/** Algorithm 2, word by word: who would go on now, from which trial, to which budget; undefined for a fresh configuration. */
function promotion(logs: readonly Log<Line>[]): readonly [from: number, budget: number] | undefined {
  for (const budget of [9, 3, 1]) {
    const results = logs
      .filter(({ candidate, trial }) => candidate.budget === budget && typeof trial === 'object')
      .map((log) => ({ log, loss: completeTrial(log)?.loss ?? Infinity }))
      .sort((a, b) => a.loss - b.loss);
    const promoted = new Set(logs.map(({ candidate }) => candidate.from?.number));
    const promotable = results
      .slice(0, Math.floor(results.length / 3))
      .map(({ log }) => completeTrial(log)?.number)
      .filter((number) => number !== undefined && !promoted.has(number));
    if (promotable[0] !== undefined) return [promotable[0], budget * 3];
  }
  return undefined;
}

describe('asha', () => {
  test.each([
    [{ maxBudget: 64 }, 8],
    [{ maxBudget: 27, reductionFactor: 3 }, 3],
    [{ maxBudget: 4 }, 1],
    [{ maxBudget: 1 }, 1 / 8],
  ])('with %j begins at %d: a tenth, if that is not less than one step', (options, budget) => {
    expect(asha(line, options).propose()).toMatchObject({ budget });
  });

  test('is algorithm 2, whatever becomes of its trials and in whatever order', () => {
    fc.assert(
      fc.property(courses, (story) => {
        const expected: (readonly [number, number] | undefined)[] = [];
        const logs = course(asha(line, { ...paper, maxBudget: 27 }), story, {
          most: 80,
          onPropose: (before) => expected.push(promotion(before)),
        });
        logs.forEach(({ candidate: { budget, from } }, i) => {
          expect(from === undefined ? undefined : [from.number, budget]).toEqual(expected[i]);
          if (from === undefined) expect(budget).toBe(1);
        });
        expect(course(asha(line, { ...paper, maxBudget: 27 }), story, { most: 80 })).toEqual(logs);
      }),
      { numRuns: 60 },
    );
  });

  test('never waits', () => {
    const sampler = asha(line, { ...paper, maxBudget: 27 });
    for (let i = 0; i < 100; i++) expect(sampler.propose()).toHaveProperty('budget', 1);
  });

  test('gives brackets their shares of the configurations, each from its own rung on', () => {
    const logs = course(asha(line, { ...paper, maxBudget: 9, brackets: 3 }), calm, { most: 2000 });
    const fresh = logs.filter(({ candidate }) => candidate.from === undefined);
    const share = (budget: number) =>
      fresh.filter(({ candidate }) => candidate.budget === budget).length / fresh.length;
    // 9, 5 and 3 of 17, as in Hyperband.
    expect(share(1)).toBeCloseTo(9 / 17, 1);
    expect(share(3)).toBeCloseTo(5 / 17, 1);
    expect(share(9)).toBeCloseTo(3 / 17, 1);
    // In the second bracket a third goes on to 9; results of the first at budget 3 are not among its own.
    const to9 = logs.filter(({ candidate }) => candidate.budget === 9 && candidate.from !== undefined);
    expect(to9.length / logs.length).toBeLessThan(0.2);
  });

  test('ends when a finite space has no more and nobody is good enough to go on', () => {
    const finite = space({ a: choice(['x', 'y', 'z']), b: choice([1, 2, 3, 4]) });
    const logs = course(
      asha(() => grid(finite), { ...paper, maxBudget: 9 }),
      { ...calm, parallel: 5 },
    );
    const count = (budget: number) => logs.filter(({ candidate }) => candidate.budget === budget).length;
    expect([count(1), count(3), count(9)]).toEqual([
      12,
      expect.toSatisfy((n: number) => n >= 4),
      expect.any(Number),
    ]);
  });

  test('tells the sampler inside of a stop as pruned, and of the whole budget as complete', () => {
    const told: (readonly [state: string, budget: number | undefined])[] = [];
    let x = 0;
    const inner: Sampler<Line> = {
      ask: () => ({ x: x++ / 1000 }),
      tell: ({ state, budget }) => told.push([state, budget]),
    };
    course(
      asha(() => inner, { ...paper, maxBudget: 9 }),
      calm,
      { most: 200 },
    );
    expect(new Set(told.map(String))).toEqual(new Set(['pruned,1', 'complete,9']));
    expect(told.filter(([state]) => state === 'pruned')).toHaveLength(x);
  });

  test('keeps the best stopped configurations of a rung, and no more than it is told', () => {
    const held = new Set<number>();
    const sampler = asha(line, { ...paper, maxBudget: 3, maxPaused: 2 });
    // All start before the first one ends: of twelve, four are good enough, but only two are kept.
    const candidates = Array.from({ length: 12 }, () => sampler.propose() as Candidate<Line>);
    candidates.forEach(({ params, budget = NaN }, number) => {
      const common = { number, params, budget, reports: [], startedAt: 0, finishedAt: 1 };
      sampler.tell({ ...common, state: 'complete', value: -number, loss: -number });
    });
    for (let i = 0; i < 4; i++) {
      const { from } = sampler.propose() as Candidate<Line>;
      if (from !== undefined) held.add(from.number);
    }
    expect([...held]).toEqual([11, 10]);
  });

  test.each<[unknown, RegExp]>([
    [{ maxBudget: 9, brackets: 0 }, /asha: brackets: .*, not 0/],
    [{ maxBudget: 9, maxPaused: 0 }, /maxPaused: .*, not 0/],
    [{ minBudget: 1, maxBudget: 0.5 }, /maxBudget: expected at least minBudget, which is 1, not 0.5/],
  ])('refuses %j', (options, message) => {
    expect(() => asha(line, options as AshaOptions)).toThrow(message);
  });
});
