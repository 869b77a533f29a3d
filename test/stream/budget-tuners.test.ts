import { filter, lastValueFrom, map, type Observable, take, tap, timer, toArray } from 'rxjs';
import {
  asha,
  bohb,
  buildTuner,
  type Candidate,
  evaluate,
  float,
  hyperband,
  mapParams,
  populationBased,
  space,
  successiveHalving,
  thresholdPruner,
} from 'rxtune';
import { sobol } from 'rxtune/samplers';
import { describe, expect, it } from 'vitest';
import { generator } from '../../src/math/random.ts';
import { marbles } from '../../src/testing/marbles.ts';
import { alive, collectGarbage } from '../garbage.ts';

const line = space({ x: float(0, 1) });
type Line = { readonly x: number };

const tuners: readonly (readonly [name: string, trials: number, make: () => Observable<Candidate<Line>>])[] =
  [
    ['successiveHalving', 40, () => successiveHalving(line, { minBudget: 1, maxBudget: 27 })],
    ['hyperband', 69, () => hyperband(line, { minBudget: 1, maxBudget: 27 })],
    ['hyperband with sobol', 69, () => hyperband(() => sobol(line), { minBudget: 1, maxBudget: 27 })],
    ['bohb', 69, () => bohb(line, { minBudget: 1, maxBudget: 27 })],
    ['asha', 60, () => asha(line, { reductionFactor: 3, minBudget: 1, maxBudget: 27 }).pipe(take(60))],
    ['populationBased', 40, () => populationBased(line, { populationSize: 8, generations: 5 })],
  ];

describe.each(tuners)('%s', (name, count, make) => {
  it('continues trials through evaluate, several at a time', async () => {
    const states = new Map<number, number>();
    const trials = await lastValueFrom(
      make().pipe(
        evaluate(
          async ({ x }, { number, budget = 0, from, checkpoint }) => {
            for (let i = 0; i < Math.floor(17 * x); i++) await Promise.resolve();
            if (from !== undefined) expect(from.checkpoint).toBe(states.get(from.number));
            states.set(number, 1000 + number);
            checkpoint(1000 + number);
            return x / budget;
          },
          { concurrency: 5 },
        ),
        toArray(),
      ),
    );
    expect(trials).toHaveLength(count);
    expect(trials.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(trials.some(({ from }) => from !== undefined)).toBe(true);
  });

  it('never stalls, whatever fails, is pruned, filtered out, or renamed on the way', async () => {
    const random = generator(name, 'trouble');
    const trials = await lastValueFrom(
      make().pipe(
        filter(() => random() < 0.8),
        mapParams(({ x }) => ({ y: x })),
        evaluate(
          function* ({ y }) {
            yield random();
            if (random() < 0.3) throw new Error('no memory');
            yield y;
          },
          { concurrency: 3, pruner: thresholdPruner({ upper: 0.8 }) },
        ),
        toArray(),
      ),
    );
    expect(trials.length).toBeGreaterThan(10);
    expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(['complete', 'pruned', 'failed']));
  });
});

describe('rungs in time', () => {
  it('are marbles: three with budget 1, of which the best goes on when the last has ended', () => {
    marbles(({ expectObservable }) => {
      const trials = successiveHalving(line, { maxBudget: 3, seed: 1 }).pipe(
        evaluate((_, { number, budget = 1 }) => timer([1, 4, 2][number] ?? budget).pipe(map(() => number)), {
          concurrency: 3,
        }),
        map(({ number, from }) => `${number}${from ?? ''}`),
      );
      expectObservable(trials).toBe('-ac-b--(d|)', { a: '0', b: '1', c: '2', d: '30' });
    });
  });

  it('of asha wait for nobody', () => {
    marbles(({ expectObservable }) => {
      const trials = asha(line, { reductionFactor: 3, maxBudget: 3, seed: 1 }).pipe(
        take(5),
        // The first one hangs; the others go on, and the fifth is the best of three.
        evaluate((_, { number }) => timer(number === 0 ? 20 : 1).pipe(map(() => number)), { concurrency: 2 }),
        map(({ number, from }) => `${number}${from ?? ''}`),
      );
      expectObservable(trials).toBe('-abcd---------------(e|)', {
        a: '1',
        b: '2',
        c: '3',
        d: '41',
        e: '0',
      });
    });
  });
});

describe('checkpoints in memory', () => {
  /** The most that were alive at any of some moments. */
  async function most(candidates: Observable<Candidate<Line>>): Promise<number> {
    const states: WeakRef<object>[] = [];
    let peak = 0;
    await lastValueFrom(
      candidates.pipe(
        evaluate(
          async ({ x }, { number, budget = 1, checkpoint }) => {
            const state = { weights: new Float64Array(100) };
            states.push(new WeakRef(state));
            checkpoint(state);
            if (number % 100 === 99) {
              await collectGarbage();
              peak = Math.max(peak, alive(states));
            }
            return x / budget;
          },
          { concurrency: 2 },
        ),
        // Keeps every trial.
        toArray(),
        tap(({ length }) => {
          expect(length).toBeGreaterThan(200);
        }),
      ),
    );
    return peak;
  }

  it('are those of the best of a rung, with hyperband', async () => {
    // The first rung has 81 members: 27 go on, and 9 of those.
    expect(await most(hyperband(line, { minBudget: 1, maxBudget: 81, rounds: 3 }))).toBeLessThan(27 + 9 + 10);
  });

  it('are those of stopped trials that may go on, with asha', async () => {
    const peak = await most(
      asha(line, { reductionFactor: 3, minBudget: 1, maxBudget: 27, maxPaused: 10 }).pipe(take(1500)),
    );
    expect(peak).toBeLessThan(3 * 10 + 10);
  });

  it('are two a member, with populations', async () => {
    const population = populationBased(line, { populationSize: 10, generations: 50 });
    expect(await most(population)).toBeLessThan(2 * 10 + 10);
  });
});

it('buildTuner makes them all', async () => {
  const count = (config: unknown) =>
    lastValueFrom(
      buildTuner(config, line).pipe(
        evaluate(({ x }, { budget }) => x / (budget ?? NaN)),
        toArray(),
        map(({ length }) => length),
      ),
    );
  expect(await count({ kind: 'hyperband', maxBudget: 9, seed: 1 })).toBe(9 + 3 + 1 + 5 + 1 + 3);
  expect(await count({ kind: 'bohb', maxBudget: 9, rounds: 2 })).toBe(2 * 22);
  expect(await count({ kind: 'successiveHalving', maxBudget: 9, configurations: 3 })).toBe(5);
  expect(await count({ kind: 'asha', maxBudget: 9, brackets: 2, maxTrials: 7 })).toBe(7);
  expect(await count({ kind: 'populationBased', populationSize: 2, generations: 3 })).toBe(6);
});
