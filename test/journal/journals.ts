import type { JournalEntry } from '../../src/journal/entry.ts';
import { lineOfEntry } from '../../src/journal/line.ts';

/** An entry of every type, as a study may have written them. */
export const everyType: readonly JournalEntry[] = [
  { type: 'journal', format: 1, library: '0.1.0', direction: 'minimize', order: 'finish', at: 1 },
  {
    type: 'tuner',
    tuner: 0,
    kind: 'random',
    options: { seed: 'größer' },
    space: { fingerprint: '0badcafe', parameters: { x: 'float' } },
    at: 2,
  },
  { type: 'started', number: 0, tuner: 0, suggestion: 0, told: 0, params: { x: 0.1 }, at: 3 },
  { type: 'started', number: 1, params: { x: '日本' }, budget: 2.5, from: 0, at: 4 },
  { type: 'reported', number: 0, step: 1, value: 0.5, at: 5 },
  { type: 'reported', number: 0, step: -2.5, value: Number.NaN, at: 6 },
  { type: 'reported', number: 1, step: 1, value: [1, -Infinity], at: 6 },
  { type: 'restarted', number: 1, at: 7 },
  {
    type: 'finished',
    number: 1,
    state: 'failed',
    error: new RangeError('too much'),
    reports: 0,
    checkpointLost: true,
    at: 8,
  },
  { type: 'finished', number: 0, state: 'pruned', value: Infinity, reports: 2, checkpoint: 'a.bin', at: 9 },
  { type: 'started', number: 2, after: 2, params: { x: 1 }, at: 10 },
  { type: 'finished', number: 2, state: 'complete', value: 3.25, reports: 0, checkpoint: { w: [0] }, at: 11 },
  { type: 'learnt', from: 3, order: 'trial', window: 4, at: 12 },
];

/** Entries as the text of a journal. */
export const textOf = (entries: readonly JournalEntry[]): string =>
  entries.map((entry, i) => lineOfEntry(i + 1, entry)).join('');
