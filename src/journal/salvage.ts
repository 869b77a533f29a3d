import { version } from '../version.ts';
import type { JournalEntry } from './entry.ts';
import { entryOfLine, type NumberedEntry } from './line.ts';
import { Course } from './reader.ts';

/** What can be saved of a damaged journal. */
export interface Salvage {
  readonly entries: readonly JournalEntry[];
  /** The lines that are damaged, and those that say nothing without them. */
  readonly setAside: readonly string[];
}

interface ReadLine extends NumberedEntry {
  readonly text: string;
}

/**
 * Saves what can be saved of a damaged journal.
 *
 * Everything before the damage stays, so that a study goes on exactly from there. Of what comes after it, trials are kept whose start, reports and end are all there: their
 * results will be told to the tuner, which may in the meantime have been asked in a way that nobody knows any more. Lines that were displaced are put back.
 */
export function salvage(lines: readonly string[]): Salvage {
  const read = readable(lines);
  const { entries, course } = soundPart(read);
  const rest = read.slice(entries.length);
  const whole = wholeTrials(rest, course);
  const used = new Set([...read.slice(0, entries.length), ...whole].map(({ text }) => text));
  const from = Math.max(entries.length, 1) + 1;
  if (entries.length === 0) entries.push({ type: 'journal', format: 1, library: version, at: 0 });
  for (const { entry } of whole) entries.push(withoutTuner(entry));
  if (whole.length > 0) entries.push({ type: 'learnt', from, at: whole.at(-1)?.entry.at ?? 0 });
  // Of a line that is there twice one is of no use.
  return { entries, setAside: lines.filter((text) => !used.delete(text)) };
}

/** The sound lines in the order of their numbers, each once. */
function readable(lines: readonly string[]): ReadLine[] {
  const read = new Map<number, ReadLine>();
  for (const text of lines) {
    try {
      const line = entryOfLine(text);
      if (!read.has(line.line)) read.set(line.line, { ...line, text });
    } catch {
      // It is set aside.
    }
  }
  return [...read.values()].sort((a, b) => a.line - b.line);
}

function soundPart(read: readonly ReadLine[]): { entries: JournalEntry[]; course: Course } {
  const entries: JournalEntry[] = [];
  const course = new Course();
  for (const { line, entry } of read) {
    if (line !== entries.length + 1) break;
    try {
      course.add(entry, line);
    } catch {
      break;
    }
    entries.push(entry);
  }
  return { entries, course };
}

/** The lines after the damage that belong to trials of which nothing is missing. */
function wholeTrials(rest: readonly ReadLine[], course: Course): ReadLine[] {
  const open = new Map<number, { reports: number; readonly lines: ReadLine[] }>();
  for (const [number, reports] of course.running) open.set(number, { reports, lines: [] });
  const whole = new Set<ReadLine>();
  for (const line of rest) {
    const { entry } = line;
    if (entry.type === 'started') open.set(entry.number, { reports: 0, lines: [line] });
    if (entry.type !== 'reported' && entry.type !== 'restarted' && entry.type !== 'finished') continue;
    const trial = open.get(entry.number);
    if (trial === undefined) continue;
    trial.lines.push(line);
    if (entry.type === 'reported') trial.reports++;
    if (entry.type === 'restarted') trial.reports = 0;
    if (entry.type !== 'finished') continue;
    open.delete(entry.number);
    if (entry.reports === trial.reports) for (const own of trial.lines) whole.add(own);
  }
  return rest.filter((line) => whole.has(line));
}

function withoutTuner(entry: JournalEntry): JournalEntry {
  if (entry.type !== 'started') return entry;
  const { tuner: _, suggestion: __, told: ___, ...rest } = entry;
  return rest;
}
