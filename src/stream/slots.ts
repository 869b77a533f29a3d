import type { Held } from '../candidate.ts';
import { integerAtLeast } from './integer.ts';
import { Queue } from './queue.ts';

/**
 * A budget of trials that may run at the same time, to be shared by several studies.
 *
 * Studies that wait for a slot get it in turn.
 *
 * @param size an integer of at least 1.
 * @throws TuningError `InvalidConfig` for any other size.
 *
 * @example
 * ```ts
 * import { merge, of } from 'rxjs';
 * import { evaluate, slots } from 'rxtune';
 *
 * const gpus = slots(4);
 * merge(
 *   of({ params: { depth: 3 } }).pipe(evaluate(({ depth }) => 1 / depth, { concurrency: gpus })),
 *   of({ params: { lr: 0.1 } }).pipe(evaluate(({ lr }) => lr, { concurrency: gpus })),
 * ).subscribe();
 * ```
 */
export function slots(size: number): Slots {
  return new Slots(integerAtLeast(1, 'slots', size));
}

/** Made by `slots(n)`; passed as `concurrency` to each `evaluate` that shares the budget. */
export class Slots {
  #size: number;
  #running = 0;
  #turn = 0;
  #serving = false;
  readonly #shares: Share[] = [];

  /** @internal */
  constructor(size: number) {
    this.#size = size;
  }

  /** How many trials may run at the same time. */
  get size(): number {
    return this.#size;
  }

  /** How many trials run now, in all studies together. */
  get running(): number {
    return this.#running;
  }

  /** @internal */
  get free(): boolean {
    return this.#running < this.#size;
  }

  /** What runs goes on when there are fewer slots now. @internal */
  resize(size: number): void {
    this.#size = size;
    this.serve();
  }

  /** @internal */
  join(): Share {
    const share = new Share(this);
    this.#shares.push(share);
    return share;
  }

  /** @internal */
  leave(share: Share): void {
    this.#shares.splice(this.#shares.indexOf(share), 1);
  }

  /** @internal */
  take(): void {
    this.#running++;
  }

  /** Without {@link serve}, which is called when all is in order again. @internal */
  giveBack(count: number): void {
    this.#running -= count;
  }

  /** Hands out free slots. The only loop that does so: what is started here may end here and comes back to it, not into itself. @internal */
  serve(): void {
    if (this.#serving) return;
    this.#serving = true;
    try {
      while (this.free && this.#serveOne());
    } finally {
      this.#serving = false;
    }
  }

  /** One free slot to whose turn it is; false if nobody had a use for it. */
  #serveOne(): boolean {
    for (let asked = this.#shares.length; asked > 0; asked--) {
      const share = this.#shares[this.#turn++ % this.#shares.length];
      if (share?.useSlot() === true) return true;
    }
    return false;
  }
}

/** A trial that waits for its slot. */
export interface Waiting {
  start(): void;
}

/** The part of one study in its slots. */
export class Share {
  readonly #slots: Slots;
  readonly #waiting = new Queue<Waiting>();
  readonly #held = new Queue<Held>();
  #running = 0;
  #started = 0;
  #left = false;

  constructor(owner: Slots) {
    this.#slots = owner;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Starts a trial, now or when its turn comes. Its tuner rests while no slot is free for another one. */
  enter(trial: Waiting, back: Held | undefined): void {
    if (this.#slots.free && this.#waiting.size === 0) this.#start(trial);
    else this.#waiting.push(trial);
    if (back !== undefined && !this.#left && !(this.#slots.free && this.#waiting.size === 0)) {
      back.hold();
      this.#held.push(back);
    }
  }

  /** Gives the slot of a finished trial back. Its tuner, held by the caller, goes on when a slot is free for it. */
  exit(back: Held | undefined): void {
    if (this.#left) {
      back?.release();
      return;
    }
    this.#running--;
    this.#slots.giveBack(1);
    if (back !== undefined) this.#held.push(back);
    this.#slots.serve();
  }

  /** Takes over what an earlier run has left: trials that need a slot, and tuners that the caller has held. */
  resume(trials: readonly Waiting[], held: readonly Held[]): void {
    for (const trial of trials) this.#waiting.push(trial);
    for (const back of held) this.#held.push(back);
    this.#slots.serve();
  }

  /** Gives back all slots and lets go of all tuners; what waits never starts. */
  leave(): void {
    this.#left = true;
    this.#slots.leave(this);
    this.#slots.giveBack(this.#running);
    for (let back = this.#held.shift(); back !== undefined; back = this.#held.shift()) back.release();
    this.#slots.serve();
  }

  /** Starts what waits, or lets tuners propose until one of their candidates has started; false if there is neither. */
  useSlot(): boolean {
    const before = this.#started;
    while (this.#slots.free && this.#started === before) {
      const trial = this.#waiting.shift();
      if (trial !== undefined) {
        this.#start(trial);
      } else {
        const back = this.#held.shift();
        if (back === undefined) return false;
        back.release();
      }
    }
    return true;
  }

  #start(trial: Waiting): void {
    this.#running++;
    this.#started++;
    this.#slots.take();
    trial.start();
  }
}
