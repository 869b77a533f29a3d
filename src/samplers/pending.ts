import type { Space } from '../space/space.ts';

interface Entry<T> {
  readonly kept: T;
  key: string | undefined;
}

/**
 * What a sampler keeps for each candidate that was asked for and not told yet.
 *
 * A told candidate is recognised by identity, else by its key: one that went through a journal or another thread is a
 * copy. Keys are made only for copies.
 */
export class Pending<P, T> {
  readonly #space: Space<P>;
  readonly #entries = new Map<P, Entry<T>>();

  constructor(space: Space<P>) {
    this.#space = space;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(params: P, kept: T): void {
    this.#entries.set(params, { kept, key: undefined });
  }

  /** What was kept for a candidate, which is then no longer pending; undefined for one that is not. */
  take(params: P): T | undefined {
    const known = this.#entries.get(params);
    if (known !== undefined) {
      this.#entries.delete(params);
      return known.kept;
    }
    if (this.#entries.size === 0) return undefined;
    const key = this.#space.key(params);
    for (const [asked, entry] of this.#entries) {
      entry.key ??= this.#space.key(asked);
      if (entry.key !== key) continue;
      this.#entries.delete(asked);
      return entry.kept;
    }
    return undefined;
  }
}
