import type { PrunerTrial } from './pruner.ts';

/** Something kept for each running trial, and let go of at its end. */
export class PerTrial<T> {
  readonly #make: () => T;
  readonly #kept = new Map<number, T>();

  constructor(make: () => T) {
    this.#make = make;
  }

  of(number: number): T {
    let kept = this.#kept.get(number);
    if (kept === undefined) {
      kept = this.#make();
      this.#kept.set(number, kept);
    }
    return kept;
  }

  all(): Iterable<T> {
    return this.#kept.values();
  }

  /** What was kept of a trial that ended; undefined if it reported nothing. */
  end({ number }: PrunerTrial): T | undefined {
    const kept = this.#kept.get(number);
    this.#kept.delete(number);
    return kept;
  }
}
