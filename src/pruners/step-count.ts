/** Counts steps from the first one that a study reports, so that it makes no difference whether its user counts from 0 or from 1. */
export class StepCount {
  #first: number | undefined;

  since(step: number): number {
    this.#first ??= step;
    return step - this.#first;
  }
}
