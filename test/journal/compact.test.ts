import { describe, expect, test } from 'vitest';
import { compactEntries } from '../../src/journal/compact.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { memoryJournal } from '../../src/journal/memory-journal.ts';
import { gist, pruner, runOn } from '../stream/journal-studies.ts';
import { textOf } from './journals.ts';

const study = { tuner: 'echo', trials: 8, options: { concurrency: 3, pruner, order: 'trial' as const } };

describe('compactEntries', () => {
  test('leaves a journal alone that nothing has interrupted', () => {
    const { entries } = { entries: memoryJournal(runOn('', study).text).read() };
    expect(compactEntries(entries)).toEqual(entries);
  });

  test('makes it look as if nothing had interrupted it', () => {
    const whole = runOn('', study);
    let text = '';
    for (let k = 1; k < 12; k++) text = runOn(text.slice(0, 300 * k), study).text;
    const entries = memoryJournal(text).read();
    const compacted = compactEntries(entries);
    expect(entries.some(({ type }) => type === 'restarted')).toBe(true);
    expect(compacted.some(({ type }) => type === 'restarted')).toBe(false);
    expect(compacted.length).toBe(memoryJournal(whole.text).read().length);
    const again = runOn(textOf(compacted), study);
    expect([gist(again.trials), again.ran]).toEqual([gist(whole.trials), []]);
  });

  test('keeps reports that were others when the trial ran again', () => {
    const entries: JournalEntry[] = [
      { type: 'journal', format: 1, library: '0', at: 0 },
      { type: 'started', number: 0, params: {}, at: 0 },
      { type: 'reported', number: 0, step: 1, value: 1, at: 0 },
      { type: 'restarted', number: 0, at: 0 },
      { type: 'reported', number: 0, step: 1, value: 2, at: 0 },
      { type: 'finished', number: 0, state: 'complete', value: 1, reports: 1, at: 0 },
    ];
    expect(compactEntries(entries)).toEqual(entries);
  });

  test('leaves out what was given up, and moves the marks', () => {
    const entries: JournalEntry[] = [
      { type: 'journal', format: 1, library: '0', at: 0 },
      { type: 'started', number: 0, params: { x: 0 }, at: 0 },
      { type: 'started', number: 1, params: { x: 1 }, at: 0 },
      { type: 'finished', number: 1, state: 'complete', value: 1, reports: 0, at: 0 },
      { type: 'learnt', from: 3, at: 0 },
      { type: 'started', number: 2, params: { x: 2 }, at: 0 },
      { type: 'finished', number: 2, state: 'complete', value: 1, reports: 0, at: 0 },
    ];
    expect(compactEntries(entries)).toEqual([
      entries[0],
      entries[2],
      entries[3],
      { type: 'learnt', from: 2, at: 0 },
      entries[5],
      entries[6],
    ]);
  });

  test('refuses a study that has not ended', () => {
    const entries: JournalEntry[] = [
      { type: 'journal', format: 1, library: '0', at: 0 },
      { type: 'started', number: 0, params: { x: 0 }, at: 0 },
    ];
    expect(() => compactEntries(entries)).toThrow('trial 0 has not finished');
  });
});
