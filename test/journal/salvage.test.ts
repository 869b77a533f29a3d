import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { JournalReader } from '../../src/journal/reader.ts';
import { salvage } from '../../src/journal/salvage.ts';
import { runOn } from '../stream/journal-studies.ts';
import { textOf } from './journals.ts';

const study = { tuner: 'echo', trials: 10, options: { concurrency: 3 } };
const { text, trials } = runOn('', study);
const lines = text.trimEnd().split('\n');

/** What a study makes of a text, which is read on the way. */
const resumed = (entries: readonly JournalEntry[]) => {
  const reader = new JournalReader();
  for (const line of textOf(entries).trimEnd().split('\n')) reader.take(line);
  return runOn(textOf(entries), study);
};
const numbers = (entries: readonly JournalEntry[], type: string): number[] =>
  entries.flatMap((entry) => (entry.type === type && 'number' in entry ? [entry.number] : []));

describe('salvage', () => {
  test('leaves a sound journal alone', () => {
    const { entries, setAside } = salvage(lines);
    expect([textOf(entries), setAside]).toEqual([text, []]);
  });

  test('keeps all before the damage and every whole trial after it, and says what is of no use', () => {
    for (let i = 0; i < lines.length; i++) {
      const damaged = lines.toSpliced(i, 1, `${lines[i]!.slice(0, 30)}?${lines[i]!.slice(31)}`);
      const { entries, setAside } = salvage(damaged);
      expect(setAside.length).toBeGreaterThan(0);
      expect(setAside[0]).toBe(damaged[i]);
      const kept = entries.filter(({ type }) => type !== 'learnt' && type !== 'tuner' && type !== 'journal');
      const lost = setAside.filter((line) => !line.includes('"type":"tuner"'));
      expect(kept.length + lost.length).toBe(lines.length - 2 + (i < 2 ? 1 - Number(i === 1) : 0));
      const finished = numbers(entries, 'finished');
      // Of the ten only those can be lost of which the damaged line is a part.
      expect(finished.length).toBeGreaterThanOrEqual(9);
      const again = resumed(entries);
      const seen = again.trials.map(({ number }) => number);
      expect(new Set(seen).size).toBe(seen.length);
      for (const trial of again.trials.filter(({ replayed }) => replayed)) {
        const { replayed: _, ...rest } = trial;
        const { number } = trial;
        expect(rest).toEqual({ ...trials.find((old) => old.number === number) });
      }
    }
  });

  test('takes lines that are missing, doubled or displaced for damage', () => {
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(lines.length - 1), fc.nat(2), (i, j, kind) => {
        const line = lines[j]!;
        const broken =
          kind === 0 ? lines.toSpliced(i, 1) : kind === 1 ? lines.toSpliced(i, 0, line) : lines.with(i, line);
        const { entries } = salvage(broken);
        expect(numbers(entries, 'finished').length).toBeGreaterThanOrEqual(kind === 1 ? 9 : 8);
        resumed(entries);
      }),
      { numRuns: 60 },
    );
  });
});
