import { asyncScheduler, Observable, type Subscriber } from 'rxjs';
import {
  type Candidate,
  type JournalledTuner,
  type Line,
  line,
  type TunerDescription,
} from '../candidate.ts';
import { shown, TuningError } from '../errors.ts';
import { type BudgetSampler, type Sampler, wait } from '../samplers/sampler.ts';
import type { ContinuedTrial, Score, Trial } from '../trial.ts';

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
 * @param description what the tuner is; a journal keeps it, and notices when a study goes on with another one.
 * @throws TuningError `InvalidConfig` for what makes no sampler.
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
  makeSampler: () => Sampler<P, S> | BudgetSampler<P, S>,
  description?: TunerDescription,
): Observable<Candidate<P>> {
  if (typeof makeSampler !== 'function') {
    throw new TuningError(
      'InvalidConfig',
      `tuner: expected a function that makes a sampler, not ${shown(makeSampler)}`,
    );
  }
  let first: BudgetSampler<P, S> | undefined = withCandidates(makeSampler());
  return new Observable((subscriber) => {
    const sampler = first ?? withCandidates(makeSampler());
    first = undefined;
    new Proposer(sampler, description, subscriber).propose();
  });
}

function isSampler(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const has = (method: string): boolean => typeof Reflect.get(value, method) === 'function';
  return (has('ask') || has('propose')) && has('tell');
}

/** Every sampler as one that proposes candidates. */
function withCandidates<P, S extends Score>(
  sampler: Sampler<P, S> | BudgetSampler<P, S>,
): BudgetSampler<P, S> {
  if (!isSampler(sampler)) {
    throw new TuningError(
      'InvalidConfig',
      `tuner: expected a function that makes a sampler, which has ask and tell, not one that makes ${shown(sampler)}`,
    );
  }
  if ('propose' in sampler) return sampler;
  return {
    propose: () => {
      const params = sampler.ask();
      if (params === undefined) return undefined;
      return params === wait ? wait : { params };
    },
    tell: (trial, checkpoint) => {
      sampler.tell(trial, checkpoint);
    },
    ...(sampler.abandon && {
      abandon: ({ params }) => {
        sampler.abandon?.(params);
      },
    }),
    ...(sampler.adopt && {
      adopt: ({ params }) => {
        sampler.adopt?.(params);
      },
    }),
  };
}

/** A candidate is its own line: one object, and which candidate it is needs no name. */
class Proposed<P, S extends Score> implements Candidate<P>, Line {
  readonly params: P;
  declare readonly budget?: number;
  declare readonly from?: ContinuedTrial;
  readonly [line]: Line = this;
  readonly #tuner: Proposer<P, S>;
  readonly #index: number;
  readonly #told: number;

  constructor({ params, budget, from }: Candidate<P>, proposer: Proposer<P, S>, index: number, told: number) {
    this.params = params;
    if (budget !== undefined) this.budget = budget;
    if (from !== undefined) this.from = from;
    this.#tuner = proposer;
    this.#index = index;
    this.#told = told;
  }

  get tuner(): JournalledTuner {
    return this.#tuner;
  }

  get index(): number {
    return this.#index;
  }

  get told(): number {
    return this.#told;
  }

  hold(): void {
    this.#tuner.hold();
  }

  release(): void {
    this.#tuner.release();
  }

  claim(): void {
    this.#tuner.claim(this);
  }

  tell(trial: Trial<unknown, Score>, checkpoint: unknown): void {
    // Whatever became of them on the way, a sampler hears of the parameters that it proposed; the rest is a trial of its own kind of score.
    const own = trial.params === this.params ? trial : { ...trial, params: this.params };
    this.#tuner.tell(own as Trial<P, S>, checkpoint);
  }

  abandon(): void {
    this.#tuner.abandon(this);
  }
}

/**
 * Tuners that were let go while the one that emits just now, of all there are, has not yet delivered its candidate. They wait: it may have been
 * the last of a `take`, which drops whatever else comes now, for ever, as it cannot close before.
 */
let postponed: Proposer<unknown, Score>[] | undefined;

/** How many tuners propose just now, one within the other, and what waits until none does. */
let proposing = 0;
const later: (() => void)[] = [];

/** Does something when no tuner proposes: at once, or when the outermost one stops. */
export function whenNoneProposes(action: () => void): void {
  if (proposing === 0) action();
  else later.push(action);
}

/** One subscription to a tuner. Whatever calls it back, from wherever, there is one loop and never a recursion. */
class Proposer<P, S extends Score> implements JournalledTuner {
  readonly description: TunerDescription | undefined;
  readonly #sampler: BudgetSampler<P, S>;
  readonly #subscriber: Subscriber<Candidate<P>>;
  /** Candidates that nobody has claimed, in order; kept only for a sampler that wants to hear of those that got lost. */
  readonly #unclaimed: Set<Proposed<P, S>> | undefined;
  #newest: Proposed<P, S> | undefined;
  /** What an earlier run has proposed, as far as it need not be computed again. */
  #recorded: ReadonlyMap<number, unknown> | undefined;
  #asked = 0;
  #told = 0;
  #waits = false;
  /** Called back after the rest it takes; undefined while it takes none. */
  #resting: Set<() => void> | undefined;
  #holds = 0;
  #claimed = 0;
  #everClaimed = false;
  #proposed = 0;
  #busy = 0;
  #proposing = false;
  readonly #afterwards: Proposer<unknown, Score>[] = [];

  constructor(
    sampler: BudgetSampler<P, S>,
    description: TunerDescription | undefined,
    subscriber: Subscriber<Candidate<P>>,
  ) {
    this.#sampler = sampler;
    this.description = description;
    this.#subscriber = subscriber;
    this.#unclaimed = sampler.abandon === undefined ? undefined : new Set();
  }

  get told(): number {
    return this.#told;
  }

  get waits(): boolean {
    return this.#waits;
  }

  afterRest(goOn: () => void): boolean {
    this.#resting?.add(goOn);
    return this.#resting !== undefined;
  }

  get adopts(): boolean {
    return this.#sampler.adopt !== undefined;
  }

  recall(proposals: ReadonlyMap<number, unknown> | undefined): void {
    this.#recorded = proposals;
  }

  learn(trial: Trial<unknown, Score>): boolean {
    const { params } = trial;
    try {
      this.description?.space?.parse(params);
    } catch (error) {
      if (error instanceof TuningError) return false;
      throw error;
    }
    this.#told++;
    this.#waits = false;
    // It is as much of the tuner's own kind as can be known.
    this.#sampler.tell(trial as Trial<P, S>);
    return true;
  }

  hold(): void {
    this.#holds++;
  }

  release(): void {
    this.#holds--;
    this.#goOn();
  }

  claim(candidate: Proposed<P, S>): void {
    this.#claimed++;
    this.#everClaimed = true;
    this.#unclaimed?.delete(candidate);
    // Candidates keep their order, so what came before the newest one and is not here will not come.
    if (candidate !== this.#newest) return;
    this.#newest = undefined;
    this.#giveUpUnclaimed();
  }

  tell(trial: Trial<P, S>, checkpoint: unknown): void {
    this.#claimed--;
    // A trial that ends within its own proposal has kept the event loop waiting.
    if (this.#proposing) this.#busy += trial.finishedAt - trial.startedAt;
    this.#told++;
    this.#waits = false;
    this.#sampler.tell(trial, checkpoint);
  }

  abandon(candidate: Proposed<P, S>): void {
    this.#claimed--;
    this.#sampler.abandon?.(candidate);
    this.#goOn();
  }

  propose(): void {
    this.#proposing = true;
    proposing++;
    try {
      while (this.#holds === 0 && !this.#subscriber.closed && this.#proposeOne());
    } catch (error) {
      this.#subscriber.error(error);
    } finally {
      this.#proposing = false;
      proposing--;
    }
    if (later.length > 0 && proposing === 0) for (const action of later.splice(0)) action();
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
    const proposal = this.#recorded === undefined ? this.#sampler.propose() : this.#recall(this.#recorded);
    this.#waits = proposal === wait;
    if (proposal === undefined) {
      this.#subscriber.complete();
      return false;
    }
    if (proposal === wait) {
      if (this.#claimed > 0) return false;
      // Where none was ever claimed, candidates may be on their way; where some were, the others are lost.
      if (this.#everClaimed && this.#giveUpUnclaimed()) return true;
      throw stalled();
    }
    const candidate = new Proposed(proposal, this, this.#asked++, this.#told);
    this.#unclaimed?.add(candidate);
    this.#newest = candidate;
    this.#emit(candidate);
    if (++this.#proposed >= turn.proposals || this.#busy >= turn.milliseconds) this.#rest();
    return true;
  }

  /** Proposals that were filtered out on their way are not recorded, and those are computed. */
  #recall(recorded: ReadonlyMap<number, unknown>): Candidate<P> | typeof wait | undefined {
    const params = recorded.get(this.#asked);
    if (params === undefined) return this.#sampler.propose();
    // A proposal of the same sampler in an earlier run.
    const candidate = { params: params as P };
    this.#sampler.adopt?.(candidate);
    return candidate;
  }

  /** Tells the sampler of all candidates that were filtered out; false if there were none. */
  #giveUpUnclaimed(): boolean {
    if (this.#unclaimed === undefined || this.#unclaimed.size === 0) return false;
    for (const candidate of this.#unclaimed) this.#sampler.abandon?.(candidate);
    this.#unclaimed.clear();
    return true;
  }

  #rest(): void {
    this.#proposed = 0;
    this.#busy = 0;
    this.#resting = new Set();
    this.hold();
    const action = asyncScheduler.schedule(() => {
      // It would stay with the subscriber, though it is done.
      action.unsubscribe();
      const after = this.#resting;
      this.#resting = undefined;
      this.release();
      for (const goOn of after ?? []) goOn();
    });
    this.#subscriber.add(action);
  }
}

const stalled = (): TuningError =>
  new TuningError(
    'StalledSampler',
    'the sampler waits for results, but none of its candidates is being evaluated: they were filtered out, abandoned, held up on the way, or the tuner is used without evaluate',
  );
