import { closeSync, lstatSync, openSync, renameSync, unlinkSync } from 'node:fs';
import { ioError } from './io-error.ts';

/** How long the same lock may stand until its holder is taken for dead: Optuna's grace period. */
const GRACE_MS = 30_000;

/**
 * Keeps the writers of an Optuna journal apart: a file beside it that only one of them can make.
 *
 * Optuna makes a symbolic link or a file of this name, whichever it was told to; one excludes the other.
 */
export class OptunaLock {
  readonly #path: string;
  #seen = { id: '', since: 0 };

  constructor(journal: string) {
    this.#path = `${journal}.lock`;
  }

  /**
   * Takes the lock if nobody has it, or if who has it is dead.
   *
   * @throws TuningError `Io` when no lock can be made there.
   */
  tryAcquire(): boolean {
    try {
      closeSync(openSync(this.#path, 'wx'));
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw ioError('lock', this.#path, error);
      if (this.#isStale()) this.#break();
      return false;
    }
  }

  release(): void {
    try {
      unlinkSync(this.#path);
    } catch (error) {
      // Somebody may have taken us for dead.
      if (codeOf(error) !== 'ENOENT') throw ioError('unlock', this.#path, error);
    }
  }

  #isStale(): boolean {
    const stat = lstatSync(this.#path, { throwIfNoEntry: false });
    const id = stat === undefined ? '' : `${stat.ino} ${stat.mtimeMs}`;
    const now = performance.now();
    if (id === '' || id !== this.#seen.id) this.#seen = { id, since: now };
    return now - this.#seen.since > GRACE_MS;
  }

  #break(): void {
    const away = `${this.#path}${crypto.randomUUID()}.rename`;
    try {
      // Of several who find it stale one alone succeeds.
      renameSync(this.#path, away);
      unlinkSync(away);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw ioError('break the lock', this.#path, error);
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
