import { ftruncateSync, readFileSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureDirSync } from 'fs-extra/esm';
import { shown, TuningError } from '../errors.ts';
import { crc32, hex } from '../journal/checksum.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Journal, JournalOptions, OnMismatch, OpenJournal } from '../journal/journal.ts';
import { journalOptions } from '../journal/journal-options.ts';
import { CHECK } from '../journal/line.ts';
import { JournalReader } from '../journal/reader.ts';
import { parseOptions } from '../parse-options.ts';
import { AppendFile, type Durability } from './append-file.ts';
import { FileLock } from './file-lock.ts';
import { durability, refuseNoPath } from './file-options.ts';
import { attempt } from './io-error.ts';
import { LineBuffer } from './line-buffer.ts';

/** Options of `journal`. */
export interface JournalFileOptions extends JournalOptions {
  /**
   * When lines reach the file and the disk. `'line'`: each is forced out to the disk before what it announces happens. `'batch'`: each is in the file before that, and
   * forced out within 100 ms; the end of the process loses nothing, that of the machine at most these. `'none'`: lines are gathered for up to 100 ms or 64 KiB, and
   * the system forces them out when it sees fit. Default `'batch'`.
   */
  readonly durability?: Durability;
}

const schema = journalOptions.extend({ durability });

const GATHER = { milliseconds: 100, characters: 65_536 };

/**
 * A journal in a file: what lets a study that was killed at any moment go on as if nothing had happened.
 *
 * Every start, report and end of a trial is a line of JSON with a checksum, written before anybody hears of it. When a study is started whose journal is there already,
 * `evaluate` answers the recorded trials from it without calling the objective, runs the unfinished ones again, and goes on. The file belongs to one study at a time.
 * The rest of a line that a crash cut short is cut off; a damaged line is refused with its number, and `repair` sets it aside.
 *
 * Errors reach the subscriber: `Io` when the file cannot be read or written, `Serialization` for a damaged line or parameters that JSON cannot say, `Locked` when another
 * process writes the file, `JournalMismatch` when the study is another one.
 *
 * @param path where to keep it, relative to the working directory; folders are made.
 * @throws TuningError `InvalidConfig` for an empty path or a wrong option.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { best, evaluate, float, random, space } from 'rxtune';
 * import { journal } from 'rxtune/node';
 *
 * const square = space({ x: float(-1, 1) });
 * const study = random(square, { seed: 1 }).pipe(
 *   take(20),
 *   evaluate(({ x }) => x * x, { journal: journal('runs/kept-squares.jsonl') }),
 * );
 * const winner = await lastValueFrom(study.pipe(best())); // the second time from the journal
 * ```
 */
export function journal(path: string, options: JournalFileOptions = {}): Journal {
  refuseNoPath('journal', path);
  return new JournalFile(path, parseOptions('journal', schema, options));
}

class JournalFile implements Journal {
  readonly name: string;
  readonly verify: boolean;
  readonly onMismatch: OnMismatch;
  readonly #path: string;
  readonly #durability: Durability;

  constructor(path: string, { verify, onMismatch, durability }: Required<JournalFileOptions>) {
    this.name = shown(path);
    this.verify = verify;
    this.onMismatch = onMismatch;
    this.#path = path;
    this.#durability = durability;
  }

  read(): readonly JournalEntry[] {
    return readEntries(this.#path);
  }

  open(): OpenJournal {
    return openFile(this.#path, this.#durability);
  }
}

/**
 * The entries of the journal in a file.
 *
 * @throws TuningError `Io` when it cannot be read, `Serialization` for a damaged line.
 */
export function readEntries(path: string): readonly JournalEntry[] {
  return entriesOf(
    path,
    attempt('read', path, () => readFileSync(path)),
  ).entries;
}

function openFile(path: string, durability: Durability): OpenJournal {
  attempt('open', path, () => {
    ensureDirSync(dirname(path));
  });
  const lock = new FileLock(path);
  try {
    let recorded: readonly JournalEntry[] = [];
    const file = new AppendFile(path, durability, (fd, size) => {
      const bytes = Buffer.alloc(size);
      for (let read = 0, count = 1; read < size && count > 0; read += count)
        count = readSync(fd, bytes, read, size - read, read);
      const { entries, keep, ended } = entriesOf(path, bytes);
      if (keep < size) ftruncateSync(fd, keep);
      if (!ended) writeSync(fd, '\n');
      recorded = entries;
    });
    return new OpenFile(recorded, file, lock, durability === 'none');
  } catch (error) {
    lock.release();
    throw error;
  }
}

class OpenFile implements OpenJournal {
  readonly recorded: readonly JournalEntry[];
  readonly #file: AppendFile;
  readonly #lock: FileLock;
  readonly #gathers: boolean;
  #lines: number;
  readonly #gathered = new LineBuffer();
  #timer: NodeJS.Timeout | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(recorded: readonly JournalEntry[], file: AppendFile, lock: FileLock, gathers: boolean) {
    this.recorded = recorded;
    this.#lines = recorded.length;
    this.#file = file;
    this.#lock = lock;
    this.#gathers = gathers;
  }

  append(entry: JournalEntry): void {
    this.#failLate();
    this.#gathered.add(++this.#lines, entry);
    if (!this.#gathers || this.#gathered.size >= GATHER.characters) this.#write();
    else this.#timer ??= setTimeout(this.#writeLate, GATHER.milliseconds);
  }

  close(): void {
    try {
      this.#failLate();
      if (this.#gathered.size > 0) this.#write();
      this.#file.close();
    } finally {
      clearTimeout(this.#timer);
      this.#lock.release();
    }
  }

  /** What it cannot write it gives up, and the file has closed itself. */
  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#file.append(this.#gathered.take());
  }

  readonly #writeLate = (): void => {
    try {
      this.#write();
    } catch (error) {
      // A timer has no caller to tell: the next entry or the close does.
      this.#failure = { error };
    }
  };

  #failLate(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
  }
}

const NEWLINE = 0x0a;

interface Contents {
  readonly entries: readonly JournalEntry[];
  /** How many bytes of the file are to stay. */
  readonly keep: number;
  /** False where the last line lacks its newline. */
  readonly ended: boolean;
}

function entriesOf(path: string, bytes: Buffer): Contents {
  const reader = new JournalReader();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  try {
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      reader.take(bytes.toString('utf8', start, end), hex(crc32(view, start, end - CHECK)));
      start = end + 1;
    }
    const tail = bytes.toString('utf8', start);
    const ended = tail === '' || reader.takeTail(tail) === 'cut';
    return { entries: reader.entries, keep: ended ? start : bytes.length, ended };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : shown(cause);
    throw new TuningError(
      'Serialization',
      `${shown(path)}: ${reason}; repair(${shown(path)}) sets aside what is damaged and keeps the rest`,
      { cause },
    );
  }
}
