import type { Candidate } from '../../candidate.ts';
import type { CompleteTrial, ContinuedTrial } from '../../trial.ts';

/** Something that has a place among others: by its loss, and by the order of proposing, which does not depend on who finishes first. */
export interface Ranked {
  readonly loss: number;
  readonly order: number;
}

/** A configuration that has finished a rung, with all that it takes to go on: its checkpoint is in memory as long as this is. */
export interface Member<P> extends Ranked {
  /** Its last trial. */
  readonly trial: CompleteTrial<P>;
  readonly from: ContinuedTrial;
}

export function memberOf<P>(trial: CompleteTrial<P>, order: number, checkpoint: unknown): Member<P> {
  const { number, budget, loss } = trial;
  return {
    trial,
    loss,
    order,
    from: { number, ...(budget === undefined ? {} : { budget }), checkpoint },
  };
}

/** The candidate that lets a member go on. */
export function continued<P>({ trial: { params }, from }: Member<P>, budget: number): Candidate<P> {
  return { params, budget, from };
}

/** Where one belongs in a list that is sorted from the best on; of equal losses the one that was proposed first is better. O(log n). */
export function rankOf(sorted: readonly Ranked[], { loss, order }: Ranked): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const half = (from + to) >> 1;
    const other = sorted[half];
    if (other !== undefined && (other.loss < loss || (other.loss === loss && other.order < order)))
      from = half + 1;
    else to = half;
  }
  return from;
}

/** The best so many of all that were added, from the best on. */
export class Ranking<P> {
  readonly #capacity: number;
  readonly #members: Member<P>[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#members.length;
  }

  get best(): Member<P> | undefined {
    return this.#members[0];
  }

  /** Adds a member, and gives the one that there is no place for, which may be the same. */
  add(member: Member<P>): Member<P> | undefined {
    this.#members.splice(rankOf(this.#members, member), 0, member);
    return this.#members.length > this.#capacity ? this.#members.pop() : undefined;
  }

  takeBest(): Member<P> | undefined {
    return this.#members.shift();
  }
}
