import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate, grid, space, track } from 'rxtune';
import { jsonl, readTrials } from 'rxtune/node';
import { lastValueFrom, tap, toArray } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const net = space({ lr: [0.1, 0.01, 0.001], batch: [16, 32, 64] });

/** TrialFinishedEvent, LocalFileTracker. */
describe('the local file tracker', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rxtune-seed-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const study = (path: string) =>
    lastValueFrom(
      grid(net).pipe(
        evaluate(({ lr, batch }) => lr * batch),
        track([jsonl(path)]),
        toArray(),
      ),
    );

  it('writes candidate, score and time of each finished trial, and reads them back equal', async () => {
    const path = join(folder, 'new', 'folder', 'trials.jsonl');
    const trials = await study(path);
    const read = await lastValueFrom(readTrials(path, net).pipe(toArray()));
    expect(read).toEqual(trials);
    expect(read.every(({ finishedAt }) => finishedAt > 0)).toBe(true);
  });

  it('appends when it is opened again', async () => {
    const path = join(folder, 'twice.jsonl');
    await study(path);
    await study(path);
    expect(await lastValueFrom(readTrials(path, net).pipe(toArray()))).toHaveLength(18);
  });

  it('has each line on disk before the trial is emitted', async () => {
    const path = join(folder, 'ahead.jsonl');
    const lines: number[] = [];
    await lastValueFrom(
      grid(net).pipe(
        evaluate(({ lr }) => lr),
        track([jsonl(path)]),
        tap(() => lines.push(readFileSync(path, 'utf8').split('\n').length - 1)),
      ),
    );
    expect(lines).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
