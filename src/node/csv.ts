import { writeSync } from 'node:fs';
import type { Observable } from 'rxjs';
import * as z from 'zod';
import { shown } from '../errors.ts';
import { parseOptions } from '../parse-options.ts';
import type { Option, Space } from '../space/index.ts';
import type { Tracker } from '../stream/track.ts';
import type { Score, Trial } from '../trial.ts';
import { appendAll } from './append-all.ts';
import { AppendFile, type Durability } from './append-file.ts';
import { csvRecord, endLastRecord } from './csv-record.ts';
import { durability, objectives, refuseNoPath } from './file-options.ts';
import { parameterValue } from './parameter-value.ts';
import { refuseOtherScores } from './refuse-other-scores.ts';

/** Options of `csv`. */
export interface CsvOptions {
  /** When records are forced out to the disk. Default `'batch'`. */
  readonly durability?: Durability;
  /** How many objectives the trials are scored by, for scores that are arrays. Default: scores are plain numbers. */
  readonly objectives?: number;
}

const schema = z.strictObject({ durability, objectives: objectives.optional() });

/**
 * A tracker that appends each finished trial to a table for spreadsheets: a CSV file after RFC 4180.
 *
 * Columns: number, state, value, loss, one for each parameter of the space (`params.lr`, `params.optimizer.sgd.momentum`, `params.units[0]`; empty where the
 * trial does not have it), budget and from (the number of the trial that it continues), error, startedAt and finishedAt in milliseconds since the epoch. Reports are
 * left out: `jsonl` keeps everything.
 *
 * Folders are made, and a file with the same columns is continued; a last record without a line end is cut off first, as it may be torn. A trial's record is in
 * the file before the trial goes on downstream. Trials that a journal answers are not written a second time.
 *
 * Errors reach the `onError` of `track`: `Io` when the path cannot be written, `Serialization` when the file has other columns or the score another number of
 * objectives.
 *
 * @param path where to write; relative to the working directory.
 * @param space what the trials try.
 * @throws TuningError `InvalidConfig` for an empty path or an unknown option.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { evaluate, float, random, space, track } from 'rxtune';
 * import { csv } from 'rxtune/node';
 *
 * const square = space({ x: float(-1, 1) });
 * const trials = random(square, { seed: 1 }).pipe(
 *   take(20),
 *   evaluate(({ x }) => x * x),
 *   track([csv('runs/square.csv', square)]),
 * );
 * await lastValueFrom(trials);
 * ```
 */
export function csv<P>(path: string, space: Space<P>, options: CsvOptions = {}): Tracker<Trial<P, Score>> {
  refuseNoPath('csv', path);
  const { durability, objectives } = parseOptions('csv', schema, options);
  const columns = columnsOf(space, objectives);
  const header = csvRecord(columns.map(({ name }) => name));
  const open = (): AppendFile =>
    new AppendFile(path, durability, (fd, size) => {
      if (!endLastRecord(path, fd, size, header)) writeSync(fd, header);
    });
  return function csv(trials: Observable<Trial<P, Score>>) {
    return appendAll(trials, open, (trial) => {
      if (trial.replayed === true) return undefined;
      refuseOtherScores(trial, objectives);
      const unit = space.encode(trial.params);
      return csvRecord(columns.map(({ read }) => word(read(trial, unit))));
    });
  };
}

interface Column<P> {
  readonly name: string;
  /** Reads a field from a trial and the coordinates of its parameters. */
  readonly read: (trial: Trial<P, Score>, unit: Float64Array) => Option | undefined;
}

function columnsOf<P>({ parameters }: Space<P>, objectives: number | undefined): Column<P>[] {
  return [
    { name: 'number', read: ({ number }) => number },
    { name: 'state', read: ({ state }) => state },
    ...scoreColumns('value', objectives, (trial) => (trial.state === 'failed' ? undefined : trial.value)),
    ...scoreColumns('loss', objectives, (trial) => (trial.state === 'failed' ? undefined : trial.loss)),
    ...parameters.map(({ name, index }) => ({
      name: `params.${name}`,
      read: ({ params }: Trial<P, Score>, unit: Float64Array) =>
        Number.isNaN(unit[index]) ? undefined : parameterValue(params, name),
    })),
    { name: 'budget', read: ({ budget }) => budget },
    { name: 'from', read: ({ from }) => from },
    { name: 'error', read: (trial) => (trial.state === 'failed' ? shown(trial.error) : undefined) },
    { name: 'startedAt', read: ({ startedAt }) => startedAt },
    { name: 'finishedAt', read: ({ finishedAt }) => finishedAt },
  ];
}

/** One column, or one for each objective. */
function scoreColumns<P>(
  name: string,
  objectives: number | undefined,
  read: (trial: Trial<P, Score>) => Score | undefined,
): Column<P>[] {
  const place = (i: number) => (trial: Trial<P, Score>) => [read(trial) ?? []].flat()[i];
  if (objectives === undefined) return [{ name, read: place(0) }];
  return Array.from({ length: objectives }, (_, i) => ({ name: `${name}[${i}]`, read: place(i) }));
}

function word(value: Option | undefined): string {
  return value === undefined ? '' : String(value);
}
