import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { TuningError } from '../../src/errors.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { memoryJournal } from '../../src/journal/memory-journal.ts';
import { salvage } from '../../src/journal/salvage.ts';
import { recordedTrials } from '../../src/stream/recorded-trials.ts';
import { generator, integer, type Random } from '../../src/math/random.ts';
import { gist, pruner, runOn, type StudyCase } from '../stream/journal-studies.ts';

const study: StudyCase = { tuner: 'random', trials: 12, options: { concurrency: 4, pruner, order: 'trial' } };
const whole = runOn('', study);
const sound = Buffer.from(whole.text);

/** What may happen to a file: bits flip, bytes are overwritten, are lost, come twice or in another place. */
const corruptions: readonly ((uniform: Random) => Buffer)[] = [
  (uniform) => {
    const bytes = Buffer.from(sound);
    for (let flips = 1 + integer(uniform, 3); flips > 0; flips--) {
      const at = integer(uniform, bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << integer(uniform, 8)), at);
    }
    return bytes;
  },
  (uniform) => {
    const at = integer(uniform, sound.length);
    return Buffer.from(sound).fill(
      integer(uniform, 256),
      at,
      Math.min(sound.length, at + integer(uniform, 600)),
    );
  },
  (uniform) => {
    const at = integer(uniform, sound.length);
    return Buffer.concat([sound.subarray(0, at), sound.subarray(at + 1 + integer(uniform, 600))]);
  },
  (uniform) => {
    const [at, from] = [integer(uniform, sound.length), integer(uniform, sound.length)];
    const piece = sound.subarray(from, from + 1 + integer(uniform, 600));
    return Buffer.concat([sound.subarray(0, at), piece, sound.subarray(at)]);
  },
  (uniform) => {
    const lines = whole.text.split('\n').slice(0, -1);
    const [one, other] = [integer(uniform, lines.length), integer(uniform, lines.length)];
    const swapped = lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '');
    return Buffer.from(`${swapped.join('\n')}\n`);
  },
];

function entriesOf(text: string): readonly JournalEntry[] | undefined {
  try {
    return memoryJournal(text).read();
  } catch (error) {
    if (error instanceof TuningError && error.code === 'Serialization') return undefined;
    throw error;
  }
}

test('of 10,000 corruptions none is taken for what the study has written', () => {
  const written = memoryJournal(whole.text).read();
  const opened = new Set<string>();
  let refused = 0;
  for (let k = 0; k < 10_000; k++) {
    const corrupt = corruptions[k % corruptions.length];
    if (corrupt === undefined) continue;
    const text = corrupt(generator('corruptions', k)).toString();
    const entries = entriesOf(text);
    if (entries === undefined) refused++;
    else {
      if (!isDeepStrictEqual(entries, written.slice(0, entries.length))) expect.fail(text);
      opened.add(text);
    }
  }
  expect(refused).toBeGreaterThan(5000);
  // What still opens was cut short, and goes on as from there.
  for (const text of [...opened].slice(0, 100))
    expect(gist(runOn(text, study).trials), text).toEqual(gist(whole.trials));
});

test('what is saved of a damaged journal is what the study has written', () => {
  const written = new Map(
    recordedTrials(memoryJournal(whole.text).read()).map((trial) => [trial.number, trial]),
  );
  for (let k = 0; k < 1000; k++) {
    const corrupt = corruptions[k % corruptions.length];
    if (corrupt === undefined) continue;
    const lines = corrupt(generator('repairs', k)).toString().split('\n');
    for (const trial of recordedTrials(salvage(lines).entries))
      if (!isDeepStrictEqual(trial, written.get(trial.number))) expect.fail(`trial ${trial.number}`);
  }
});
