import type { Score, Trial, TrialEvent } from '../trial.ts';
import type { ProgressDisplay } from './progress-display.ts';
import { progressLine } from './progress-line.ts';
import { progressSummary } from './progress-summary.ts';
import { ProgressTally } from './progress-tally.ts';
import { Throttle } from './throttle.ts';

interface ProgressViewOptions {
  readonly total?: number | undefined;
  readonly top: number;
  readonly interval?: number | undefined;
}

const SECOND = 1000;

/** Brings what happens to trials on a display, not more often than people read. The time it shows is that since it was made. */
export class ProgressView {
  readonly #display: ProgressDisplay;
  readonly #options: ProgressViewOptions;
  readonly #tally: ProgressTally;
  readonly #updates: Throttle;
  readonly #startedAt = Date.now();
  #clock: NodeJS.Timeout | undefined;

  constructor(display: ProgressDisplay, options: ProgressViewOptions) {
    this.#display = display;
    this.#options = options;
    this.#tally = new ProgressTally(options.top);
    const first = display.live ? -Infinity : this.#startedAt;
    this.#updates = new Throttle(this.#update, options.interval ?? display.interval, first);
  }

  start(): void {
    if (!this.#display.live) return;
    this.#updates.request();
    this.#clock = setInterval(() => {
      this.#updates.request();
    }, SECOND).unref();
  }

  add(item: Trial<unknown, Score> | TrialEvent<unknown, Score>): void {
    this.#tally.add(item);
    this.#updates.request();
  }

  /** Shows how it ended. */
  end(): void {
    const { columns } = this.#display;
    this.#display.end(progressSummary(this.#tally, this.#elapsed(), this.#options.top, columns));
  }

  /** Shows nothing more. */
  stop(): void {
    this.#updates.cancel();
    clearInterval(this.#clock);
    this.#display.release();
  }

  readonly #update = (): void => {
    this.#display.update(progressLine(this.#tally, this.#options.total, this.#elapsed()));
  };

  #elapsed(): number {
    return Date.now() - this.#startedAt;
  }
}
