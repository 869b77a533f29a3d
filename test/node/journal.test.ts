import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom, NEVER, take, toArray } from 'rxjs';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type JournalFileOptions, journal } from '../../src/node/journal.ts';
import { compact, repair } from '../../src/node/mend-journal.ts';
import { readJournal } from '../../src/node/read-journal.ts';
import { choice, float, space } from '../../src/space/index.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { replay } from '../../src/stream/replay-operator.ts';
import { random } from '../../src/stream/tuners.ts';
import type { Trial } from '../../src/trial.ts';
import { tempFolder } from './temp-folder.ts';

// The real system calls, watched, and replaced by a test that wants a fault.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const { openSync, closeSync, writeSync, fdatasyncSync, readSync, ftruncateSync, writeFileSync, mkdirSync } =
    real;
  return {
    ...real,
    openSync: vi.fn(openSync),
    closeSync: vi.fn(closeSync),
    writeSync: vi.fn(writeSync),
    fdatasyncSync: vi.fn(fdatasyncSync),
    readSync: vi.fn(readSync),
    ftruncateSync: vi.fn(ftruncateSync),
    writeFileSync: vi.fn(writeFileSync),
    mkdirSync: vi.fn(mkdirSync),
  };
});

const net = space({ x: float(-1, 1), kind: choice(['größer', '日本']) });
const candidates = (n: number) => random(net, { seed: 1 }).pipe(take(n));
const study = (path: string, n = 4, options: JournalFileOptions = {}): Promise<Trial<unknown>[]> =>
  lastValueFrom(
    candidates(n).pipe(
      evaluate(({ x }) => x * x, { journal: journal(path, options) }),
      toArray(),
    ),
  );
const plain = (trials: readonly Trial<unknown>[]): unknown[] =>
  trials.map((trial) => [trial.number, trial.params, trial.state === 'complete' && trial.value]);
const path = (): string => join(tempFolder(), 'runs/net.jsonl');

beforeEach(() => {
  vi.clearAllMocks();
});

describe('journal', () => {
  test('keeps a study in a file, from which it goes on', async () => {
    const file = path();
    const first = await study(file, 3);
    expect(
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => /"type":"(\w+)"/.exec(line)?.[1]),
    ).toEqual(['journal', 'tuner', ...first.flatMap(() => ['started', 'finished']), undefined]);
    const second = await study(file, 5);
    expect(plain(second.slice(0, 3))).toEqual(plain(first));
    expect(second.map(({ replayed }) => replayed)).toEqual([true, true, true, undefined, undefined]);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test('goes on after a crash at any byte', async () => {
    const file = path();
    const whole = await study(file);
    const bytes = readFileSync(file);
    for (let cut = 0; cut <= bytes.length; cut += 7) {
      writeFileSync(file, bytes.subarray(0, cut));
      expect(plain(await study(file, 4, { durability: 'none' })), `cut after ${cut}`).toEqual(plain(whole));
    }
  });

  test.each(['none', 'batch', 'line'] as const)(
    'writes everything with durability %s',
    async (durability) => {
      const file = path();
      await study(file, 50, { durability });
      expect((await study(file, 50)).every(({ replayed }) => replayed)).toBe(true);
      if (durability === 'line') expect(fs.fdatasyncSync).toHaveBeenCalledTimes(102);
      if (durability === 'none') expect(vi.mocked(fs.writeSync).mock.calls.length).toBeLessThan(5);
    },
  );

  test('gathers what is not durable for a moment only', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const file = path();
    const subscription = candidates(1)
      .pipe(evaluate(() => NEVER, { journal: journal(file, { durability: 'none' }) }))
      .subscribe();
    expect(statSync(file).size).toBe(0);
    await vi.advanceTimersByTimeAsync(100);
    expect(readFileSync(file, 'utf8')).toContain('"type":"started"');
    subscription.unsubscribe();
  });

  test('refuses a damaged line with its number', async () => {
    const file = path();
    await study(file);
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.with(4, lines[4]!.replace('started', 'Started')).join('\n'));
    const before = readFileSync(file);
    await expect(study(file)).rejects.toMatchObject({ code: 'Serialization' });
    await expect(study(file)).rejects.toThrow(
      /net\.jsonl": line 5 is damaged: its checksum does not agree .*; repair\(/,
    );
    expect(readFileSync(file)).toEqual(before);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test('refuses a file that is none', async () => {
    const file = path();
    mkdirSync(join(file, '..'));
    writeFileSync(file, 'number,state\n');
    await expect(study(file)).rejects.toMatchObject({ code: 'Serialization' });
    writeFileSync(file, 'number');
    await expect(study(file)).rejects.toMatchObject({ code: 'Serialization' });
    expect(readFileSync(file, 'utf8')).toBe('number');
    expect(() => journal('')).toThrow('expected the path of a file');
    // @ts-expect-error no such option
    expect(() => journal(file, { verfy: true })).toThrow('verfy');
  });

  test('says what the system says where it cannot be written', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('this user may write everywhere');
    const folder = tempFolder();
    chmodSync(folder, 0o500);
    await expect(study(join(folder, 'net.jsonl'))).rejects.toMatchObject({ code: 'Io' });
    chmodSync(folder, 0o700);
  });

  test('says so where a folder is in the way', async () => {
    await expect(study(tempFolder())).rejects.toMatchObject({ code: 'Io' });
    const file = path();
    mkdirSync(join(file, '..'));
    await expect(study(join(file, '..'))).rejects.toMatchObject({ code: 'Io' });
  });
});

describe('its lock', () => {
  test('keeps a second study out, and says who has it', async () => {
    const file = path();
    const first = candidates(1)
      .pipe(evaluate(() => NEVER, { journal: journal(file) }))
      .subscribe();
    await expect(study(file)).rejects.toMatchObject({ code: 'Locked' });
    await expect(study(file)).rejects.toThrow(
      /net\.jsonl" is written by another study of this process since 20/,
    );
    expect(() => repair(file)).toThrow('is written by another study');
    first.unsubscribe();
    expect(await study(file)).toHaveLength(4);
  });

  test('keeps another live process out', async () => {
    const file = path();
    const script = `
      import { NEVER, take } from 'rxjs';
      import { evaluate, float, random, space } from ${JSON.stringify(`${process.cwd()}/src/index.ts`)};
      import { journal } from ${JSON.stringify(`${process.cwd()}/src/node/index.ts`)};
      random(space({ x: float(0, 1) })).pipe(take(1), evaluate(() => NEVER, { journal: journal(${JSON.stringify(file)}) })).subscribe();
      console.log('ready');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', reject);
    });
    await expect(study(file)).rejects.toThrow(`is written by process ${child.pid} since`);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    // The space is another one, but the lock is free.
    await expect(study(file)).rejects.toMatchObject({ code: 'JournalMismatch' });
  });

  test('does not outlive its holder', async () => {
    const file = path();
    mkdirSync(join(file, '..'));
    const holder = {
      pid: process.pid,
      host: hostname(),
      process: 'an earlier one',
      since: '2026-01-01',
      token: 0,
    };
    for (const left of [
      JSON.stringify(holder),
      JSON.stringify({ ...holder, pid: 2 ** 30 }),
      '{"pid":1',
      '',
    ]) {
      writeFileSync(`${file}.lock`, left);
      expect(await study(file)).toHaveLength(4);
    }
  });

  test.runIf(process.platform === 'linux')(
    'does not outlive a process that nobody has waited for',
    async () => {
      const file = path();
      mkdirSync(join(file, '..'));
      // The shell starts a process that ends, and becomes one that does not wait for it.
      const shell = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 30']);
      onTestFinished(() => {
        shell.kill('SIGKILL');
      });
      const pid = Number(await new Promise((resolve) => shell.stdout.once('data', resolve)));
      const stat = (): string => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '');
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      const born = `${boot}/${stat().split(' ')[19] ?? ''}`;
      const holder = { pid, host: hostname(), process: born, since: '2026-01-01', token: 0 };
      writeFileSync(`${file}.lock`, JSON.stringify(holder));
      await expect(study(file)).rejects.toMatchObject({ code: 'Locked' });
      await vi.waitFor(() => {
        expect(stat()).toMatch(/^Z/);
      });
      expect(await study(file)).toHaveLength(4);
    },
  );

  test('of another machine counts', async () => {
    const file = path();
    mkdirSync(join(file, '..'));
    const holder = { pid: 1, host: 'elsewhere', process: '', since: '2026-01-01', token: 0 };
    writeFileSync(`${file}.lock`, JSON.stringify(holder));
    await expect(study(file)).rejects.toThrow(
      /is written by process 1 on elsewhere \(if it has ended, delete ".*net\.jsonl\.lock"\)/,
    );
  });

  test('is taken although its guard was left behind', async () => {
    const file = path();
    mkdirSync(`${file}.lock.guard`, { recursive: true });
    fs.utimesSync(`${file}.lock.guard`, 0, 0);
    expect(await study(file)).toHaveLength(4);
    expect(readdirSync(join(file, '..'))).toEqual(['net.jsonl']);
  });
});

describe('repair and compact', () => {
  test('set aside what is damaged, delete nothing, and let the study go on', async () => {
    const file = path();
    const whole = await study(file);
    const sound = readFileSync(file, 'utf8');
    const lines = sound.split('\n');
    expect(repair(file)).toEqual({ kept: 10, setAside: 0, quarantine: undefined });
    writeFileSync(file, lines.with(4, `${lines[4]}!`).join('\n'));
    expect(repair(file)).toEqual({ kept: 9, setAside: 2, quarantine: `${file}.quarantine` });
    expect(readFileSync(`${file}.quarantine`, 'utf8')).toBe(`${lines[4]}!\n${lines[5]}\n`);
    const resumed = await study(file, 4);
    expect(resumed.filter(({ replayed }) => replayed).map(({ number }) => number)).toEqual([0, 2, 3]);
    expect(resumed.map(({ number }) => number)).toEqual([0, 2, 3, 4, 5, 6]);
    expect(plain(resumed.slice(1, 3))).toEqual(plain(whole.slice(2)));
  });

  test('rewrite a finished study', async () => {
    const file = path();
    const whole = await study(file);
    const text = readFileSync(file, 'utf8');
    compact(file);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(plain(await study(file))).toEqual(plain(whole));
    expect(() => {
      compact(join(tempFolder(), 'none.jsonl'));
    }).toThrow('no such file');
  });
});

describe('readJournal and replay', () => {
  test('give the recorded trials', async () => {
    const file = path();
    const whole = await study(file);
    const read = await lastValueFrom(readJournal(file, net).pipe(toArray()));
    expect(read).toEqual(whole.map((trial) => ({ ...trial })));
    const replayed = await lastValueFrom(candidates(9).pipe(replay(journal(file)), toArray()));
    expect(replayed.map((trial) => ({ ...trial }))).toEqual(read);
    await expect(lastValueFrom(random(net, { seed: 2 }).pipe(replay(journal(file))))).rejects.toMatchObject({
      code: 'JournalMismatch',
    });
    await expect(lastValueFrom(readJournal(file, space({ x: float(5, 6) })))).rejects.toThrow(
      /net\.jsonl", trial 0: /,
    );
    await expect(lastValueFrom(candidates(1).pipe(replay(journal(`${file}.no`))))).rejects.toMatchObject({
      code: 'Io',
    });
  });
});

describe('faults', () => {
  const calls = [
    'openSync',
    'writeSync',
    'fdatasyncSync',
    'readSync',
    'ftruncateSync',
    'writeFileSync',
    'mkdirSync',
    'closeSync',
  ] as const;
  const fault = (code: string): Error => Object.assign(new Error(`${code}: a fault`), { code });

  test.each(calls)(
    'of %s at any call are errors, after which the journal opens again with all that was acknowledged',
    async (call) => {
      const real = vi.mocked(fs[call]).getMockImplementation() as (...args: unknown[]) => unknown;
      let failed = 0;
      for (const code of call === 'writeSync' ? ['ENOSPC', 'EIO', 'short'] : ['EIO']) {
        for (let failing = 0; failing < 9; failing++) {
          const file = path();
          await study(file, 1);
          fs.appendFileSync(file, '{"line":5,"ty');
          let count = 0;
          vi.mocked(fs[call] as (...args: unknown[]) => unknown).mockImplementation((...args) => {
            if (count++ !== failing) return real(...args);
            failed++;
            if (call === 'writeSync' && code !== 'EIO') {
              const [fd, bytes, from = 0] = args as [number, Buffer | string, number?];
              const some =
                typeof bytes === 'string'
                  ? real(fd, bytes)
                  : real(fd, bytes, from, Math.ceil((bytes.length - from) / 2));
              if (code === 'short') return some;
            }
            if (call === 'closeSync') real(...args);
            if (code === 'short') return real(...args);
            throw fault(code);
          });
          const acknowledged: number[] = [];
          const error = await new Promise<unknown>((resolve) => {
            candidates(4)
              .pipe(evaluate(({ x }) => x * x, { journal: journal(file, { durability: 'line' }) }))
              .subscribe({
                next: ({ number }) => acknowledged.push(number),
                error: resolve,
                complete: () => {
                  resolve(undefined);
                },
              });
          });
          vi.mocked(fs[call] as (...args: unknown[]) => unknown).mockImplementation(real);
          if (error === undefined) expect(acknowledged).toEqual([0, 1, 2, 3]);
          else expect(error).toMatchObject({ code: 'Io' });
          const recorded = existsSync(file)
            ? await lastValueFrom(readJournal(file, net).pipe(toArray()))
            : [];
          expect(recorded.map(({ number }) => number)).toEqual(expect.arrayContaining(acknowledged));
          expect(plain(await study(file))).toEqual(plain(await study(path())));
        }
      }
      expect(failed).toBeGreaterThan(0);
    },
  );
});
