import fc from 'fast-check';
import { choice, float, int, ordinal, space, variant, when } from 'rxtune';
import { populationBased, type PopulationBasedOptions } from 'rxtune/samplers';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../src/candidate.ts';
import { wait } from '../../src/samplers/sampler.ts';
import { completeTrial, course, type Log } from '../../src/testing/budget-study.ts';
import { calm, courses } from './budget-courses.ts';

const line = space({ lr: float(1e-4, 1, { scale: 'log' }) });
type Line = { readonly lr: number };

const mixed = space({
  lr: float(1e-4, 1, { scale: 'log' }),
  width: int(8, 64, { step: 8 }),
  size: ordinal(['small', 'medium', 'large']),
  kind: choice(['a', 'b']),
  warm: when({ kind: 'b' }, float(0, 1)),
  optimizer: variant('name', { sgd: { momentum: float(0, 1) }, adam: {} }),
}).where(({ lr, width }) => lr * width < 30, 'too fast');

const options = { populationSize: 5, generations: 4, interval: 2, seed: 1 } as const;

/** Who a candidate continues. */
const source = <P>(logs: readonly Log<P>[], { from }: Candidate<P>): Log<P> | undefined =>
  logs.find(({ trial }) => typeof trial === 'object' && trial.number === from?.number);

describe('population-based training', () => {
  test('makes as many trials as members times generations, each adding an interval to what it continues', () => {
    fc.assert(
      fc.property(courses, (story) => {
        const logs = course(populationBased(line, options), story);
        expect(logs).toHaveLength(20);
        for (const { candidate } of logs) {
          expect(candidate.budget).toBe((candidate.from?.budget ?? 0) + 2);
          if (candidate.from === undefined) continue;
          const before = source(logs, candidate);
          expect(before && completeTrial(before)).toBeDefined();
          expect(candidate.from).toEqual({
            number: candidate.from.number,
            budget: before?.candidate.budget,
            checkpoint: { checkpoint: candidate.from.number },
          });
        }
        expect(course(populationBased(line, options), story)).toEqual(logs);
      }),
      { numRuns: 60 },
    );
  });

  test('goes generation by generation, whatever number runs at once', () => {
    for (const parallel of [1, 3, 5]) {
      const logs = course(populationBased(line, options), { ...calm, parallel });
      const budgets = logs.map(({ candidate }) => candidate.budget ?? NaN);
      budgets.forEach((budget, i) => {
        expect(Math.abs(budget - 2 * (1 + Math.floor(i / 5)))).toBeLessThanOrEqual(parallel === 1 ? 0 : 2);
      });
    }
  });

  test('waits only while every member runs', () => {
    const sampler = populationBased(line, options);
    for (let i = 0; i < 5; i++) expect(sampler.propose()).toHaveProperty('budget', 2);
    expect(sampler.propose()).toBe(wait);
  });

  test('lets the worst go on from the best with its parameters moved, and the others by themselves', () => {
    const logs = course(populationBased(line, { ...options, resampleProbability: 0 }), calm);
    for (let generation = 1; generation < 4; generation++) {
      const before = logs.slice(5 * (generation - 1), 5 * generation);
      const ranked = before.map((log) => completeTrial(log)).sort((a, b) => (a?.loss ?? 0) - (b?.loss ?? 0));
      const [best] = ranked;
      const worst = ranked.at(-1);
      const froms = logs
        .slice(5 * generation, 5 * (generation + 1))
        .map(({ candidate }) => candidate.from?.number);
      // One of five is the worst fifth.
      expect(froms).not.toContain(worst?.number);
      expect(froms.filter((number) => number === best?.number)).toHaveLength(2);
    }
    for (const { candidate } of logs) {
      const before = source(logs, candidate);
      if (before === undefined) continue;
      const factor = candidate.params.lr / before.candidate.params.lr;
      expect([0.8, 1, 1.2].some((one) => Math.abs(one - factor) < 1e-9) || candidate.params.lr === 1).toBe(
        true,
      );
    }
  });

  test('lets a failed member go on from one of the best', () => {
    const sampler = populationBased(line, { populationSize: 2, generations: 2 });
    const [a, b] = [sampler.propose(), sampler.propose()] as [Candidate<Line>, Candidate<Line>];
    const common = { reports: [], startedAt: 0, finishedAt: 1 };
    sampler.tell({ ...common, ...a, number: 0, state: 'failed', error: new Error() } as never);
    sampler.tell({ ...common, ...b, number: 1, state: 'complete', value: 1, loss: 1 } as never, 'b');
    expect([sampler.propose(), sampler.propose()]).toEqual([
      expect.objectContaining({ from: { number: 1, budget: 1, checkpoint: 'b' } }),
      expect.objectContaining({ from: { number: 1, budget: 1, checkpoint: 'b' }, params: b.params }),
    ]);
  });

  test('stays in the space and keeps its constraints, whatever is moved or comes to be there', () => {
    const logs = course(populationBased(mixed, { populationSize: 6, generations: 30, quantile: 0.5 }), calm);
    const changed = new Set<string>();
    for (const { candidate } of logs) {
      expect(mixed.parse(candidate.params)).toEqual(candidate.params);
      expect(mixed.allows(candidate.params)).toBe(true);
      const before = source(logs, candidate)?.candidate.params;
      for (const key of ['lr', 'width', 'size', 'kind', 'warm', 'optimizer'] as const)
        if (before !== undefined && JSON.stringify(before[key]) !== JSON.stringify(candidate.params[key]))
          changed.add(key);
    }
    expect([...changed].sort()).toEqual(['kind', 'lr', 'optimizer', 'size', 'warm', 'width']);
  });

  test('moves by one step at least, to neighbours, and never beyond the bounds', () => {
    const steps = space({ n: int(1, 3), size: ordinal([1, 2, 4, 8]) });
    const logs = course(
      populationBased(steps, { populationSize: 4, generations: 40, quantile: 0.5, resampleProbability: 0 }),
      calm,
    );
    for (const { candidate } of logs) {
      const before = source(logs, candidate)?.candidate.params;
      if (before === undefined) continue;
      expect(Math.abs(candidate.params.n - before.n)).toBeLessThanOrEqual(1);
      expect(Math.abs(Math.log2(candidate.params.size / before.size))).toBeLessThanOrEqual(1);
    }
  });

  test('leaves fixed parameters as they are', () => {
    const logs = course(
      populationBased(mixed, { populationSize: 4, generations: 20, quantile: 0.5, fixed: ['width', 'kind'] }),
      calm,
    );
    for (const { candidate } of logs) {
      const before = source(logs, candidate)?.candidate.params;
      expect([candidate.params.width, candidate.params.kind]).toEqual([
        before?.width ?? candidate.params.width,
        before?.kind ?? candidate.params.kind,
      ]);
    }
  });

  test('finds a schedule that no fixed value has', () => {
    // Each interval the best rate halves; the loss is what was missed so far, so it pays to follow.
    const missed = new Map<number, number>();
    const sampler = populationBased(line, { populationSize: 10, generations: 12, seed: 3 });
    let best = Infinity;
    for (let number = 0; ; number++) {
      const candidate = sampler.propose();
      if (candidate === undefined || candidate === wait) break;
      const { params, budget = NaN, from } = candidate;
      const loss =
        (missed.get(from?.number ?? -1) ?? 0) + Math.abs(Math.log2(params.lr / (0.5 * 0.8 ** budget)));
      missed.set(number, loss);
      if (budget === 12) best = Math.min(best, loss);
      const common = { number, params, budget, reports: [], startedAt: 0, finishedAt: 1 };
      sampler.tell({ ...common, ...(from && { from: from.number }), state: 'complete', value: loss, loss });
    }
    // Whoever stays at one rate misses 0.32 * (0 + 1 + 2 + ...) at least: 11.6 in the best case.
    expect(best).toBeLessThan(9);
  });

  test.each<[unknown, RegExp]>([
    [{ populationSize: 1 }, /populationBased: populationSize: .*, not 1/],
    [{ quantile: 0.6 }, /quantile: .*, not 0.6/],
    [{ fixed: ['depth'] }, /fixed names "depth", which is no parameter of the space \(lr\)/],
    [{ intervals: 1 }, /unknown key intervals/],
  ])('refuses %j', (wrong, message) => {
    expect(() => populationBased(line, wrong as PopulationBasedOptions)).toThrow(message);
  });
});
