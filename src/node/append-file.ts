import { closeSync, fdatasyncSync, fstatSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureDirSync } from 'fs-extra/esm';
import { TuningError } from '../errors.ts';
import { attempt } from './io-error.ts';

/**
 * When what was written is forced out to the disk, so that it outlives a failure of the whole machine.
 *
 * `'line'`: each line, before it counts as stored (about 0.2 ms on a local disk). `'batch'`: what has gathered, within 100 ms, and at the end. `'none'`:
 * whenever the system sees fit. The crash of the process alone loses nothing under any of them.
 */
export type Durability = 'none' | 'batch' | 'line';

const BATCH_MS = 100;

/** A file that only grows: opened once, its folders made, each append in the file before the call returns. */
export class AppendFile {
  readonly #path: string;
  readonly #fd: number;
  readonly #durability: Durability;
  #open = true;
  #batch: NodeJS.Timeout | undefined;
  #failure: TuningError | undefined;

  /**
   * @param prepare puts the end of a regular file in order before the first append.
   * @throws TuningError `Io`, naming the path, or what `prepare` throws.
   */
  constructor(path: string, durability: Durability, prepare: (fd: number, size: number) => void) {
    this.#path = path;
    this.#fd = attempt('open', path, () => {
      ensureDirSync(dirname(path));
      return openSync(path, 'a+');
    });
    try {
      const stat = attempt('look at', path, () => fstatSync(this.#fd));
      // A pipe or a terminal has no end to look at, and nothing to sync.
      this.#durability = stat.isFile() ? durability : 'none';
      if (stat.isFile())
        attempt('append to', path, () => {
          prepare(this.#fd, stat.size);
        });
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
  }

  /**
   * Writes a text, or its bytes, at the end; when that fails the file is closed.
   *
   * @throws TuningError `Io`, naming the path; also when an earlier batch could not be synced.
   */
  append(text: string | Uint8Array): void {
    try {
      if (this.#failure !== undefined) throw this.#failure;
      attempt('append to', this.#path, () => {
        writeAll(this.#fd, text);
      });
      if (this.#durability === 'line') this.#sync();
      else if (this.#durability === 'batch') this.#batch ??= setTimeout(this.#syncBatch, BATCH_MS);
    } catch (error) {
      this.#failure = undefined;
      this.#open = false;
      clearTimeout(this.#batch);
      try {
        closeSync(this.#fd);
      } catch {
        // The first failure tells more.
      }
      throw error;
    }
  }

  /**
   * Syncs what is left and closes the file; does nothing when it is closed.
   *
   * @throws TuningError `Io`, naming the path.
   */
  close(): void {
    if (!this.#open) return;
    if (this.#batch !== undefined) this.#syncBatch();
    this.#release();
    if (this.#failure !== undefined) throw this.#failure;
  }

  #release(): void {
    this.#open = false;
    clearTimeout(this.#batch);
    attempt('close', this.#path, () => {
      closeSync(this.#fd);
    });
  }

  #sync(): void {
    attempt('sync', this.#path, () => {
      fdatasyncSync(this.#fd);
    });
  }

  readonly #syncBatch = (): void => {
    clearTimeout(this.#batch);
    this.#batch = undefined;
    try {
      this.#sync();
    } catch (error) {
      // A timer has no caller to tell: the next append or the close does.
      if (error instanceof TuningError) this.#failure = error;
    }
  };
}

/** Writes a whole text, or its bytes, where the file is. */
export function writeAll(fd: number, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  // A nearly full disk may take only a part.
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
