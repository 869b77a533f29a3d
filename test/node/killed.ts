import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { lastValueFrom, toArray } from 'rxjs';
import { expect } from 'vitest';
import { generator } from '../../src/math/random.ts';
import { readJournal } from '../../src/node/read-journal.ts';
import { killedNet } from './killed-net.ts';
import { tempFolder } from './temp-folder.ts';

/** Runs the study of `killed-program.ts` and kills it at random moments, again and again until it is done. Answers how often it was killed; each time within so many milliseconds from its beginning. */
export async function killAgainAndAgain(
  tuner: string,
  trials: number,
  seed: number,
  within = 150,
): Promise<number> {
  const folder = tempFolder();
  const file = (name: string): string => join(folder, name);
  const moment = generator('moments', `${tuner} ${seed}`);
  // A bundle starts in a twentieth of the time.
  const program = file('program.cjs');
  const entry = fileURLToPath(new URL('./killed-program.ts', import.meta.url));
  buildSync({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node' });
  let kills = 0;
  while (await isKilled([program, tuner, String(trials), folder], Math.floor(moment() * within))) kills++;

  const finished = await lastValueFrom(readJournal(file('net.jsonl'), killedNet).pipe(toArray()));
  const numbers = finished.map(({ number }) => number).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: trials }, (_, i) => i));

  // What anybody heard of is there as it was then, and was not run again.
  const acknowledged = new Set<number>();
  for (const line of readFileSync(file('heard.txt'), 'utf8').trimEnd().split('\n')) {
    const [what, number, value] = line.split(' ');
    if (what === 'ran') expect(acknowledged, `trial ${number} ran again`).not.toContain(Number(number));
    if (what !== 'finished') continue;
    acknowledged.add(Number(number));
    const trial = finished.find((other) => other.number === Number(number));
    expect(trial?.state === 'failed' ? 'failed' : String(trial?.value)).toBe(value);
  }
  expect(existsSync(file('net.jsonl.lock'))).toBe(false);
  return kills;
}

/** Whether the program was killed before it was done; the moment counts from where its study begins. */
async function isKilled(args: readonly string[], milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (data: Buffer) => errors.push(data.toString()));
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), milliseconds));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (...how) => {
      resolve(how);
    });
  });
  if (signal === null && code !== 0) throw new Error(errors.join(''));
  return signal !== null;
}
