import { concat, merge, type Observable, of, take, throwError, timer } from 'rxjs';
import { delay, mergeMap } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { Candidate } from '../../src/candidate.ts';
import { memoryJournal } from '../../src/journal/memory-journal.ts';
import { ashaPruner } from '../../src/pruners/asha.ts';
import { generator } from '../../src/math/random.ts';
import * as samplers from '../../src/samplers/index.ts';
import { choice, float, int, space, variant } from '../../src/space/index.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import type { EvaluateOptions } from '../../src/stream/evaluate-options.ts';
import { asha, bohb, hyperband, populationBased, successiveHalving } from '../../src/stream/budget-tuners.ts';
import { auto, cmaes, gp, tpe } from '../../src/stream/learning-tuners.ts';
import type { TrialContext } from '../../src/stream/objective.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { grid, points, random, sobol } from '../../src/stream/tuners.ts';
import type { Trial } from '../../src/trial.ts';
import { Generations, type X } from './helpers.ts';

const net = space({
  lr: float(1e-3, 1, { scale: 'log' }),
  layers: int(1, 3),
  optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: {} }),
  activation: choice(['relu', 'größer']),
});

const small = space({ a: [1, 2, 3], b: ['x', 'y', 'z'] });

/** Proposes what depends on everything it was told, in order, and on nothing else. */
const echo = (): Observable<Candidate<X>> =>
  tuner(
    () => {
      let k = 0;
      let heard = 0;
      return {
        ask: () => ({ x: (k++ * 1000 + heard) / 1e6 }),
        tell: ({ number, state }) => {
          heard = (heard * 31 + number * 7 + state.length) % 997;
        },
      };
    },
    { kind: 'echo' },
  );

const rungs = { minBudget: 1, maxBudget: 4, reductionFactor: 2 };
const fewRungs = { minBudget: 1, maxBudget: 2, reductionFactor: 2, rounds: 3 };

/** Every kind of tuner, and of their joins. */
export const tuners: Readonly<Record<string, (seed: number) => Observable<Candidate<unknown>>>> = {
  random: (seed) => random(net, { seed }),
  'random distinct': (seed) => random(small, { seed, distinct: true }),
  grid: () => grid(small),
  sobol: (seed) => sobol(net, { seed }),
  points: () =>
    points(small, [
      { a: 1, b: 'x' },
      { a: 3, b: 'z' },
    ]),
  gp: (seed) => gp(net, { seed, startup: 4 }),
  tpe: (seed) => tpe(net, { seed, startup: 3 }),
  auto: (seed) => auto(net, { seed, startup: 3 }),
  cmaes: (seed) => cmaes(net, { seed }),
  successiveHalving: (seed) => successiveHalving(net, { ...rungs, seed }),
  hyperband: (seed) => hyperband(net, { ...fewRungs, seed }),
  'asha on tpe': (seed) => asha(() => samplers.tpe(net, { seed, startup: 3 }), rungs),
  bohb: (seed) => bohb(small, { ...fewRungs, seed, minResults: 2 }),
  populationBased: (seed) => populationBased(net, { seed, populationSize: 3, generations: 3, quantile: 0.4 }),
  echo,
  generations: () => tuner(() => new Generations(3)),
  'points, then echo': () => concat(points(small, [{ a: 1, b: 'x' }]), echo().pipe(take(3)), echo()),
  'echo beside random': (seed) => merge(echo(), random(net, { seed })),
};

/** With these all trials take equally long, so that they end in the order of starting. */
const EVEN = 'even';

/**
 * An objective in virtual time: how long it takes, what it gives and whether it fails depends on its parameters alone, and on the checkpoint that it continues.
 */
export function objective(
  params: unknown,
  durations = 'durations',
  { budget, from, checkpoint }: Partial<TrialContext> = {},
  factor = 1,
): Observable<number> {
  const key = JSON.stringify([params, budget, from?.checkpoint]);
  const draw = generator(durations, key);
  const level = generator('levels', key);
  checkpoint?.({ epochs: budget, weights: [level(), level()] });
  const even = durations === EVEN;
  const steps = even ? 2 : 1 + Math.floor(level() * 3);
  const failsAt = level() > 0.15 ? -1 : even ? steps : Math.floor(level() * (steps + 1));
  const pace = Array.from({ length: steps + 1 }, () => factor * (even ? 10 : 1 + Math.floor(draw() * 20)));
  return concat(
    ...Array.from({ length: steps }, (_, i) =>
      of(level() + 1 / (i + 1)).pipe(
        delay(pace[i] ?? 1),
        mergeMap((value) => (i === failsAt ? throwError(() => new RangeError('no memory')) : of(value))),
      ),
    ),
    timer(pace[steps] ?? 1).pipe(
      mergeMap(() => (steps === failsAt ? throwError(() => new Error('late')) : [])),
    ),
  );
}

/** Runs something in virtual time to its end. */
export function virtually<T>(run: () => Observable<T>): T[] {
  const items: T[] = [];
  const failure: { error?: unknown } = {};
  new TestScheduler(() => undefined).run(({ flush }) => {
    run().subscribe({
      next: (item) => items.push(item),
      error: (error: unknown) => {
        failure.error = error;
      },
    });
    flush();
  });
  if ('error' in failure) throw failure.error;
  return items;
}

export interface StudyCase {
  readonly tuner: string;
  readonly trials: number;
  readonly options: EvaluateOptions<'minimize'>;
  readonly durations?: string;
  readonly seed?: number;
}

/** Runs a study on a journal, and gives its trials and what the journal holds then. */
export function runOn(
  text: string,
  { tuner, trials, options, durations, seed = 1 }: StudyCase,
  journalOptions = {},
): { trials: Trial<unknown>[]; text: string; ran: number[] } {
  const journal = memoryJournal(text, journalOptions);
  const ran: number[] = [];
  const make = tuners[tuner];
  if (make === undefined) throw new Error(`no tuner ${tuner}`);
  const finished = virtually(() =>
    make(seed).pipe(
      take(trials),
      evaluate(
        (params, context) => {
          ran.push(context.number);
          return objective(params, durations, context);
        },
        { ...options, journal },
      ),
    ),
  );
  return { trials: finished, text: journal.text, ran };
}

export const pruner = ashaPruner({ reductionFactor: 2 });

/** Every study of which it is known how it ends, wherever it is interrupted: one trial at a time, in the order of trials, and where trials end in their order. */
export const certain = (trials: number): StudyCase[] =>
  Object.keys(tuners).flatMap((tuner) => [
    { tuner, trials, options: { concurrency: 1, pruner } },
    { tuner, trials, options: { concurrency: 4, pruner, order: 'trial' } },
    { tuner, trials, options: { concurrency: 4 }, durations: EVEN },
  ]);

/** How a journal that was cut at any byte opens: what a study finds there, each once. */
export function everyCut(text: string): string[] {
  const bytes = Buffer.from(text);
  const opened = Array.from({ length: bytes.length + 1 }, (_, cut) => {
    const journal = memoryJournal(bytes.toString('utf8', 0, cut));
    journal.open();
    return journal.text;
  });
  return [...new Set(opened)];
}

/** What a trial came to, without the times. */
export const gist = (trials: readonly Trial<unknown>[]): unknown[] =>
  trials
    .map((trial) => ({
      number: trial.number,
      state: trial.state,
      params: trial.params,
      budget: trial.budget,
      from: trial.from,
      reports: trial.reports.map(({ step, value }) => [step, value]),
      value: trial.state === 'failed' ? String(trial.error) : trial.value,
    }))
    .sort((a, b) => a.number - b.number);
