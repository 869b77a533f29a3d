import type { FinishedEntry, JournalEntry, StudyTerms } from '../journal/entry.ts';
import type { Report, Score, Trial } from '../trial.ts';
import { scoringOf } from './scoring.ts';

/** The terms that hold at the end of a journal. */
export function termsOf(entries: readonly JournalEntry[]): StudyTerms {
  const last = entries.findLast(
    (entry) => entry.type === 'journal' || (entry.type === 'learnt' && entry.direction !== undefined),
  );
  if (last === undefined || !('order' in last || 'direction' in last)) return {};
  const { direction, order, window } = last;
  return {
    ...(direction === undefined ? {} : { direction }),
    ...(order === undefined ? {} : { order }),
    ...(window === undefined ? {} : { window }),
  };
}

/** The finished trials among entries, in the order of finishing; of trials that began before the first entry nothing is told. */
export function recordedTrials(
  entries: readonly JournalEntry[],
  lossOf: (value: Score) => Score = lossesOf(entries),
): Trial<unknown, Score>[] {
  const open = new Map<number, OpenTrial>();
  const finished: Trial<unknown, Score>[] = [];
  for (const entry of entries) {
    if (entry.type === 'started') {
      const { number, params, budget, from, at } = entry;
      const more = { ...(budget === undefined ? {} : { budget }), ...(from === undefined ? {} : { from }) };
      open.set(number, { number, params, ...more, reports: [], startedAt: at });
      continue;
    }
    if (entry.type !== 'restarted' && entry.type !== 'reported' && entry.type !== 'finished') continue;
    const trial = open.get(entry.number);
    if (trial === undefined) continue;
    if (entry.type === 'reported') trial.reports.push({ step: entry.step, value: entry.value, at: entry.at });
    if (entry.type === 'restarted') open.set(entry.number, { ...trial, reports: [], startedAt: entry.at });
    if (entry.type === 'finished') finished.push(ended(trial, entry, lossOf));
  }
  return finished;
}

function lossesOf(entries: readonly JournalEntry[]): (value: Score) => Score {
  const scoring = scoringOf(termsOf(entries).direction ?? 'minimize');
  return (value) => scoring.loss(value);
}

interface OpenTrial {
  readonly number: number;
  readonly params: unknown;
  readonly budget?: number;
  readonly from?: number;
  readonly reports: Report<Score>[];
  readonly startedAt: number;
}

function ended(
  trial: OpenTrial,
  { state, value, error, checkpoint, at }: FinishedEntry,
  lossOf: (value: Score) => Score,
): Trial<unknown, Score> {
  const common = { ...trial, ...(typeof checkpoint === 'string' ? { checkpoint } : {}), finishedAt: at };
  if (state === 'failed' || (state === 'complete' && value === undefined))
    return { ...common, state: 'failed', error };
  if (value === undefined) return { ...common, state: 'pruned' };
  return { ...common, state, value, loss: lossOf(value) };
}
