import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catchError, from, lastValueFrom, type Observable, of, take, toArray } from 'rxjs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { TuningError } from '../../src/errors.ts';
import { trialToJson } from '../../src/journal/trial-json.ts';
import { jsonl } from '../../src/node/jsonl.ts';
import { readTrials, type ReadTrialsOptions } from '../../src/node/read-trials.ts';
import { float, int, space } from '../../src/space/index.ts';
import type { CompleteTrial, Score, Trial } from '../../src/trial.ts';
import { tempFolder } from './temp-folder.ts';
import { completeTrial } from './trials.ts';

const net = space({ lr: float(0, 1), units: int(1, 8) });
type Net = { lr: number; units: number };
const line = (number: number, more: object = {}): string =>
  JSON.stringify({ ...trialToJson(completeTrial(number, { lr: 0.1 + 0.2, units: 4 }, 1 / 3)), ...more });

function file(...lines: (string | Buffer)[]): string {
  const path = join(tempFolder(), 'runs.jsonl');
  writeFileSync(path, Buffer.concat(lines.map((text) => Buffer.from(text))));
  return path;
}

const told = (error: unknown): string =>
  error instanceof TuningError ? `${error.code}: ${error.message}` : String(error);

/** The numbers of the trials read, and the message of the error at the end, if there is one. */
const read = (path: string): Promise<unknown[]> =>
  lastValueFrom(
    readTrials(path, net).pipe(
      catchError((error: unknown) => of({ number: told(error).replaceAll(path, 'PATH') })),
      toArray(),
    ),
  ).then((trials) => trials.map(({ number }) => number));

describe('readTrials', () => {
  test('gives back what jsonl wrote, exactly', async () => {
    const path = join(tempFolder(), 'runs.jsonl');
    const trials = Array.from({ length: 500 }, (_, i) =>
      completeTrial(i, { lr: (i + 1) / 700, units: (i % 8) + 1 }, 1 / (i + 1)),
    );
    await lastValueFrom(from(jsonl(path)(from(trials))));
    expect(await lastValueFrom(readTrials(path, net).pipe(toArray()))).toStrictEqual(trials);
  });

  test('is cold and can be left', async () => {
    const path = file(line(0), '\n', line(1), '\n', 'no trial\n');
    const first = readTrials(path, net).pipe(take(1));
    expect(await lastValueFrom(first)).toMatchObject({ number: 0 });
    expect(await lastValueFrom(first)).toMatchObject({ number: 0 });
  });

  test('types the trials by the space', () => {
    expectTypeOf(readTrials('x', net)).toEqualTypeOf<Observable<Trial<Net>>>();
    expectTypeOf(readTrials('x', net, { objectives: 2 })).toEqualTypeOf<
      Observable<Trial<Net, readonly number[]>>
    >();
  });

  test.each<[string, unknown[], (string | Buffer)[]]>([
    ['an empty file', [], []],
    ['a last line without a newline', [0, 1], [line(0), '\n', line(1)]],
    ['blank lines', [0, 1], ['\n', line(0), '\n\n  \n', line(1), '\n\n']],
    ['Windows line ends and a byte order mark', [0, 1], ['\ufeff', line(0), '\r\n', line(1), '\r\n']],
    ['a torn last line', [0], [line(0), '\n', line(1).slice(0, -3)]],
    ['a last line torn within a character', [0], [line(0), '\n', Buffer.from('{"n":"日').subarray(0, 8)]],
  ])('takes %s', async (_, expected, lines) => {
    expect(await read(file(...lines))).toEqual(expected);
  });

  test.each<[string, (string | Buffer)[]]>([
    ['a torn line in the middle', [line(0), '\n', line(1).slice(0, -3), '\n', line(2), '\n']],
    ['a torn line that was ended', [line(0), '\n', line(1).slice(0, -3), '\n']],
    ['text', ['lr,units\n']],
    ['text without a newline', [line(0), '\n', 'done']],
    ['text that is no UTF-8', [line(0), '\n', '"', Buffer.from([0xff]), '"\n']],
    ['another JSON', [line(0), '\n', '{"lr":0.1}\n']],
    ['another JSON without a newline', [line(0), '\n', '{"lr":0.1}']],
    ['a parameter out of range', [line(0), '\n', line(1, { params: { lr: 2, units: 4 } }), '\n']],
    ['a missing parameter', [line(0), '\n', line(1, { params: { lr: 0.5 } }), '\n']],
    ['an unknown parameter', [line(0), '\n', line(1, { params: { lr: 0.5, units: 4, depth: 1 } }), '\n']],
    ['a score of two objectives', [line(0), '\n', line(1, { value: [1, 2] }), '\n']],
    ['an unknown key', [line(0), '\n', line(1, { host: 'a' }), '\n']],
  ])('refuses %s, naming the line and the reason', async (_, lines) => {
    expect(await read(file(...lines))).toMatchSnapshot();
  });

  test('takes several objectives when told so', async () => {
    const trial: CompleteTrial<{ lr: number; units: number }, Score> = {
      ...completeTrial(0, { lr: 0.5, units: 1 }, 0),
      value: [0.9, Infinity],
      loss: [-0.9, Infinity],
    };
    const path = file(JSON.stringify(trialToJson(trial)), '\n');
    expect(await lastValueFrom(readTrials(path, net, { objectives: 2 }))).toEqual(trial);
    await expect(lastValueFrom(readTrials(path, net, { objectives: 3 }))).rejects.toThrow(
      /line 1: expected an array of 3 numbers as score, not \[0.9,null\]; give the option objectives: 2/,
    );
    await expect(lastValueFrom(readTrials(file(line(0)), net, { objectives: 2 }))).rejects.toThrow(
      /expected an array of 2 numbers as score, not 0.333\d+; leave the option objectives out/,
    );
  });

  test('names a file that is not there, and a folder', async () => {
    const folder = tempFolder();
    expect(await read(join(folder, 'none.jsonl'))).toMatchSnapshot();
    expect(await read(folder)).toMatchSnapshot();
  });

  test.each<[string, () => unknown]>([
    ['an empty path', () => readTrials('', net)],
    ['an unknown option', () => readTrials('x', net, { skip: true } as ReadTrialsOptions)],
    ['no objective', () => readTrials('x', net, { objectives: 0 })],
  ])('refuses %s at once', (_, make) => {
    expect(make).toThrowErrorMatchingSnapshot();
  });
});
