import { asyncScheduler, Observable, type Subscriber } from 'rxjs';
import { type Candidate, type Line, line } from '../candidate.ts';
import { TuningError } from '../errors.ts';
import { type Sampler, wait } from '../samplers/sampler.ts';
import type { Score, Trial } from '../trial.ts';

/**
 * After so many proposals, or so many milliseconds of synchronous trials, a tuner lets the event loop have a turn, so that timers, signals and displays
 * come through though nothing in the study is asynchronous. A turn takes about 1 ms under Node.
 */
const turn = { proposals: 10_000, milliseconds: 50 };

/**
 * Lifts a sampler into a tuner: a cold Observable of candidates, driven by demand.
 *
 * Each subscription has a sampler of its own and proposes until the sampler is exhausted. Under `evaluate` it proposes
 * only while a slot is free, and the sampler is told each finished trial before the trial is emitted. Without `evaluate` it is
 * an ordinary synchronous source, to be limited by `take`.
 *
 * @param makeSampler makes a sampler in its initial state. It is called once right away, so that wrong options throw here and not in a subscription.
 * @returns candidates; its error is an exception of the sampler, or a TuningError `StalledSampler` when the sampler waits for
 *   results that cannot come any more.
 *
 * @example
 * ```ts
 * import { take } from 'rxjs';
 * import { evaluate, tuner } from 'rxtune';
 *
 * const halving = tuner(() => {
 *   let lr = 2;
 *   return { ask: () => ({ lr: (lr /= 2) }), tell: () => undefined };
 * });
 * halving.pipe(take(3), evaluate(({ lr }) => lr ** 2)).subscribe((trial) => console.log(trial.params.lr)); // 1, 0.5, 0.25
 * ```
 */
export function tuner<P, S extends Score = number>(
  makeSampler: () => Sampler<P, S>,
): Observable<Candidate<P>> {
  let first: Sampler<P, S> | undefined = makeSampler();
  return new Observable((subscriber) => {
    const sampler = first ?? makeSampler();
    first = undefined;
    new Proposer(sampler, subscriber).propose();
  });
}

class Proposal<P> implements Candidate<P> {
  readonly params: P;
  readonly [line]: Line;

  constructor(params: P, back: Line) {
    this.params = params;
    this[line] = back;
  }
}

/**
 * Tuners that were let go while the one that emits just now, of all there are, has not yet delivered its candidate. They wait: it may have been
 * the last of a `take`, which drops whatever else comes now, for ever, as it cannot close before.
 */
let postponed: Proposer<unknown, Score>[] | undefined;

/** One subscription to a tuner. Whatever calls it back, from wherever, there is one loop and never a recursion. */
class Proposer<P, S extends Score> implements Line {
  readonly #sampler: Sampler<P, S>;
  readonly #subscriber: Subscriber<Candidate<P>>;
  #holds = 0;
  #claimed = 0;
  #proposed = 0;
  #busy = 0;
  #proposing = false;
  readonly #afterwards: Proposer<unknown, Score>[] = [];

  constructor(sampler: Sampler<P, S>, subscriber: Subscriber<Candidate<P>>) {
    this.#sampler = sampler;
    this.#subscriber = subscriber;
  }

  hold(): void {
    this.#holds++;
  }

  release(): void {
    this.#holds--;
    this.#goOn();
  }

  claim(): void {
    this.#claimed++;
  }

  tell(trial: Trial<unknown, Score>): void {
    this.#claimed--;
    // A trial that ends within its own proposal has kept the event loop waiting.
    if (this.#proposing) this.#busy += trial.finishedAt - trial.startedAt;
    // Only trials of its own candidates come back by this line.
    this.#sampler.tell(trial as Trial<P, S>);
  }

  abandon(): void {
    this.#claimed--;
    this.#goOn();
  }

  propose(): void {
    this.#proposing = true;
    try {
      while (this.#holds === 0 && !this.#subscriber.closed && this.#proposeOne());
    } catch (error) {
      this.#subscriber.error(error);
    } finally {
      this.#proposing = false;
    }
  }

  #goOn(): void {
    if (this.#holds > 0 || this.#proposing) return;
    if (postponed === undefined) this.propose();
    else postponed.push(this);
  }

  #emit(candidate: Candidate<P>): void {
    const outer = postponed;
    postponed = this.#afterwards;
    try {
      this.#subscriber.next(candidate);
    } finally {
      postponed = outer;
    }
    if (this.#afterwards.length > 0) for (const other of this.#afterwards.splice(0)) other.#goOn();
  }

  /** False if there is nothing to propose now. */
  #proposeOne(): boolean {
    const params = this.#sampler.ask();
    if (params === undefined) {
      this.#subscriber.complete();
      return false;
    }
    if (params === wait) {
      if (this.#claimed === 0) throw stalled();
      return false;
    }
    this.#emit(new Proposal(params, this));
    if (++this.#proposed >= turn.proposals || this.#busy >= turn.milliseconds) this.#rest();
    return true;
  }

  #rest(): void {
    this.#proposed = 0;
    this.#busy = 0;
    this.hold();
    const action = asyncScheduler.schedule(() => {
      // It would stay with the subscriber, though it is done.
      action.unsubscribe();
      this.release();
    });
    this.#subscriber.add(action);
  }
}

const stalled = (): TuningError =>
  new TuningError(
    'StalledSampler',
    'the sampler waits for results, but none of its candidates is being evaluated: they were filtered out, abandoned, held up on the way, or the tuner is used without evaluate',
  );
