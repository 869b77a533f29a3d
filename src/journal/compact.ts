import { TuningError } from '../errors.ts';
import type { JournalEntry, ReportedEntry } from './entry.ts';
import { Course } from './reader.ts';

/**
 * The same journal without what only interruptions have put there.
 *
 * A trial that was run again after a crash and reported the same once more looks as if it had never been interrupted. Trials that were given up, as the tuner proposed
 * something else, are left out. A study that goes on from it finds all as before.
 *
 * @throws TuningError `InvalidConfig` while trials are unfinished.
 */
export function compactEntries(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const givenUp = trialsGivenUp(entries);
  const doubled = doubledReports(entries);
  const lines: number[] = [];
  const kept: JournalEntry[] = [];
  for (const entry of entries) {
    lines.push(kept.length + 1);
    if ('number' in entry && givenUp.has(entry.number)) continue;
    if (doubled.has(entry)) continue;
    kept.push(entry.type === 'learnt' ? { ...entry, from: lines[entry.from - 1] ?? entry.from } : entry);
  }
  return kept;
}

function trialsGivenUp(entries: readonly JournalEntry[]): ReadonlySet<number> {
  const course = new Course();
  const givenUp = new Set<number>();
  entries.forEach((entry, i) => {
    course.add(entry, i + 1);
    if (entry.type === 'learnt') for (const number of course.running.keys()) givenUp.add(number);
    if (entry.type === 'finished') givenUp.delete(entry.number);
  });
  const unfinished = [...course.running.keys()].filter((number) => !givenUp.has(number));
  if (unfinished.length === 0) return givenUp;
  throw new TuningError(
    'InvalidConfig',
    `compact: trial ${unfinished.join(', ')} has not finished; let the study end first`,
  );
}

/** Reports that say again what an earlier run of the same trial has said, and the marks of these runs. */
function doubledReports(entries: readonly JournalEntry[]): ReadonlySet<JournalEntry> {
  const doubled = new Set<JournalEntry>();
  for (const runs of runsOf(entries).values()) {
    if (runs.length < 2) continue;
    const last = runs.at(-1)?.reports ?? [];
    if (!runs.every(({ reports }) => reports.every((report, i) => same(report, last[i])))) continue;
    let known = 0;
    for (const { mark, reports } of runs) {
      if (mark.type === 'restarted') doubled.add(mark);
      for (const report of reports.slice(0, known)) doubled.add(report);
      known = Math.max(known, reports.length);
    }
  }
  return doubled;
}

interface Run {
  readonly mark: JournalEntry;
  readonly reports: ReportedEntry[];
}

function runsOf(entries: readonly JournalEntry[]): ReadonlyMap<number, Run[]> {
  const trials = new Map<number, Run[]>();
  for (const entry of entries) {
    if (entry.type === 'started') trials.set(entry.number, [{ mark: entry, reports: [] }]);
    if (entry.type === 'restarted') trials.get(entry.number)?.push({ mark: entry, reports: [] });
    if (entry.type === 'reported') trials.get(entry.number)?.at(-1)?.reports.push(entry);
  }
  return trials;
}

function same(one: ReportedEntry, other: ReportedEntry | undefined): boolean {
  if (one.step !== other?.step) return false;
  const [a, b] = [[one.value].flat(), [other.value].flat()];
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}
