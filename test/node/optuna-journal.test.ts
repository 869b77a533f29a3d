import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EMPTY, from, lastValueFrom, NEVER, of, Subject, take, toArray } from 'rxjs';
import { beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { type OptunaJournalOptions, optunaJournal } from '../../src/node/optuna-journal.ts';
import { readOptunaJournal } from '../../src/node/optuna-read.ts';
import { thresholdPruner } from '../../src/pruners/index.ts';
import { choice, float, int, list, space, variant } from '../../src/space/index.ts';
import { track, type Tracker } from '../../src/stream/track.ts';
import { trialEvents } from '../../src/stream/trial-events.ts';
import { random } from '../../src/stream/tuners.ts';
import type { Direction, Score, Trial, TrialEvent } from '../../src/trial.ts';
import { tempFolder } from './temp-folder.ts';
import { completeTrial, failedTrial, prunedTrial } from './trials.ts';

const net = space({
  lr: float(1e-5, 1, { scale: 'log' }),
  units: list(int(1, 64), 1, 2),
  optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: {} }),
});
const sgd = { lr: 0.1, units: [64, 32], optimizer: { kind: 'sgd', momentum: 1 } } as const;
const adam = { lr: 1, units: [1], optimizer: { kind: 'adam' } } as const;
const x = space({ x: float(0, 1) });
type X = { readonly x: number };

let path: string;
beforeEach(() => {
  path = join(tempFolder(), 'a/optuna.log');
});

const lines = (): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .replaceAll(/rxtune-[0-9a-f-]{36}/g, 'WORKER')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line.replaceAll('NaN', '"NaN"')) as Record<string, unknown>);

/** What happens to a trial, in a row. */
function eventsOf<P>(...trials: readonly Trial<P, Score>[]): TrialEvent<P, Score>[] {
  return trials.flatMap((trial) => [
    { type: 'started' as const, number: trial.number, params: trial.params, at: trial.startedAt },
    ...trial.reports.map((report) => ({
      type: 'reported' as const,
      number: trial.number,
      params: trial.params,
      report,
    })),
    { type: 'finished' as const, trial },
  ]);
}

const write = <E>(tracker: Tracker<E>, events: readonly E[]): Promise<unknown> =>
  lastValueFrom(from(tracker(from(events))), { defaultValue: undefined });

const writeX = (
  trials: readonly Trial<X>[],
  options: Partial<OptunaJournalOptions<X>> = {},
): Promise<unknown> =>
  write(
    optunaJournal<X, Direction>(path, { space: x, studyName: 'x', ...options }),
    eventsOf(...trials) as TrialEvent<X>[],
  );

const read = (studyName = 'x'): Promise<Trial<X>[]> =>
  lastValueFrom(readOptunaJournal(path, x, { studyName }).pipe(toArray()));

const complete = (number: number): Trial<X> => completeTrial(number, { x: number / 10 }, number);
const errorOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => String(error).replaceAll(path, 'PATH'),
  );

describe('writes', () => {
  test('a study as Optuna does', async () => {
    const reports = [
      { step: 1, value: 0.5, at: 1 },
      { step: 2, value: NaN, at: 2 },
    ];
    const times = {
      startedAt: new Date(2026, 0, 2, 3, 4, 5, 678).getTime(),
      finishedAt: new Date(2026, 6, 2, 3, 4, 5).getTime(),
    };
    const pruned = { ...prunedTrial(1, adam, NaN), ...times, reports };
    const failed = { ...failedTrial(2, adam, new RangeError('no memory')), ...times };
    const tracker = optunaJournal(path, { space: net, studyName: 'net', direction: 'maximize' });
    const first = { ...completeTrial(0, sgd, 0.25), ...times, loss: -0.25 };
    await write<TrialEvent<unknown, Score>>(
      tracker as Tracker<unknown>,
      eventsOf<unknown>(first, pruned, failed),
    );
    expect(lines()).toMatchSnapshot();
  });

  test('each event before it goes on', () => {
    const seen: number[] = [];
    const count = (): number => lines().length;
    of({ params: { x: 0.5 } })
      .pipe(
        trialEvents(function* () {
          yield 1;
        }),
        track([optunaJournal(path, { space: x, studyName: 'x' })]),
      )
      .subscribe(() => seen.push(count()));
    expect(seen).toEqual([2, 3, 4]);
  });

  test('a study that has no trial yet', () => {
    const running = from(optunaJournal(path, { space: x, studyName: 'x' })(NEVER)).subscribe();
    expect(lines()).toMatchObject([{ op_code: 0, study_name: 'x', directions: [1] }]);
    running.unsubscribe();
  });

  test('several objectives, without reports', async () => {
    const trial = {
      ...completeTrial(0, { x: 0.5 }, 0),
      value: [1, 2],
      loss: [1, -2],
      reports: [{ step: 1, value: [3, 4], at: 0 }],
    };
    const tracker = optunaJournal(path, { space: x, studyName: 'x', direction: ['minimize', 'maximize'] });
    await write(tracker, eventsOf<X>(trial) as TrialEvent<X, readonly number[]>[]);
    expect(lines()).toMatchObject([
      { op_code: 0, directions: [1, 2] },
      { op_code: 4 },
      { op_code: 6, state: 1, values: [1, 2] },
    ]);
  });

  test('trials that run side by side', async () => {
    const events = random(x, { seed: 1 }).pipe(
      take(20),
      trialEvents(async ({ x }) => Promise.resolve(x), { concurrency: 3 }),
      track([optunaJournal(path, { space: x, studyName: 'x' })]),
      toArray(),
    );
    const finished = (await lastValueFrom(events)).flatMap((event) =>
      event.type === 'finished' ? [event.trial] : [],
    );
    expect(await read()).toEqual(finished.map((trial) => ({ ...trial })).sort((a, b) => a.number - b.number));
  });

  test('what is read again', async () => {
    const events = random(net, { seed: 2 }).pipe(
      take(30),
      trialEvents(
        function* ({ lr, units }, { number }) {
          if (number % 7 === 3) throw new RangeError(`no memory for\n${units.join()}`);
          for (let step = 0; step < 3; step++) yield lr + step;
          return number % 7 === 4 ? NaN : lr;
        },
        { direction: 'maximize', pruner: thresholdPruner({ upper: 2.1 }) },
      ),
      track([optunaJournal(path, { space: net, studyName: 'net', direction: 'maximize' })]),
      toArray(),
    );
    const finished = (await lastValueFrom(events)).flatMap((event) =>
      event.type === 'finished' ? [event.trial] : [],
    );
    expect(new Set(finished.map(({ state }) => state)).size).toBe(3);
    const trials = await lastValueFrom(readOptunaJournal(path, net, { studyName: 'net' }).pipe(toArray()));
    // Optuna keeps no times of reports.
    expect(trials).toEqual(
      finished.map((trial) => ({
        ...trial,
        reports: trial.reports.map((report) => ({ ...report, at: trial.startedAt })),
      })),
    );
  });
});

describe('goes on with a file', () => {
  test('of another study', async () => {
    await writeX([complete(0), complete(1)], { studyName: 'one' });
    await writeX([complete(0), complete(1)], { studyName: 'two' });
    expect(lines().map(({ trial_id }) => trial_id)).toEqual([
      undefined,
      undefined,
      0,
      undefined,
      1,
      undefined,
      undefined,
      2,
      undefined,
      3,
    ]);
    expect(await read('two')).toEqual([complete(0), complete(1)]);
  });

  test('to which another writes at the same time', async () => {
    const [one, two] = [new Subject<TrialEvent<X>>(), new Subject<TrialEvent<X>>()];
    const errors: unknown[] = [];
    for (const [studyName, events] of [
      ['one', one],
      ['two', two],
    ] as const) {
      from(optunaJournal(path, { space: x, studyName })(events)).subscribe({
        error: (error: unknown) => errors.push(error),
      });
    }
    for (let number = 0; number < 3; number++) {
      for (const event of eventsOf(complete(number)) as TrialEvent<X>[]) {
        one.next(event);
        two.next(event);
      }
    }
    expect(errors).toEqual([]);
    for (const name of ['one', 'two']) expect(await read(name)).toEqual([0, 1, 2].map(complete));
  });

  test('that a crash has cut short anywhere', async () => {
    await writeX([complete(0), complete(1)], { studyName: 'one' });
    const whole = readFileSync(path);
    const firstEnd = whole.indexOf('\n');
    for (let length = whole.length; length >= 0; length -= 31) {
      writeFileSync(path, whole.subarray(0, length));
      await writeX([complete(0)], { studyName: 'two' });
      expect(await read('two')).toEqual([complete(0)]);
      if (length > firstEnd) await expect(read('one')).resolves.not.toHaveLength(3);
    }
  });

  test('whose other writer was killed in the middle of a line', async () => {
    const events = new Subject<TrialEvent<X>>();
    const running = lastValueFrom(from(optunaJournal(path, { space: x, studyName: 'x' })(events)));
    for (const event of eventsOf(complete(0)) as TrialEvent<X>[]) events.next(event);
    appendFileSync(path, '{"op_code":0,"study_na');
    for (const event of eventsOf(complete(1)) as TrialEvent<X>[]) events.next(event);
    events.complete();
    await running;
    expect(await read()).toEqual([complete(0), complete(1)]);
  });

  test('and waits while another holds the lock', async () => {
    mkdirSync(join(path, '..'));
    writeFileSync(`${path}.lock`, '');
    const writing = writeX([complete(0), complete(1)]);
    await setTimeout(20);
    expect(readFileSync(path, 'utf8')).toBe('');
    unlinkSync(`${path}.lock`);
    await writing;
    expect(await read()).toEqual([complete(0), complete(1)]);
    expect(readdirSync(join(path, '..'))).toEqual(['optuna.log']);
  });
});

describe('a study that is there already', () => {
  test('is refused', async () => {
    await writeX([complete(0)]);
    const before = readFileSync(path);
    expect(await errorOf(writeX([complete(1)]))).toMatchSnapshot();
    expect(readFileSync(path)).toEqual(before);
  });

  test('gets more trials', async () => {
    await writeX([complete(0), complete(1)]);
    await writeX([complete(0)], { onExisting: 'append' });
    expect(await read()).toEqual([complete(0), complete(1), { ...complete(0), number: 2 }]);
  });

  test('is resumed: what is recorded is not written again, what had not ended is taken over', async () => {
    await writeX([complete(0), complete(1), complete(2)]);
    const whole = readFileSync(path, 'utf8').split('\n');
    // Without the end of the trial 1, and without the last one.
    writeFileSync(path, `${whole.filter((_, i) => i !== 4 && i < 5).join('\n')}\n`);
    await writeX([complete(0), complete(1), complete(2), complete(3)], { onExisting: 'resume' });
    expect(await read()).toEqual([0, 1, 2, 3].map(complete));
    expect(lines().map(({ op_code }) => op_code)).toEqual([0, 4, 6, 4, 6, 4, 6, 4, 6]);
  });

  test.each<[string, Partial<OptunaJournalOptions<X>>, Trial<X>[]]>([
    ['in another direction', { direction: 'maximize' }, []],
    ['with another kind of parameter', { space: space({ x: choice([0, 1]) }) }, []],
    ['with other parameters', {}, [completeTrial(0, { x: 0.9 }, 0)]],
    ['with a gap', {}, [complete(2)]],
  ])('is not resumed %s', async (_, options, trials) => {
    await writeX([complete(0)]);
    expect(await errorOf(writeX(trials, { onExisting: 'resume', ...options }))).toMatchSnapshot();
  });
});

describe('refuses', () => {
  test.each<[string, Trial<X>]>([
    ['losses of another direction', { ...completeTrial(3, { x: 0 }, 0.5), loss: -0.5 }],
    ['steps that Optuna does not have', { ...complete(3), reports: [{ step: 0.5, value: 1, at: 0 }] }],
    ['scores of several objectives', { ...complete(3), value: [1, 2], loss: [1, 2] } as unknown as Trial<X>],
  ])('%s', async (_, trial) => {
    expect(await errorOf(writeX([trial]))).toMatchSnapshot();
  });

  test.each([
    '[1, 2]\n',
    '{"op_code": 11}\n',
    'name,age\nAda,36',
    '{"op_code": 0, "study_name": 5}\n',
    '{}\n{',
  ])('a file that is no journal of Optuna, and leaves it alone: %j', async (text) => {
    mkdirSync(join(path, '..'));
    writeFileSync(path, text);
    expect(await errorOf(writeX([complete(0)]))).toMatchSnapshot();
    if (!text.endsWith('{')) expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('a file that becomes shorter, and a study that is deleted, on the way', async () => {
    const events = new Subject<TrialEvent<X>>();
    const running = errorOf(lastValueFrom(from(optunaJournal(path, { space: x, studyName: 'x' })(events))));
    truncateSync(path, 0);
    for (const event of eventsOf(complete(0)) as TrialEvent<X>[]) events.next(event);
    expect(await running).toMatchSnapshot();

    const again = new Subject<TrialEvent<X>>();
    const writing = errorOf(lastValueFrom(from(optunaJournal(path, { space: x, studyName: 'x' })(again))));
    appendFileSync(path, '{"op_code": 1, "worker_id": "", "study_id": 0}\n');
    for (const event of eventsOf(complete(0)) as TrialEvent<X>[]) again.next(event);
    expect(await writing).toMatchSnapshot();
  });

  test('a path that cannot be written', async () => {
    expect(
      await errorOf(write(optunaJournal('/dev/null', { space: x, studyName: 'x' }), [])),
    ).toMatchSnapshot();
    mkdirSync(path, { recursive: true });
    expect(await errorOf(writeX([]))).toMatch(/^TuningError: cannot open "PATH"/);
  });

  test.each<[string, () => unknown]>([
    ['an empty path', () => optunaJournal('', { space: x, studyName: 'x' })],
    ['no name', () => optunaJournal('x', { space: x, studyName: '' })],
    ['no space', () => optunaJournal('x', { space: { x: 1 } as never, studyName: 'x' })],
    ['another direction', () => optunaJournal('x', { space: x, studyName: 'x', direction: 'up' as never })],
    ['an unknown option', () => optunaJournal('x', { space: x, studyName: 'x', resume: true } as never)],
    ['a name for nothing', () => optunaJournal('x', { space: x, studyName: 'x', names: { y: 'z' } })],
  ])('%s at once', (_, make) => {
    expect(make).toThrowErrorMatchingSnapshot();
  });
});

test('takes the events of its space and direction', () => {
  expectTypeOf(optunaJournal('x', { space: x, studyName: 'x' })).toExtend<
    Tracker<TrialEvent<{ x: number }>>
  >();
  expectTypeOf(optunaJournal('x', { space: x, studyName: 'x' })).not.toExtend<
    Tracker<TrialEvent<{ y: number }>>
  >();
  const several = optunaJournal('x', { space: x, studyName: 'x', direction: ['minimize', 'maximize'] });
  expectTypeOf(several).toExtend<Tracker<TrialEvent<{ x: number }, readonly number[]>>>();
});

test('a failure is said to be of the tracker', async () => {
  await writeX([]);
  const onError = vi.fn();
  const events = random(x).pipe(
    take(2),
    trialEvents(({ x }) => x),
    track([optunaJournal(path, { space: x, studyName: 'x' })], { onError }),
  );
  await lastValueFrom(events);
  expect(onError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ code: 'InvalidConfig' }),
    'optunaJournal',
  );
});

test('an empty stream makes the study', async () => {
  await lastValueFrom(from(optunaJournal(path, { space: x, studyName: 'x' })(EMPTY)), { defaultValue: 0 });
  expect(await read()).toEqual([]);
});
