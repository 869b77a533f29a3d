import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { lineOfEntry } from '../../src/journal/line.ts';
import { JournalReader } from '../../src/journal/reader.ts';
import { everyType } from './journals.ts';

const read = (lines: readonly string[]): readonly JournalEntry[] => {
  const reader = new JournalReader();
  for (const line of lines) reader.take(line.trimEnd());
  return reader.entries;
};
const lines = everyType.map((entry, i) => lineOfEntry(i + 1, entry));
const refusal = (lines: readonly string[]): string => {
  try {
    read(lines);
    return 'taken';
  } catch (error) {
    expect(error).toMatchObject({ code: 'Serialization' });
    return (error as Error).message;
  }
};

describe('JournalReader', () => {
  test('reads entries of every type', () => {
    expect(read(lines)).toEqual(everyType);
  });

  test('notices a line that is missing, doubled or displaced', () => {
    for (let i = 0; i < lines.length - 1; i++) {
      expect(refusal(lines.toSpliced(i, 1))).toMatch(`line ${i + 1} is damaged`);
      expect(refusal(lines.toSpliced(i, 0, lines[i]!))).toMatch(`line ${i + 2} is damaged`);
      expect(refusal(lines.toSpliced(i, 2, lines[i + 1]!, lines[i]!))).toMatch(`line ${i + 1} is damaged`);
    }
  });

  test('refuses what no study can have written, with the number of the line', () => {
    const header: JournalEntry = { type: 'journal', format: 1, library: '0', at: 0 };
    const start = (number: number, tuner?: number): JournalEntry => ({
      type: 'started',
      number,
      ...(tuner === undefined ? {} : { tuner }),
      params: {},
      at: 0,
    });
    const finish = (number: number, reports = 0): JournalEntry => ({
      type: 'finished',
      number,
      state: 'pruned',
      value: 1,
      reports,
      at: 0,
    });
    const report: JournalEntry = { type: 'reported', number: 0, step: 1, value: 1, at: 0 };
    const stories: JournalEntry[][] = [
      [start(0)],
      [header, header],
      [header, start(0, 0)],
      [header, { type: 'tuner', tuner: 1, kind: 'random', at: 0 }],
      [header, start(1), start(1)],
      [header, start(1), start(0)],
      [header, finish(0)],
      [header, start(0), finish(0), finish(0)],
      [header, start(0), report, finish(0)],
      [header, report],
      [header, { type: 'restarted', number: 0, at: 0 }],
      [header, start(0), finish(0), { type: 'restarted', number: 0, at: 0 }],
      [header, { type: 'learnt', from: 3, at: 0 }],
    ];
    expect(
      stories.map((story) => refusal(story.map((entry, i) => lineOfEntry(i + 1, entry)))),
    ).toMatchInlineSnapshot(`
      [
        "line 1 is damaged: a journal begins with its header",
        "line 2 is damaged: a second header",
        "line 2 is damaged: tuner 0 is not known",
        "line 2 is damaged: tuner 1 out of turn",
        "line 3 is damaged: trial 1 starts a second time",
        "line 3 is damaged: trial 0 starts a second time",
        "line 2 is damaged: trial 0 is not running",
        "line 4 is damaged: trial 0 is not running",
        "line 4 is damaged: trial 0 has made 1 reports, not 0",
        "line 2 is damaged: trial 0 is not running",
        "line 2 is damaged: trial 0 is not running",
        "line 4 is damaged: trial 0 is not running",
        "line 2 is damaged: there is no line 3 before it",
      ]
    `);
    expect(
      refusal(
        [
          header,
          start(0),
          report,
          { type: 'restarted', number: 0, at: 0 } as const,
          report,
          finish(0, 1),
        ].map((entry, i) => lineOfEntry(i + 1, entry)),
      ),
    ).toBe('taken');
  });

  test('cuts a torn tail, ends a whole one, refuses a damaged one', () => {
    const reader = new JournalReader();
    expect(reader.takeTail('')).toBe('cut');
    expect(reader.takeTail(lines[0]!.slice(0, 9))).toBe('cut');
    expect(() => reader.takeTail(`${lines[0]!.trimEnd()}!`)).toThrow('line 1 is damaged');
    expect(reader.takeTail(lines[0]!.trimEnd())).toBe('end');
    expect(reader.entries).toEqual([everyType[0]]);
  });
});
