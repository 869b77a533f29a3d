import fc from 'fast-check';
import { choice, float, space, type Trial } from 'rxtune';
import {
  type BudgetSampler,
  grid,
  hyperband,
  type HyperbandOptions,
  points,
  type Sampler,
  successiveHalving,
  type SuccessiveHalvingOptions,
} from 'rxtune/samplers';
import { describe, expect, test } from 'vitest';
import { wait } from '../../src/samplers/sampler.ts';
import { completeTrial, course, type Log } from '../../src/testing/budget-study.ts';
import { calm, courses } from './budget-courses.ts';

const line = space({ x: float(0, 1) });
type Line = { readonly x: number };

const groups = <T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> => {
  const map = new Map<K, T[]>();
  for (const item of items) map.set(key(item), [...(map.get(key(item)) ?? []), item]);
  return map;
};

/** The budget that the configuration of a candidate began with: it tells the bracket, in one round. */
function start(logs: readonly Log<Line>[], log: Log<Line>): number {
  const { from, budget = NaN } = log.candidate;
  if (from === undefined) return budget;
  const before = logs.find(({ trial }) => typeof trial === 'object' && trial.number === from.number);
  return before === undefined ? NaN : start(logs, before);
}

/** The numbers of members of each rung, and their budgets, bracket by bracket. */
function tableOf(logs: readonly Log<Line>[]): { counts: number[][]; budgets: number[][] } {
  const brackets = [...groups(logs, (log) => start(logs, log)).values()].map((bracket) =>
    groups(bracket, ({ candidate }) => candidate.budget ?? NaN),
  );
  return {
    counts: brackets.map((rungs) => [...rungs.values()].map(({ length }) => length)),
    budgets: brackets.map((rungs) => [...rungs.keys()]),
  };
}

const run = (options: HyperbandOptions) => course(hyperband(line, options), calm);

describe('hyperband', () => {
  test('has the brackets of the paper: 81 configurations with budget 1 down to 5 with 81', () => {
    const logs = run({ minBudget: 1, maxBudget: 81 });
    expect(tableOf(logs)).toEqual({
      counts: [[81, 27, 9, 3, 1], [34, 11, 3, 1], [15, 5, 1], [8, 2], [5]],
      budgets: [[1, 3, 9, 27, 81], [3, 9, 27, 81], [9, 27, 81], [27, 81], [81]],
    });
  });

  test('runs bracket after bracket when one runs at a time', () => {
    const begins = run({ minBudget: 1, maxBudget: 27 })
      .map(({ candidate: { budget, from } }) => (from === undefined ? budget : undefined))
      .filter((budget) => budget !== undefined);
    expect(begins).toEqual([...begins].sort((a, b) => a - b));
  });

  test('fills free slots with the next bracket while a rung waits', () => {
    const sampler = hyperband(line, { maxBudget: 9 });
    const budgets = Array.from({ length: 9 + 5 + 3 }, () => {
      const candidate = sampler.propose();
      return typeof candidate === 'object' ? candidate.budget : candidate;
    });
    expect(budgets).toEqual([...Array<number>(9).fill(1), ...Array<number>(5).fill(3), 9, 9, 9]);
    expect(sampler.propose()).toBe(wait);
  });

  test('starts anew for each round, with other configurations', () => {
    const once = run({ maxBudget: 9 });
    const twice = run({ maxBudget: 9, rounds: 2 });
    expect(twice).toHaveLength(2 * once.length);
    expect(twice.slice(0, once.length)).toEqual(once);
    const fresh = twice.filter(({ candidate }) => candidate.from === undefined);
    expect(new Set(fresh.map(({ candidate }) => candidate.params.x)).size).toBe(fresh.length);
  });

  test('continues each from its own checkpoint, with the same parameters', () => {
    const logs = run({ minBudget: 1, maxBudget: 27 });
    for (const { candidate } of logs) {
      if (candidate.from === undefined) continue;
      const before = logs.find((log) => completeTrial(log)?.number === candidate.from?.number);
      expect(candidate.from).toEqual({
        number: before && completeTrial(before)?.number,
        budget: before?.candidate.budget,
        checkpoint: { checkpoint: candidate.from.number },
      });
      expect(candidate.params).toEqual(before?.candidate.params);
      expect(candidate.budget).toBe(3 * (before?.candidate.budget ?? NaN));
    }
  });

  test('takes a text that a trial was read with for its checkpoint', () => {
    const sampler = successiveHalving(line, { minBudget: 1, maxBudget: 2, reductionFactor: 2 });
    for (let number = 0; number < 2; number++) {
      const candidate = sampler.propose();
      if (typeof candidate !== 'object') throw new Error('no candidate');
      const { params } = candidate;
      const common = { state: 'complete', number, params, budget: 1, reports: [] } as const;
      sampler.tell({
        ...common,
        value: number,
        loss: number,
        checkpoint: `weights/${number}`,
        startedAt: 0,
        finishedAt: 1,
      });
    }
    expect(sampler.propose()).toMatchObject({ from: { number: 0, checkpoint: 'weights/0' } });
  });
});

describe('successive halving', () => {
  test('is one bracket, of as many configurations as it is told', () => {
    const table = (options: SuccessiveHalvingOptions) =>
      tableOf(course(successiveHalving(line, options), calm));
    expect(table({ minBudget: 1, maxBudget: 27 })).toEqual({
      counts: [[27, 9, 3, 1]],
      budgets: [[1, 3, 9, 27]],
    });
    expect(table({ maxBudget: 6, reductionFactor: 2 })).toEqual({
      counts: [[4, 2, 1]],
      budgets: [[1.5, 3, 6]],
    });
    expect(table({ maxBudget: 4, reductionFactor: 2, configurations: 9 }).counts).toEqual([[9, 4, 2]]);
    expect(table({ maxBudget: 4, minBudget: 4 }).counts).toEqual([[1]]);
  });

  test('lets the best one go all the way, however few there are', () => {
    const few = course(successiveHalving(line, { minBudget: 1, maxBudget: 27, configurations: 2 }), calm);
    expect(tableOf(few).counts).toEqual([[2, 1, 1, 1]]);
  });

  test('spends on each rung about as much', () => {
    const logs = course(successiveHalving(line, { minBudget: 1, maxBudget: 81 }), calm);
    const spent = [...groups(logs, ({ candidate }) => candidate.budget).entries()].map(
      ([budget = NaN, rung]) => budget * rung.length,
    );
    expect(spent).toEqual([81, 81, 81, 81, 81]);
  });

  test('waits for the last of a rung', () => {
    const sampler = successiveHalving(line, { maxBudget: 3 });
    for (let i = 0; i < 3; i++) expect(sampler.propose()).toHaveProperty('budget', 1);
    expect(sampler.propose()).toBe(wait);
  });
});

describe('whatever becomes of its trials, a bracket', () => {
  const samplers: readonly (readonly [string, () => BudgetSampler<Line>])[] = [
    ['of successive halving', () => successiveHalving(line, { minBudget: 1, maxBudget: 27, seed: 1 })],
    ['of hyperband', () => hyperband(line, { minBudget: 1, maxBudget: 27, seed: 1 })],
  ];

  test.each(samplers)('%s promotes exactly the best of each rung, ends, and repeats itself', (_, make) => {
    fc.assert(
      fc.property(courses, (story) => {
        const logs = course(make(), story);
        for (const bracket of groups(logs, (log) => start(logs, log)).values()) {
          const rungs = [...groups(bracket, ({ candidate }) => candidate.budget).values()];
          const first = rungs[0]?.length ?? 0;
          rungs.forEach((rung, i) => {
            const places = Math.max(1, Math.floor(first / 3 ** (i + 1)));
            const best = rung
              .filter((log) => completeTrial(log) !== undefined)
              .sort((a, b) => (completeTrial(a)?.loss ?? 0) - (completeTrial(b)?.loss ?? 0))
              .slice(0, places)
              .map((log) => completeTrial(log)?.number);
            const promoted = (rungs[i + 1] ?? []).map(({ candidate }) => candidate.from?.number);
            const isHighest = rung[0]?.candidate.budget === 27;
            expect(promoted).toEqual(isHighest ? [] : best);
          });
        }
        expect(course(make(), story)).toEqual(logs);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the sampler inside', () => {
  /** Writes down what it hears. */
  function heard(proposals: readonly Line[]): Sampler<Line> & { told: Trial<Line>[]; lost: Line[] } {
    const inner = points(line, proposals);
    const told: Trial<Line>[] = [];
    const lost: Line[] = [];
    return {
      ask: inner.ask,
      tell: (trial) => told.push(trial),
      abandon: (params) => lost.push(params),
      told,
      lost,
    };
  }
  const nine = Array.from({ length: 9 }, (_, i) => ({ x: i / 10 }));

  test('hears of each configuration once: complete with the whole budget, pruned if it was left behind', () => {
    fc.assert(
      fc.property(courses, (story) => {
        const inner = heard(nine);
        const logs = course(
          successiveHalving(() => inner, { maxBudget: 9 }),
          story,
        );
        const ended = [...inner.told.map(({ params }) => params.x), ...inner.lost.map(({ x }) => x)];
        expect(ended.sort()).toEqual(nine.map(({ x }) => x));
        for (const trial of inner.told) if (trial.state === 'complete') expect(trial.budget).toBe(9);
        for (const { trial } of logs)
          if (typeof trial === 'object' && trial.state === 'failed') expect(inner.told).toContain(trial);
      }),
      { numRuns: 60 },
    );
  });

  test('may have fewer configurations than there are places: the brackets are smaller then', () => {
    const inner = points(line, nine.slice(0, 7));
    const logs = course(
      hyperband(() => inner, { maxBudget: 9 }),
      calm,
    );
    expect(tableOf(logs).counts).toEqual([[7, 2, 1]]);
    const finite = space({ a: choice(['x', 'y']), b: choice([1, 2]) });
    expect(
      course(
        hyperband(() => grid(finite), { maxBudget: 3, rounds: Infinity }),
        { ...calm, parallel: 3 },
      ).filter(({ candidate }) => candidate.from === undefined),
    ).toHaveLength(4);
  });

  test('may wait itself', () => {
    let open = 0;
    const pairs: Sampler<Line> = {
      ask: () => (open === 2 ? wait : { x: open++ / 10 }),
      tell: () => open--,
      abandon: () => open--,
    };
    const sampler = successiveHalving(() => pairs, { maxBudget: 9 });
    expect([sampler.propose(), sampler.propose()]).not.toContain(wait);
    expect(sampler.propose()).toBe(wait);
  });
});

describe('options', () => {
  test.each<[unknown, RegExp]>([
    [{}, /hyperband: maxBudget is missing/],
    [{ maxBudget: 0 }, /maxBudget: .*, not 0/],
    [{ maxBudget: 9, minBudget: 10 }, /maxBudget: expected at least minBudget, which is 10, not 9/],
    [{ maxBudget: 9, reductionFactor: 1 }, /reductionFactor: .*, not 1/],
    [{ maxBudget: 9, rounds: 1.5 }, /rounds: expected an integer of at least 1, or Infinity, not 1.5/],
    [{ maxBudget: 9, eta: 3 }, /unknown key eta/],
  ])('are refused: %j', (options, message) => {
    expect(() => hyperband(line, options as HyperbandOptions)).toThrow(message);
  });

  test('a seed is for a space', () => {
    expect(() => hyperband(() => points(line, []), { maxBudget: 9, seed: 1 })).toThrow(
      /hyperband: seed is for a space; give it to the sampler that proposes instead/,
    );
  });
});
