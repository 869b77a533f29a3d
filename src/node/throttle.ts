/**
 * Does something at most once in an interval, as often as it is asked for, and once more when it was asked for in between.
 *
 * The clock is looked at with each request, because timers do not fire while synchronous trials run. Its timer keeps no process alive.
 */
export class Throttle {
  readonly #action: () => void;
  readonly #interval: number;
  #last: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param last when it was last done, as it were; `-Infinity` lets the first request through. */
  constructor(action: () => void, interval: number, last = -Infinity) {
    this.#action = action;
    this.#interval = interval;
    this.#last = last;
  }

  request(): void {
    const wait = this.#last + this.#interval - Date.now();
    if (wait <= 0) this.#run();
    else
      this.#timer ??= setTimeout(() => {
        this.#run();
      }, wait).unref();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #run(): void {
    this.cancel();
    this.#last = Date.now();
    this.#action();
  }
}
