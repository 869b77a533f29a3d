import { TuningError } from '../errors.ts';
import type { JournalEntry } from './entry.ts';
import type { Journal, JournalOptions, OnMismatch, OpenJournal } from './journal.ts';
import { readJournalOptions } from './journal-options.ts';
import { lineOfEntry } from './line.ts';
import { JournalReader } from './reader.ts';

/**
 * A journal in memory, as the text that `journal(path)` of `rxtune/node` has in its file.
 *
 * When to use: in tests, and in browsers, where the text can be kept wherever there is room for it.
 *
 * @param text of an earlier journal, to go on from there. Default: none.
 * @throws TuningError `InvalidConfig` for a wrong option; what is wrong with the text shows in the error of the study.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { evaluate, float, memoryJournal, random, space } from 'rxtune';
 *
 * const journal = memoryJournal();
 * await lastValueFrom(random(space({ x: float(-1, 1) })).pipe(take(3), evaluate(({ x }) => x ** 2, { journal })));
 * journal.text.split('\n').length - 1; // => 8
 * ```
 */
export function memoryJournal(text = '', options: JournalOptions = {}): MemoryJournal {
  return new MemoryJournal(text, readJournalOptions('memoryJournal', options));
}

/** Made by `memoryJournal()`. */
export class MemoryJournal implements Journal {
  readonly name = 'the journal in memory';
  readonly verify: boolean;
  readonly onMismatch: OnMismatch;
  #text: string;
  #open = false;

  /** @internal */
  constructor(text: string, { verify, onMismatch }: Required<JournalOptions>) {
    this.#text = text;
    this.verify = verify;
    this.onMismatch = onMismatch;
  }

  /** Everything that was written so far: a line for each entry. */
  get text(): string {
    return this.#text;
  }

  read(): readonly JournalEntry[] {
    return readText(this.#text).entries;
  }

  open(): OpenJournal {
    if (this.#open)
      throw new TuningError('Locked', `${this.name} is written by another study: give each its own`);
    const { entries, text } = readText(this.#text);
    this.#text = text;
    this.#open = true;
    let lines = entries.length;
    return {
      recorded: entries,
      append: (entry) => {
        this.#text += lineOfEntry(++lines, entry);
      },
      close: () => {
        this.#open = false;
      },
    };
  }
}

/** The entries of a text, and the text without what a crash cut short. */
function readText(text: string): { entries: readonly JournalEntry[]; text: string } {
  const reader = new JournalReader();
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  for (const line of lines) reader.take(line);
  if (tail === '') return { entries: reader.entries, text };
  const rest = reader.takeTail(tail);
  return {
    entries: reader.entries,
    text: rest === 'end' ? `${text}\n` : text.slice(0, text.length - tail.length),
  };
}
