import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastValueFrom, map, toArray } from 'rxjs';
import { describe, test } from 'vitest';
import { csv } from '../../src/node/csv.ts';
import { jsonl } from '../../src/node/jsonl.ts';
import { progress } from '../../src/node/progress.ts';
import { readTrials } from '../../src/node/read-trials.ts';
import { float, space } from '../../src/space/index.ts';
import { type TrackerUnderTest, trackerContract } from '../../src/testing/tracker-contract.ts';
import { FakeFile, FakeTerminal } from './fake-terminal.ts';
import { tempFolder } from './temp-folder.ts';

const net = space({ x: float(0, 1) });

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
  'progress in a terminal': () => ({ tracker: progress({ output: new FakeTerminal() }) }),
  'progress in a file': () => ({ tracker: progress({ output: new FakeFile() }) }),
};

describe.each(Object.entries(trackers))('%s', (_, make) => {
  for (const { name, run } of trackerContract(make)) test(name, run);
});
