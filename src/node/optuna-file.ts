import { fstatSync, readSync } from 'node:fs';
import { shown, TuningError } from '../errors.ts';
import { AppendFile, type Durability } from './append-file.ts';
import { ioError } from './io-error.ts';
import { endLastLine } from './last-line.ts';
import { applyLine } from './optuna-lines.ts';
import { OptunaLock } from './optuna-lock.ts';
import { OptunaReplay } from './optuna-replay.ts';

const BLOCK = 1_048_576;
const NEWLINE = 0x0a;

/** A file of Optuna's journal that this process and Optuna's own write in turn. */
export class OptunaFile {
  readonly #path: string;
  readonly #lock: OptunaLock;
  readonly #file: AppendFile;
  readonly #replay = new OptunaReplay();
  #fd = -1;
  /** How much of the file the replay has seen. */
  #end = 0;
  #lines = 0;

  /** @throws TuningError `Io`, naming the path. */
  constructor(path: string, durability: Durability) {
    this.#path = path;
    this.#lock = new OptunaLock(path);
    this.#file = new AppendFile(path, durability, (fd) => {
      this.#fd = fd;
    });
    if (this.#fd >= 0) return;
    this.#file.close();
    throw ioError('append to', path, new Error('it is no regular file'));
  }

  /**
   * Appends what a function makes of all that was written before.
   *
   * @param compose gives lines with their ends, or an empty text to append none; and tells the replay what they do.
   * @returns false when another process is writing just now.
   * @throws TuningError `Io` or `Serialization`, naming the path.
   */
  append(compose: (replay: OptunaReplay) => string): boolean {
    if (!this.#lock.tryAcquire()) return false;
    try {
      this.#catchUp();
      const text = compose(this.#replay);
      if (text !== '') {
        this.#file.append(text);
        this.#end += Buffer.byteLength(text);
        this.#lines += text.split('\n').length - 1;
      }
    } finally {
      this.#lock.release();
    }
    return true;
  }

  /** @throws TuningError `Io`, naming the path. */
  close(): void {
    this.#file.close();
  }

  /** Reads what others have written since. */
  #catchUp(): void {
    const { size } = fstatSync(this.#fd);
    if (size === this.#end) return;
    if (size < this.#end) {
      throw new TuningError(
        'Serialization',
        `${shown(this.#path)} has become shorter while it was written to; begin another file`,
      );
    }
    this.#read(size);
    if (this.#end === size) return;
    // Who holds the lock is alone: a line without an end will never get one.
    endLastLine(this.#path, this.#fd, size);
    this.#read(fstatSync(this.#fd).size);
  }

  #read(to: number): void {
    for (const bytes of linesBetween(this.#fd, this.#end, to)) {
      applyLine(this.#path, { number: ++this.#lines, bytes, ended: true }, this.#replay);
      this.#end += bytes.length + 1;
    }
  }
}

/** The lines of a part of a file, without what follows its last newline. */
function* linesBetween(fd: number, from: number, to: number): Generator<Buffer, void, undefined> {
  let begun: Buffer[] = [];
  for (let position = from; position < to; ) {
    const block = Buffer.alloc(Math.min(BLOCK, to - position));
    const length = readSync(fd, block, 0, block.length, position);
    if (length === 0) return;
    position += length;
    let start = 0;
    for (let end = block.indexOf(NEWLINE); end >= 0 && end < length; end = block.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...begun, block.subarray(start, end)]);
      begun = [];
      start = end + 1;
    }
    if (start < length) begun.push(block.subarray(start, length));
  }
}
