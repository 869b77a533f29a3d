/** Lets results go on in the order of starting, whatever the order of finishing is. */
export class TrialOrder<T, R> {
  readonly #commit: (trial: T, result: R) => void;
  readonly #mayGoOn: () => boolean;
  /** What has started and not gone on; never more than there are slots. */
  readonly #open: T[] = [];
  readonly #results = new Map<T, R>();
  #committed = 0;
  #committing = false;

  /** @param mayGoOn whether a result may go on now; who says no calls `goOn` later. */
  constructor(commit: (trial: T, result: R) => void, mayGoOn: () => boolean) {
    this.#commit = commit;
    this.#mayGoOn = mayGoOn;
  }

  /** How many have gone on. */
  get committed(): number {
    return this.#committed;
  }

  started(trial: T): void {
    this.#open.push(trial);
  }

  finished(trial: T, result: R): void {
    this.#results.set(trial, result);
    this.goOn();
  }

  /** Nobody waits for these any more. */
  leaveOut(unfinished: readonly T[]): void {
    this.#open.splice(0, this.#open.length, ...this.#open.filter((trial) => !unfinished.includes(trial)));
    this.goOn();
  }

  goOn(): void {
    // A trial that goes on frees a slot, in which the next one may finish at once.
    if (this.#committing) return;
    this.#committing = true;
    try {
      while (this.#next());
    } finally {
      this.#committing = false;
    }
  }

  #next(): boolean {
    const [trial] = this.#open;
    if (trial === undefined) return false;
    const result = this.#results.get(trial);
    if (result === undefined || !this.#mayGoOn()) return false;
    this.#open.shift();
    this.#results.delete(trial);
    this.#committed++;
    this.#commit(trial, result);
    return true;
  }
}
