import * as fs from 'node:fs';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMPTY, from, lastValueFrom, map, type Observable, of, Subject, throwError, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { jsonl } from '../../src/node/jsonl.ts';
import { readTrials } from '../../src/node/read-trials.ts';
import { float, space } from '../../src/space/index.ts';
import type { Tracker } from '../../src/stream/track.ts';
import type { Score, Trial } from '../../src/trial.ts';
import { tempFolder } from './temp-folder.ts';
import { completeTrial, failedTrial, prunedTrial } from './trials.ts';

// The real system calls, watched, and replaced by a test that wants a fault.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const { openSync, closeSync, writeSync, fdatasyncSync } = real;
  return {
    ...real,
    openSync: vi.fn(openSync),
    closeSync: vi.fn(closeSync),
    writeSync: vi.fn(writeSync),
    fdatasyncSync: vi.fn(fdatasyncSync),
  };
});
const open = vi.mocked(fs.openSync);
const close = vi.mocked(fs.closeSync);
const write = vi.mocked(fs.writeSync);
const sync = vi.mocked(fs.fdatasyncSync);

/** Like the real call, but takes only some bytes. */
const partly = (count: number): typeof fs.writeSync => {
  const real = write.getMockImplementation() as unknown as (
    fd: number,
    bytes: Buffer,
    from: number,
    length: number,
  ) => number;
  return (fd: number, bytes: unknown, from: unknown = 0) =>
    real(fd, bytes as Buffer, Number(from), Math.min(count, (bytes as Buffer).length - Number(from)));
};
const fault = (code: string): Error => Object.assign(new Error(`${code}: a fault, write`), { code });

const net = space({ x: float(-10, 10) });
type Net = { x: number };
const trial = (number: number): Trial<Net> => completeTrial(number, { x: number / 3 }, number);
const three = [trial(0), prunedTrial(1, { x: 1 }, 0.5), failedTrial(2, { x: 2 }, new RangeError('too much'))];

const numbersIn = (path: string): Promise<number[]> =>
  lastValueFrom(
    readTrials(path, net).pipe(
      map(({ number }) => number),
      toArray(),
    ),
  );

/** What a tracker does with trials: how many it stored, and the error it ended with. */
async function run(
  tracker: ReturnType<typeof jsonl>,
  trials: readonly Trial<Net>[],
): Promise<[number, unknown]> {
  let stored = 0;
  try {
    await lastValueFrom(from(tracker(from(trials))).pipe(map(() => stored++)), { defaultValue: 0 });
    return [stored, undefined];
  } catch (error) {
    return [stored, error];
  }
}

beforeEach(() => {
  vi.clearAllMocks();
});

describe('jsonl', () => {
  test('writes a line for each trial, and makes the folders', async () => {
    const path = join(tempFolder(), 'a/b/c.jsonl');
    expect(await run(jsonl(path), three)).toEqual([3, undefined]);
    const lines = readFileSync(path, 'utf8').split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(
      '{"number":0,"state":"complete","value":0,"loss":0,"params":{"x":0},"reports":[],"startedAt":0,"finishedAt":1000}',
    );
    const read = await lastValueFrom(readTrials(path, net).pipe(toArray()));
    expect(read.slice(0, 2)).toEqual(three.slice(0, 2));
    expect(read[2]).toMatchObject({ number: 2, error: { name: 'RangeError', message: 'too much' } });
  });

  test('continues a file', async () => {
    const path = join(tempFolder(), 'runs.jsonl');
    for (const number of [0, 1, 2]) await run(jsonl(path), [trial(number)]);
    expect(await numbersIn(path)).toEqual([0, 1, 2]);
  });

  test('does not write again what a journal has answered', async () => {
    const path = join(tempFolder(), 'runs.jsonl');
    expect(await run(jsonl(path), [{ ...trial(0), replayed: true }, trial(1)])).toEqual([2, undefined]);
    expect(await numbersIn(path)).toEqual([1]);
  });

  test('makes the file when it is subscribed, not before', async () => {
    const path = join(tempFolder(), 'runs.jsonl');
    const tracker = jsonl(path);
    const stream = tracker(EMPTY);
    expect(existsSync(path)).toBe(false);
    await lastValueFrom(from(stream), { defaultValue: undefined });
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  test('has a line in the file before the trial goes on', () => {
    const path = join(tempFolder(), 'runs.jsonl');
    const trials = new Subject<Trial<Net>>();
    const seen: number[] = [];
    from(jsonl(path)(trials)).subscribe(() => seen.push(readFileSync(path, 'utf8').split('\n').length - 1));
    for (const number of [0, 1, 2]) trials.next(trial(number));
    expect(seen).toEqual([1, 2, 3]);
    trials.complete();
  });

  test('closes the file at completion, error and unsubscription', () => {
    const path = join(tempFolder(), 'runs.jsonl');
    const ends: [failing: boolean, (trials: Subject<Trial<Net>>, stop: () => void) => void][] = [
      [
        false,
        (trials) => {
          trials.complete();
        },
      ],
      [
        true,
        (trials) => {
          trials.error(new Error('the study failed'));
        },
      ],
      [
        false,
        (_, stop) => {
          stop();
        },
      ],
    ];
    for (const [failing, end] of ends) {
      vi.clearAllMocks();
      const trials = new Subject<Trial<Net>>();
      const errors: unknown[] = [];
      const subscription = from(jsonl(path)(trials)).subscribe({
        error: (error: unknown) => errors.push(error),
      });
      trials.next(trial(0));
      expect(close).toHaveBeenCalledTimes(0);
      end(trials, () => {
        subscription.unsubscribe();
      });
      expect(sync).toHaveBeenCalledTimes(1);
      expect(close).toHaveBeenCalledTimes(1);
      expect(trials.observed).toBe(false);
      expect(errors).toEqual(failing ? [new Error('the study failed')] : []);
    }
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
  });

  test('takes any text and any size', async () => {
    const texts = space({
      text: ['', 'line\u2028end\u2029', '日本\n🙂\r\n\u0000', '\ud800', 'x'.repeat(3_000_000)],
    });
    const path = join(tempFolder(), 'ünï 日本.jsonl');
    const written = [0, 1, 2, 3, 4].map((i) =>
      completeTrial(i, texts.decode([(i + 0.5) / 5]), Number.MAX_VALUE / 3),
    );
    await lastValueFrom(from(jsonl(path)(from(written))));
    expect(await lastValueFrom(readTrials(path, texts).pipe(toArray()))).toEqual(written);
  });

  test('takes trials of any parameters and several objectives', () => {
    const tracker = jsonl('runs/types.jsonl');
    expectTypeOf(tracker).parameter(0).toEqualTypeOf<Observable<Trial<unknown, Score>>>();
    expectTypeOf(tracker).toExtend<Tracker<Trial<Net>>>();
    expectTypeOf(tracker).toExtend<Tracker<Trial<Net, readonly number[]>>>();
  });
});

describe('a file whose last line is torn', () => {
  test('at any byte loses nothing that can be read', async () => {
    const folder = tempFolder();
    const whole = join(folder, 'whole.jsonl');
    const texts = space({ text: ['a "日本" 🙂'] });
    await lastValueFrom(
      from(jsonl(whole)(from([0, 1].map((i) => completeTrial(i, { text: 'a "日本" 🙂' as const }, i))))),
    );
    const bytes = readFileSync(whole);
    const first = bytes.indexOf('\n') + 1;
    for (let length = 0; length <= bytes.length; length++) {
      const path = join(folder, `${length}.jsonl`);
      writeFileSync(path, bytes.subarray(0, length));
      const readable = length < first - 1 ? [] : length < bytes.length - 1 ? [0] : [0, 1];
      const read = (): Promise<number[]> =>
        lastValueFrom(
          readTrials(path, texts).pipe(
            map(({ number }) => number),
            toArray(),
          ),
        );
      expect(await read()).toEqual(readable);
      await lastValueFrom(from(jsonl(path)(of(completeTrial(7, { text: 'a "日本" 🙂' as const }, 7)))));
      expect(await read()).toEqual([...readable, 7]);
    }
  });

  test('may hold zeros where a failing machine lost the text', async () => {
    const path = join(tempFolder(), 'runs.jsonl');
    await run(jsonl(path), [trial(0)]);
    writeFileSync(path, Buffer.alloc(100_000), { flag: 'a' });
    expect(await numbersIn(path)).toEqual([0]);
    await run(jsonl(path), [trial(1)]);
    expect(await numbersIn(path)).toEqual([0, 1]);
  });

  test('may be longer than a block', async () => {
    const path = join(tempFolder(), 'runs.jsonl');
    await run(jsonl(path), [trial(0)]);
    writeFileSync(path, `{"number":1,"${'x'.repeat(200_000)}`, { flag: 'a' });
    await run(jsonl(path), [trial(1)]);
    expect(await numbersIn(path)).toEqual([0, 1]);
  });

  test('is left alone when it is no line of ours', async () => {
    const path = join(tempFolder(), 'notes.txt');
    writeFileSync(path, '# Notes\nlearning rates');
    const [stored, error] = await run(jsonl(path), [trial(0)]);
    expect(stored).toBe(0);
    expect(error).toMatchObject({ code: 'Serialization' });
    expect(String(error).replace(path, 'notes.txt')).toMatchInlineSnapshot(
      `"TuningError: the last line of "notes.txt" is not JSON: "learning rates"; choose another path, or mend the file"`,
    );
    expect(readFileSync(path, 'utf8')).toBe('# Notes\nlearning rates');
    expect(close).toHaveBeenCalledTimes(1);
  });
});

describe('durability', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("'line' syncs each line before it goes on", () => {
    const trials = new Subject<Trial<Net>>();
    const seen: number[] = [];
    from(jsonl(join(tempFolder(), 'x.jsonl'), { durability: 'line' })(trials)).subscribe(() => {
      seen.push(sync.mock.calls.length);
    });
    trials.next(trial(0));
    trials.next(trial(1));
    trials.complete();
    expect(seen).toEqual([1, 2]);
    expect(sync).toHaveBeenCalledTimes(2);
  });

  test("'batch' syncs what has gathered within 100 ms, and the rest at the end", () => {
    vi.useFakeTimers();
    const trials = new Subject<Trial<Net>>();
    from(jsonl(join(tempFolder(), 'x.jsonl'))(trials)).subscribe();
    for (let i = 0; i < 10; i++) trials.next(trial(i));
    expect(sync).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(100);
    expect(sync).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(sync).toHaveBeenCalledTimes(1);
    trials.next(trial(10));
    trials.complete();
    expect(sync).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("'none' never syncs", async () => {
    await run(jsonl(join(tempFolder(), 'x.jsonl'), { durability: 'none' }), three);
    expect(sync).toHaveBeenCalledTimes(0);
  });

  test('asks no sync of what is no regular file', async () => {
    expect(await run(jsonl('/dev/null', { durability: 'line' }), three)).toEqual([3, undefined]);
    expect(sync).toHaveBeenCalledTimes(0);
  });
});

describe('faults', () => {
  const message = (error: unknown, path: string): string => String(error).replaceAll(path, 'PATH');

  test('a short write is continued', async () => {
    const path = join(tempFolder(), 'x.jsonl');
    const real = write.getMockImplementation();
    // A disk that takes seven bytes at a time.
    write.mockImplementation(partly(7));
    await run(jsonl(path), [trial(0), trial(1)]);
    if (real) write.mockImplementation(real);
    expect(write.mock.calls.length).toBeGreaterThan(20);
    expect(await numbersIn(path)).toEqual([0, 1]);
  });

  test.each(['ENOSPC', 'EIO'])('%s while writing ends the tracker and names the path', async (code) => {
    const path = join(tempFolder(), 'x.jsonl');
    const real = write.getMockImplementation();
    write.mockImplementationOnce(real ?? fs.writeSync).mockImplementationOnce(() => {
      throw fault(code);
    });
    const [stored, error] = await run(jsonl(path), [trial(0), trial(1), trial(2)]);
    expect(stored).toBe(1);
    expect(error).toMatchObject({ code: 'Io', cause: { code } });
    expect(message(error, path)).toMatchSnapshot();
    expect(close).toHaveBeenCalledTimes(1);
    expect(await numbersIn(path)).toEqual([0]);
  });

  test('a write that stops half way leaves a file that can be read and continued', async () => {
    const path = join(tempFolder(), 'x.jsonl');
    write.mockImplementationOnce(partly(20)).mockImplementationOnce(() => {
      throw fault('ENOSPC');
    });
    expect(await run(jsonl(path), [trial(0)])).toMatchObject([0, { code: 'Io' }]);
    expect(await numbersIn(path)).toEqual([]);
    await run(jsonl(path), [trial(1)]);
    expect(await numbersIn(path)).toEqual([1]);
  });

  test.each(['line', 'batch'] as const)("a failing sync is told ('%s')", async (durability) => {
    const path = join(tempFolder(), 'x.jsonl');
    sync.mockImplementationOnce(() => {
      throw fault('EIO');
    });
    const [, error] = await run(jsonl(path, { durability }), [trial(0)]);
    expect(error).toMatchObject({ code: 'Io', cause: { code: 'EIO' } });
    expect(message(error, path)).toMatchSnapshot();
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('a sync that fails between two trials is told with the second', () => {
    vi.useFakeTimers();
    sync.mockImplementationOnce(() => {
      throw fault('EIO');
    });
    const trials = new Subject<Trial<Net>>();
    const errors: unknown[] = [];
    from(jsonl(join(tempFolder(), 'x.jsonl'))(trials)).subscribe({
      error: (error: unknown) => errors.push(error),
    });
    trials.next(trial(0));
    vi.advanceTimersByTime(100);
    vi.useRealTimers();
    expect(errors).toEqual([]);
    trials.next(trial(1));
    expect(errors).toMatchObject([{ code: 'Io' }]);
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('a sync that fails at unsubscription becomes a warning', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    sync.mockImplementationOnce(() => {
      throw fault('EIO');
    });
    const trials = new Subject<Trial<Net>>();
    const subscription = from(jsonl(join(tempFolder(), 'x.jsonl'))(trials)).subscribe();
    trials.next(trial(0));
    subscription.unsubscribe();
    expect(warn.mock.calls).toMatchObject([[{ code: 'Io' }]]);
    expect(close).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  test('parameters that are no JSON end the tracker and leave the file whole', async () => {
    const path = join(tempFolder(), 'x.jsonl');
    const odd = completeTrial(1, { x: 1, init: () => 1 }, 1);
    expect(await run(jsonl(path), [trial(0), odd, trial(2)])).toMatchObject([1, { code: 'Serialization' }]);
    expect(await numbersIn(path)).toEqual([0]);
  });

  test('a folder is refused', async () => {
    const path = tempFolder();
    const [, error] = await run(jsonl(path), three);
    expect(error).toMatchObject({ code: 'Io', cause: { code: 'EISDIR' } });
    expect(message(error, path)).toMatchSnapshot();
  });

  test('a path through a file is refused', async () => {
    const path = join(tempFolder(), 'file');
    writeFileSync(path, '');
    const [, error] = await run(jsonl(join(path, 'x.jsonl')), three);
    expect(error).toMatchObject({ code: 'Io' });
    expect(message(error, path)).toMatchSnapshot();
  });

  test('a path that this user may not write is refused', async () => {
    open.mockImplementationOnce(() => {
      throw Object.assign(new Error("EACCES: permission denied, open 'PATH'"), { code: 'EACCES' });
    });
    const path = join(tempFolder(), 'x.jsonl');
    const [, error] = await run(jsonl(path), three);
    expect(message(error, path)).toMatchSnapshot();
  });

  test.each<[string, () => unknown]>([
    ['an empty path', () => jsonl('')],
    ['no path', () => jsonl(undefined as unknown as string)],
    ['an unknown durability', () => jsonl('x', { durability: 'always' as 'line' })],
    ['an unknown option', () => jsonl('x', { fsync: true } as object)],
  ])('%s is refused at once', (_, make) => {
    expect(make).toThrowErrorMatchingSnapshot();
  });
});

test('a file that a study cannot open is told when the study starts', async () => {
  mkdirSync(join(tempFolder(), 'x'));
  await expect(
    lastValueFrom(from(jsonl('/dev/null/x.jsonl')(throwError(() => new Error('never asked'))))),
  ).rejects.toMatchObject({
    code: 'Io',
  });
});
