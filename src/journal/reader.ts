import { TuningError } from '../errors.ts';
import type { JournalEntry } from './entry.ts';
import { entryOfLine, kindOfTail } from './line.ts';

/** Reads a journal line by line, from its first one, and takes only what a study can have written in this order. */
export class JournalReader {
  readonly entries: JournalEntry[] = [];
  readonly #course = new Course();

  /**
   * @param sum its checksum, for those who have it already.
   * @throws TuningError `Serialization` with the number of the line and what is wrong with it.
   */
  take(text: string, sum?: string): void {
    const number = this.entries.length + 1;
    try {
      const { line, entry } = entryOfLine(text, sum);
      if (line !== number)
        throw new TuningError(
          'Serialization',
          `it says that it is line ${line}: lines are missing or displaced`,
        );
      this.#course.add(entry, line);
      this.entries.push(entry);
    } catch (cause) {
      throw damagedLine(number, cause);
    }
  }

  /**
   * Takes what stands after the last newline.
   *
   * @returns what is to be done with it: `'end'` a whole line that lacks its newline, `'cut'` one that a crash cut short.
   * @throws TuningError `Serialization` for a line that was whole and is damaged.
   */
  takeTail(text: string): 'end' | 'cut' {
    if (text === '' || kindOfTail(text) === 'torn') return 'cut';
    this.take(text);
    return 'end';
  }
}

function damagedLine(number: number, cause: unknown): TuningError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TuningError('Serialization', `line ${number} is damaged: ${reason}`, { cause });
}

/** What has happened so far in a journal, by which it is known what may come next. */
export class Course {
  /** The trials that have started and not finished, in the order of starting, with the number of their reports. */
  readonly running = new Map<number, number>();
  #last = -1;
  #tuners = 0;
  #empty = true;

  /** @throws TuningError `Serialization` when an entry cannot come here. */
  add(entry: JournalEntry, line: number): void {
    if (this.#empty !== (entry.type === 'journal'))
      throw impossible(this.#empty ? 'a journal begins with its header' : 'a second header');
    this.#empty = false;
    switch (entry.type) {
      case 'journal':
        return;
      case 'tuner':
        if (entry.tuner !== this.#tuners++) throw impossible(`tuner ${entry.tuner} out of turn`);
        return;
      case 'started':
        if (entry.number <= this.#last) throw impossible(`trial ${entry.number} starts a second time`);
        if (entry.tuner !== undefined && entry.tuner >= this.#tuners)
          throw impossible(`tuner ${entry.tuner} is not known`);
        this.#last = entry.number;
        this.running.set(entry.number, 0);
        return;
      case 'restarted':
        this.#reportsOf(entry.number);
        this.running.set(entry.number, 0);
        return;
      case 'reported':
        this.running.set(entry.number, this.#reportsOf(entry.number) + 1);
        return;
      case 'finished': {
        const reports = this.#reportsOf(entry.number);
        if (entry.reports !== reports)
          throw impossible(`trial ${entry.number} has made ${reports} reports, not ${entry.reports}`);
        this.running.delete(entry.number);
        return;
      }
      case 'learnt':
        if (entry.from < 2 || entry.from > line) throw impossible(`there is no line ${entry.from} before it`);
    }
  }

  #reportsOf(number: number): number {
    const reports = this.running.get(number);
    if (reports === undefined) throw impossible(`trial ${number} is not running`);
    return reports;
  }
}

const impossible = (what: string): TuningError => new TuningError('Serialization', what);
