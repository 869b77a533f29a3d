import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concat, concatMap, filter, from, lastValueFrom, map, toArray } from 'rxjs';
import { describe, test } from 'vitest';
import { csv } from '../../src/node/csv.ts';
import { jsonl } from '../../src/node/jsonl.ts';
import { optunaJournal } from '../../src/node/optuna-journal.ts';
import { readOptunaJournal } from '../../src/node/optuna-read.ts';
import { progress } from '../../src/node/progress.ts';
import { readTrials } from '../../src/node/read-trials.ts';
import { float, space } from '../../src/space/index.ts';
import type { Tracker } from '../../src/stream/track.ts';
import {
  type ContractTrial,
  type TrackerUnderTest,
  trackerContract,
} from '../../src/testing/tracker-contract.ts';
import type { TrialEvent } from '../../src/trial.ts';
import { FakeFile, FakeTerminal } from './fake-terminal.ts';
import { tempFolder } from './temp-folder.ts';

const net = space({ x: float(0, 1) });

function eventsOf(trial: ContractTrial): TrialEvent<{ x: number }>[] {
  const { number, params, startedAt: at } = trial;
  return [
    { type: 'started', number, params, at },
    { type: 'finished', trial },
  ];
}

const trackers: Record<string, () => TrackerUnderTest> = {
  jsonl() {
    const path = join(tempFolder(), 'x.jsonl');
    const stored = readTrials(path, net).pipe(
      map(({ number }) => number),
      toArray(),
    );
    return { tracker: jsonl(path), stored: () => lastValueFrom(stored) };
  },
  csv() {
    const path = join(tempFolder(), 'x.csv');
    const stored = (): number[] =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\r\n')
        .slice(1)
        .map((row) => parseInt(row));
    return { tracker: csv(path, net), stored };
  },
  optunaJournal() {
    const path = join(tempFolder(), 'x.log');
    let studies = 0;
    const stored = async (): Promise<number[]> => {
      const names = Array.from({ length: studies }, (_, i) => `study ${i}`);
      const trials = names.map((studyName) => readOptunaJournal(path, net, { studyName }));
      return lastValueFrom(
        concat(...trials).pipe(
          map(({ number }) => number),
          toArray(),
        ),
      );
    };
    const tracker: Tracker<ContractTrial> = (trials) =>
      from(
        optunaJournal(path, { space: net, studyName: `study ${studies++}` })(
          trials.pipe(concatMap(eventsOf)),
        ),
      ).pipe(filter((event) => (event as TrialEvent<unknown>).type === 'finished'));
    return { tracker, stored };
  },
  'progress in a terminal': () => ({ tracker: progress({ output: new FakeTerminal() }) }),
  'progress in a file': () => ({ tracker: progress({ output: new FakeFile() }) }),
};

describe.each(Object.entries(trackers))('%s', (_, make) => {
  for (const { name, run } of trackerContract(make)) test(name, run);
});
