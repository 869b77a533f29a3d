import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lastValueFrom, type Observable, take, toArray } from 'rxjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { optunaJournal } from '../../src/node/optuna-journal.ts';
import { readOptunaJournal } from '../../src/node/optuna-read.ts';
import { thresholdPruner } from '../../src/pruners/index.ts';
import {
  choice,
  constant,
  float,
  int,
  list,
  ordinal,
  type Params,
  space,
  variant,
  when,
} from '../../src/space/index.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { gp } from '../../src/stream/learning-tuners.ts';
import { track } from '../../src/stream/track.ts';
import { trialEvents } from '../../src/stream/trial-events.ts';
import { random } from '../../src/stream/tuners.ts';
import type { Score, Trial, TrialEvent } from '../../src/trial.ts';
import { OptunaBridge, programs, type ToldStudy, type ToldTrial } from './optuna-programs.ts';

const net = space({
  lr: float(1e-5, 1e-1, { scale: 'log' }),
  dropout: float(0, 0.5, { step: 0.1 }),
  temperature: float(0.1, 1.1, { scale: 'log', step: 0.1 }),
  batch: int(16, 256, { step: 16 }),
  patience: int(1, 9, { scale: 'log', step: 2 }),
  units: list(int(4, 128, { scale: 'log' }), 1, 3),
  activation: choice(['relu', null, true, 2, 0.5, 'größe "2"']),
  optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: {} }),
  size: ordinal([16, 64]),
  warmup: when({ size: 64 }, int(0, 3)),
  epochs: constant(3),
});
const pair = space({ x: float(-1, 1), n: int(0, 9) });

const all = <T>(items: Observable<T>): Promise<T[]> => lastValueFrom(items.pipe(toArray()));
const finishedOf = <P, S extends Score>(events: readonly TrialEvent<P, S>[]): Trial<P, S>[] =>
  events
    .flatMap((event) => (event.type === 'finished' ? [event.trial] : []))
    .sort((a, b) => a.number - b.number);

/** A study with trials of each state, one of which is still running. */
async function writeNet(path: string): Promise<Trial<Params<typeof net>>[]> {
  const events = random(net, { seed: 1 }).pipe(
    take(25),
    trialEvents(
      function* ({ units }, { number }) {
        if (number === 3) throw new RangeError('no memory');
        for (let epoch = 1; epoch <= 3; epoch++) yield number === 5 ? NaN : (units[0] ?? 0);
        return (units[0] ?? 0) / 3 + number;
      },
      { direction: 'maximize', pruner: thresholdPruner({ upper: 100 }) },
    ),
    track([optunaJournal(path, { space: net, studyName: 'net', direction: 'maximize' })]),
  );
  return finishedOf(await all(events));
}

async function writePair(path: string): Promise<Trial<Params<typeof pair>, readonly number[]>[]> {
  const directions = ['minimize', 'maximize'] as const;
  const events = random(pair, { seed: 2 }).pipe(
    take(12),
    trialEvents(async ({ x, n }) => Promise.resolve([x, n]), { direction: directions, concurrency: 3 }),
    track([optunaJournal(path, { space: pair, studyName: 'pair', direction: directions })]),
  );
  return finishedOf(await all(events));
}

const states = { complete: 'complete', pruned: 'pruned', failed: 'fail' } as const;

/** What Optuna must tell of a trial of ours. */
function expected<P>({ number, state, ...trial }: Trial<P, Score>): Partial<ToldTrial> {
  const value = state === 'failed' || !('value' in trial) ? undefined : [trial.value].flat();
  return {
    number,
    state: states[state],
    contained: true,
    values: value?.every((score) => Number.isFinite(score)) === true ? value : null,
    reports: trial.reports.flatMap(({ step, value }) =>
      typeof value === 'number' ? [[step, Number.isNaN(value) ? 'nan' : pythonRepr(value)] as const] : [],
    ),
    attributes: state === 'failed' && 'error' in trial ? { error: String(trial.error) } : {},
    seconds: (trial.finishedAt - trial.startedAt) / 1000,
  };
}

const pythonRepr = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

describe.each(programs.map((program) => [program.name, program] as const))('%s', (_, program) => {
  const { missing } = program;
  if (missing !== undefined) {
    test('is here', ({ skip }) => {
      skip(missing);
    });
    return;
  }

  let folder: string;
  let optuna: OptunaBridge;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rxtune-optuna-'));
    optuna = new OptunaBridge(program);
    return async () => {
      await optuna.end();
      rmSync(folder, { recursive: true, force: true });
    };
  });

  describe('reads our journal', () => {
    let path: string;
    let ours: Trial<Params<typeof net>>[];
    let pairs: Trial<Params<typeof pair>, readonly number[]>[];
    let told: ToldStudy[];
    beforeAll(async () => {
      path = join(folder, 'ours.log');
      ours = await writeNet(path);
      pairs = await writePair(path);
      told = await optuna.read(path);
    });

    test('and finds the studies', () => {
      expect(told.map(({ name, directions }) => [name, directions])).toEqual([
        ['net', ['maximize']],
        ['pair', ['minimize', 'maximize']],
      ]);
    });

    test('and finds the same trials, states, values, reports and errors', () => {
      expect(new Set(ours.map(({ state }) => state)).size).toBe(3);
      expect(told[0]?.trials).toMatchObject(ours.map(expected));
      expect(told[1]?.trials).toMatchObject(pairs.map(expected));
    });

    test('and finds the same parameters, of the right types', () => {
      const [study] = told;
      const types = new Map<string, Set<string>>();
      for (const { params } of study?.trials ?? []) {
        for (const [name, [type]] of Object.entries(params))
          types.set(name, (types.get(name) ?? new Set()).add(type));
      }
      expect(Object.fromEntries([...types].map(([name, found]) => [name, [...found].sort().join()]))).toEqual(
        {
          lr: 'float',
          dropout: 'float',
          temperature: 'float',
          batch: 'int',
          patience: 'int',
          'units.length': 'int',
          'units[0]': 'int',
          'units[1]': 'int',
          'units[2]': 'int',
          activation: 'NoneType,bool,float,int,str',
          'optimizer.kind': 'str',
          'optimizer.sgd.momentum': 'float',
          size: 'int',
          warmup: 'int',
          epochs: 'int',
        },
      );
      for (const [i, { params }] of ours.entries()) {
        const { lr, units, activation, optimizer, warmup } = params;
        const found = study?.trials[i]?.params ?? {};
        expect(found['lr']?.[1]).toBe(lr);
        expect(found['activation']?.[1]).toBe(activation);
        expect(found['units.length']?.[1]).toBe(units.length);
        expect(found['units[2]']?.[1]).toBe(units[2]);
        expect(found['optimizer.sgd.momentum']?.[1]).toBe(
          optimizer.kind === 'sgd' ? optimizer.momentum : undefined,
        );
        expect(found['warmup']?.[1]).toBe(warmup);
      }
    });

    test('and finds the same best trials', () => {
      const complete = ours.flatMap((trial) => (trial.state === 'complete' ? [trial] : []));
      const best = complete.reduce((a, b) => (b.value > a.value ? b : a));
      expect(told[0]?.best).toEqual([best.number]);
      const losses = pairs.flatMap((trial) => (trial.state === 'complete' ? [trial.loss] : []));
      const front = losses.flatMap((one, i) =>
        losses.some((other) => other !== one && other.every((loss, j) => loss <= (one[j] ?? 0))) ? [] : [i],
      );
      expect(told[1]?.best).toEqual(front);
    });
  });

  test('goes on with our study, and we with theirs', async () => {
    const path = join(folder, 'turns.log');
    const x = space({ x: float(0.1, 1, { scale: 'log' }), kind: choice(['a', 'b']) });
    const study = (count: number, onExisting: 'refuse' | 'append'): Promise<unknown> =>
      all(
        random(x, { seed: count }).pipe(
          take(count),
          trialEvents(({ x }) => x),
          track([optunaJournal(path, { space: x, studyName: 'net', onExisting })]),
        ),
      );
    await study(3, 'refuse');
    const params = await optuna.goOn(path);
    await study(2, 'append');
    const trials = await all(readOptunaJournal(path, x));
    expect(trials.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(trials[3]).toMatchObject({ state: 'complete', value: 1000, params });
    const [told] = await optuna.read(path);
    expect(told?.trials).toMatchObject(
      trials.map((trial) => ({ ...expected(trial), seconds: expect.anything() as number })),
    );
  });

  describe('writes a journal that we read', () => {
    let path: string;
    let told: ToldStudy[];
    beforeAll(async () => {
      path = join(folder, 'theirs.log');
      told = await optuna.make(path);
    });
    const trialsOf = (name: string): readonly ToldTrial[] =>
      told.find((study) => study.name === name)?.trials ?? [];

    const training = space({
      optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: {} }),
      lr: float(1e-5, 1e-1, { scale: 'log' }),
      dropout: float(0, 0.5, { step: 0.1 }),
      batch: int(16, 256, { step: 16 }),
      units: list(int(4, 128, { scale: 'log' }), 1, 3),
    });
    const names = {
      'optimizer.kind': 'optimizer',
      'optimizer.sgd.momentum': 'momentum',
      'units.length': 'n_layers',
      'units[0]': 'n_units_l0',
      'units[1]': 'n_units_l1',
      'units[2]': 'n_units_l2',
    };

    test('with conditional parameters, pruned and failed trials', async () => {
      const options = { studyName: 'training', names };
      const trials = await all(readOptunaJournal(path, training, options));
      const theirs = trialsOf('training').filter(({ state }) => state !== 'waiting');
      expect(theirs.map(({ state }) => state)).toEqual(trials.map(({ state }) => states[state]));
      expect(new Set(trials.map(({ state }) => state)).size).toBe(3);
      for (const [i, trial] of trials.entries()) {
        const { params, values, reports, seconds } = theirs[i] ?? {};
        expect(Object.values(params ?? {}).map(([, value]) => value)).toEqual(
          [
            trial.params.optimizer.kind,
            trial.params.lr,
            // Here a step leaves no trace of binary arithmetic.
            expect.closeTo(trial.params.dropout, 12),
            trial.params.batch,
            trial.params.units.length,
            ...trial.params.units,
            trial.params.optimizer.kind === 'sgd' ? trial.params.optimizer.momentum : [],
          ].flat(),
        );
        expect(trial.reports.map(({ step, value }) => [step, pythonRepr(value)])).toEqual(reports);
        if (trial.state !== 'failed')
          expect([trial.value, trial.loss]).toEqual([values?.[0], -(values?.[0] ?? 0)]);
        expect((trial.finishedAt - trial.startedAt) / 1000).toBeCloseTo(seconds ?? NaN, 2);
        expect(Math.abs(Date.now() - trial.startedAt)).toBeLessThan(300_000);
      }
      // What learns can start from it.
      const [candidate] = await all(
        gp(training, { seed: 1, history: readOptunaJournal(path, training, options) }).pipe(take(1)),
      );
      expect(training.allows(candidate?.params ?? expect.fail('no candidate'))).toBe(true);
    });

    test.each(['two', 'copied'])('with several objectives: %s', async (studyName) => {
      const trials = await all(readOptunaJournal(path, pair, { studyName, objectives: 2 }));
      expect(trials).toHaveLength(5);
      expect(trials).toMatchObject(
        trialsOf(studyName).map(({ values, params }) => ({
          state: 'complete',
          value: values,
          loss: [values?.[0], 0 - (values?.[1] ?? NaN)],
          params: { x: params['x']?.[1], n: params['n']?.[1] },
        })),
      );
    });

    test('with trials that have no parameters, no value, or an infinite one', async () => {
      const trials = await all(readOptunaJournal(path, space({ x: float(0, 1) }), { studyName: 'early' }));
      expect(trials.map(({ number, state }) => [number, state])).toEqual([
        [2, 'complete'],
        [3, 'pruned'],
        [4, 'failed'],
      ]);
      expect(trials[1]).toMatchObject({ value: NaN, loss: NaN, reports: [{ step: 0, value: NaN }] });
    });

    test('without what Optuna itself leaves out', async () => {
      const changed = space({ c: choice(['a', null, true, 2, 0.5]) });
      const trials = await all(readOptunaJournal(path, changed, { studyName: 'changed' }));
      const theirs = trialsOf('changed');
      expect(theirs.at(-1)).toMatchObject({ state: 'fail', params: {} });
      expect(trials.map(({ params }) => params.c)).toEqual(
        theirs.slice(0, -1).map(({ params }) => params['c']?.[1]),
      );
    });

    test('but not what was deleted', async () => {
      await expect(all(readOptunaJournal(path, pair, { studyName: 'deleted' }))).rejects.toThrow(
        /no study "deleted"; it has "training", "two", "copied", "early", "changed"$/,
      );
    });
  });

  test('writes to the same file at the same time', async () => {
    const path = join(folder, 'both.log');
    const x = space({ x: float(0, 1) });
    const working = optuna.work(path);
    while (!existsSync(path)) await setTimeout(1);
    const events = random(x, { seed: 3 }).pipe(
      take(100),
      trialEvents(async ({ x }) => setTimeout(1, x), { concurrency: 4 }),
      track([optunaJournal(path, { space: x, studyName: 'ours' })]),
    );
    const ours = finishedOf(await all(events));
    await working;
    const [first, second] = await optuna.read(path);
    expect(first?.trials).toMatchObject(ours.map(expected));
    expect(second?.trials.map(({ state }) => state)).toEqual(Array(40).fill('complete'));
    const theirs = await all(readOptunaJournal(path, x, { studyName: 'worker' }));
    expect(theirs.map(({ params }) => params.x)).toEqual(
      second?.trials.map(({ params }) => params['x']?.[1]),
    );
  });
});
