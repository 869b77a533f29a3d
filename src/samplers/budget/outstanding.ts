import type { Candidate } from '../../candidate.ts';
import { canonicalKey } from '../../space/key.ts';
import type { Trial } from '../../trial.ts';

interface Entry<P, T> {
  readonly candidate: Candidate<P>;
  readonly kept: T;
}

/**
 * What a sampler keeps for each candidate that it proposed and has heard nothing of yet.
 *
 * A trial is recognised by what it continues, and by its parameters: the same object, else an equal one, as after a journal or another thread. Of several that are
 * equal in all of this the first proposed comes first.
 */
export class Outstanding<P, T> {
  readonly #entries: Entry<P, T>[] = [];

  get size(): number {
    return this.#entries.length;
  }

  add(candidate: Candidate<P>, kept: T): void {
    this.#entries.push({ candidate, kept });
  }

  /** What was kept for the candidate of a trial, which is then not outstanding any more; undefined for a trial of somebody else. */
  take({ params, budget, from }: Pick<Trial<P>, 'params' | 'budget' | 'from'>): T | undefined {
    const fits = ({ candidate }: Entry<P, T>): boolean =>
      candidate.budget === budget && candidate.from?.number === from;
    let at = this.#entries.findIndex((entry) => entry.candidate.params === params && fits(entry));
    if (at < 0 && this.#entries.some(fits)) {
      const key = canonicalKey(params);
      at = this.#entries.findIndex((entry) => fits(entry) && canonicalKey(entry.candidate.params) === key);
    }
    return at < 0 ? undefined : this.#entries.splice(at, 1)[0]?.kept;
  }

  /** The same for a candidate that will never be told. */
  give({ params, budget, from }: Candidate<P>): T | undefined {
    return this.take({
      params,
      ...(budget === undefined ? {} : { budget }),
      ...(from === undefined ? {} : { from: from.number }),
    });
  }
}
