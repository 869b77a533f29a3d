import { generator, type Random, type Seed } from '../../math/random.ts';
import type { Space } from '../../space/space.ts';
import type { Trial } from '../../trial.ts';
import { BranchBandit } from '../branch-bandit.ts';
import { Domain } from './domain.ts';
import { GaussianProcess } from './gaussian-process.ts';
import { Ledger } from './ledger.ts';
import type { Explained, ModelWeight } from './portfolio.ts';
import { Spread } from './spread.ts';

/** Bayesian optimization of a space: start-up, model and search, with the branches of a conditional space decided first. */
export class GpSearch<P> {
  readonly domain: Domain<P>;
  readonly #ledger: Ledger<P>;
  readonly #bandit: BranchBandit;
  readonly #process: GaussianProcess<P>;
  readonly #spread: Spread<P>;
  readonly #seed: Seed;
  readonly #startup: number;

  /** @param call which sampler it works for, for messages */
  constructor(call: string, space: Space<P>, { seed, startup }: { seed: Seed; startup: number }) {
    this.domain = new Domain(space);
    this.#ledger = new Ledger(call, space);
    this.#bandit = new BranchBandit(space);
    this.#process = new GaussianProcess(this.domain, startup);
    this.#spread = new Spread(this.domain, this.#ledger, seed);
    this.#seed = seed;
    this.#startup = startup;
  }

  /** How many trials have ended. */
  get told(): number {
    return this.#ledger.told;
  }

  /** How many trials have not ended. */
  get pending(): number {
    return this.#ledger.pending;
  }

  /** Whether there is too little to fit a model to: the next suggestion is one of the evenly spread points. */
  get starting(): boolean {
    const { told, pending } = this.#ledger;
    // With less than half of the results of the start-up a model would know next to nothing.
    return told + pending < this.#startup || told < this.#startup / 2;
  }

  /** How well the models predict results that they have not seen. */
  get explained(): Explained {
    return this.#process.explained;
  }

  /** The models, and how likely each is to be drawn. */
  get models(): readonly ModelWeight[] {
    return this.#process.models;
  }

  /** Whether parameters were given out or told of. */
  knows(params: P): boolean {
    return this.#ledger.knows(params);
  }

  /** Fits the models to new results, so that `explained` is about all of them. */
  update(): void {
    if (!this.starting) this.#process.update(this.#ledger.evidence());
  }

  /** The parameters to try as suggestion k; undefined when everything was tried. */
  propose(k: number): P | undefined {
    const random = generator(this.#seed, k);
    if (this.starting) return this.#spread.next(random);
    const point = this.#process.propose(
      this.#ledger.evidence(),
      random,
      this.#spread.block(k),
      this.#bandit.decide(),
    );
    return point === undefined ? this.anywhere(random) : this.domain.space.decode(point);
  }

  /** Any untried parameters; undefined when everything was tried. */
  anywhere(random: Random): P | undefined {
    return this.#spread.anywhere(random);
  }

  /** Notes that parameters were given out. */
  ask(params: P): void {
    this.#bandit.ask(this.#ledger.ask(params));
  }

  /** Notes that parameters will not be told of. */
  abandon(params: P): void {
    const point = this.#ledger.abandon(params);
    if (point !== undefined) this.#bandit.forget(point);
  }

  /** Notes how a trial ended. */
  tell(trial: Trial<P>): void {
    const { point, wasPending } = this.#ledger.tell(trial);
    if (wasPending) this.#bandit.forget(point);
    const loss = trial.state === 'failed' ? undefined : trial.loss;
    this.#bandit.tell(point, loss ?? NaN, trial.state === 'pruned');
  }
}
