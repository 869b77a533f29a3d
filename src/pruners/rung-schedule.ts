/**
 * Where rungs are, in reports: R_0 = 4 % of a whole trial and at least 2, R_j = max(round(R_0 s^j), R_(j-1) + 1) for the spacing s.
 *
 * Where a whole trial is known, a rung is reached with that trial's step; beyond its end, or without one, with the number of reports.
 */
export class RungSchedule {
  readonly #spacing: number;
  readonly #first: number;
  readonly #counts: number[];
  readonly #steps: readonly number[];

  /** @param steps of a whole trial's reports, in order; empty if only their number is known. */
  constructor(reports: number, steps: readonly number[], spacing: number, firstRung?: number) {
    this.#spacing = spacing;
    this.#first = firstRung ?? Math.max(2, Math.round(0.04 * reports));
    this.#counts = [this.#first];
    this.#steps = steps;
  }

  /** Whether a trial has reached rung j with so many reports, the last at a step. */
  reached(j: number, reports: number, step: number): boolean {
    const count = this.#count(j);
    const threshold = this.#steps[count - 1];
    return threshold === undefined ? reports >= count : step >= threshold;
  }

  #count(j: number): number {
    for (let i = this.#counts.length; i <= j; i++) {
      this.#counts.push(
        Math.max(Math.round(this.#first * this.#spacing ** i), (this.#counts[i - 1] ?? 0) + 1),
      );
    }
    return this.#counts[j] ?? Infinity;
  }
}
