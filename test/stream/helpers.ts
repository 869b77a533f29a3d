import { Observable } from 'rxjs';
import { type Candidate, lineOf } from '../../src/candidate.ts';
import { type Sampler, type Wait, wait } from '../../src/samplers/sampler.ts';
import { tuner } from '../../src/stream/tuner.ts';
import type { Score, Trial } from '../../src/trial.ts';

export interface X {
  readonly x: number;
}

/** Proposes 0, 1, 2, … and writes down what it is asked and told. */
export class Counter implements Sampler<X, Score> {
  asked = 0;
  mostOpen = 0;
  readonly told: Trial<X, Score>[] = [];
  readonly #last: number;

  constructor(last = Number.POSITIVE_INFINITY) {
    this.#last = last;
  }

  get open(): number {
    return this.asked - this.told.length;
  }

  ask(): X | Wait | undefined {
    if (this.asked === this.#last) return undefined;
    const params = { x: this.asked++ };
    this.mostOpen = Math.max(this.mostOpen, this.open);
    return params;
  }

  tell(trial: Trial<X, Score>): void {
    this.told.push(trial);
  }
}

/** Proposes a generation, then waits until all of it is told. */
export class Generations extends Counter {
  readonly #size: number;

  constructor(size: number, last?: number) {
    super(last);
    this.#size = size;
  }

  override ask(): X | Wait | undefined {
    return this.asked % this.#size === 0 && this.open > 0 ? wait : super.ask();
  }
}

/** An endless tuner that counts from 0. */
export const counter = (): Observable<Candidate<X>> =>
  tuner(() => {
    let x = 0;
    return { ask: () => ({ x: x++ }), tell: () => undefined };
  });

/** A tuner that proposes these and no more. */
export const fixed = <P>(params: readonly P[]): Observable<Candidate<P>> =>
  tuner(() => {
    const left = params.values();
    return { ask: () => left.next().value, tell: () => undefined };
  });

/** Hands out promises that the test settles. */
export class Tasks {
  readonly started: X[] = [];
  readonly #settle = new Map<
    number,
    { resolve: (score: number) => void; reject: (error: unknown) => void }
  >();

  readonly objective = (params: X): Promise<number> => {
    this.started.push(params);
    return new Promise((resolve, reject) => this.#settle.set(params.x, { resolve, reject }));
  };

  async resolve(...numbers: number[]): Promise<void> {
    for (const x of numbers) this.#settle.get(x)?.resolve(x);
    await ticks();
  }

  async reject(x: number, error: unknown): Promise<void> {
    this.#settle.get(x)?.reject(error);
    await ticks();
  }
}

/** Lets promises settle that depend on each other. */
async function ticks(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** Counts how many subscriptions there are, and the most there were. */
export class Gauge {
  now = 0;
  most = 0;
  total = 0;

  readonly count = <T>(source: Observable<T>): Observable<T> =>
    new Observable((subscriber) => {
      this.total++;
      this.most = Math.max(this.most, ++this.now);
      subscriber.add(() => this.now--);
      return source.subscribe(subscriber);
    });
}

/** A synchronous source that writes down how far it got: the one that operators fail to stop. */
export function firehose<T>(item: (i: number) => T): { source: Observable<T>; produced: () => number } {
  let produced = 0;
  const source = new Observable<T>((subscriber) => {
    for (let i = 0; !subscriber.closed && i < 1000; i++) {
      produced++;
      subscriber.next(item(i));
    }
  });
  return { source, produced: () => produced };
}

export const candidate = (x: number): Candidate<X> => ({ params: { x } });
export const xs = (trials: readonly { readonly params: X }[]): number[] =>
  trials.map(({ params }) => params.x);
