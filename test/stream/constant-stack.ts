import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { map, NEVER, type Observable, of, take, timer } from 'rxjs';
import { evaluate } from '../../src/stream/evaluate.ts';
import type { Trial } from '../../src/trial.ts';
import { counter, type X } from './helpers.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heap(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** Studies in which trials end on the stack of others, unless something keeps them from it. */
export const mixtures: Readonly<Record<string, (trials: number) => Observable<Trial<X>>>> = {
  'all synchronous, one at a time': (trials) =>
    counter().pipe(
      take(trials),
      evaluate(({ x }) => x),
    ),
  'all synchronous, four at a time': (trials) =>
    counter().pipe(
      take(trials),
      evaluate(({ x }) => x, { concurrency: 4 }),
    ),
  'one asynchronous, then synchronous, one at a time': (trials) =>
    counter().pipe(
      take(trials),
      evaluate(({ x }) => (x === 0 ? timer(1) : x)),
    ),
  'one asynchronous, then synchronous, four at a time': (trials) =>
    counter().pipe(
      take(trials),
      evaluate(({ x }) => (x === 0 ? timer(1) : x), { concurrency: 4 }),
    ),
  'three that never end beside synchronous streams': (trials) =>
    counter().pipe(
      evaluate(({ x }) => (x < 3 ? NEVER : of(1, x)), { concurrency: 4 }),
      take(trials),
    ),
  'every other one fails': (trials) =>
    counter().pipe(
      take(trials),
      evaluate(({ x }) => {
        if (x % 2 === 0) throw oneForAll;
        return x;
      }),
    ),
  'without demand: a plain source and its queue': (trials) =>
    counter().pipe(
      take(trials),
      map(({ params }) => ({ params })),
      evaluate(({ x }) => (x === 0 ? timer(0) : x)),
    ),
};

// An error has a stack, which takes longer to write down than all the rest of a trial.
const oneForAll = new Error('an objective threw');

export interface Run {
  /** Trials that were emitted. */
  readonly emitted: number;
  /** Bytes that the heap grew while they ran, once they were collected. */
  readonly growth: number;
  /** How deep the deepest trial was nested: the length of its stack, in frames. */
  readonly deepest: number;
}

/** Runs a study to its end. Memory is compared between its first quarter and its last trial, when all that is made once has been made. */
export function run(study: (trials: number) => Observable<Trial<X>>, trials: number): Promise<Run> {
  return new Promise((resolve, reject) => {
    let emitted = 0;
    let deepest = 0;
    let before = 0;
    const limit = Error.stackTraceLimit;
    study(trials).subscribe({
      next: () => {
        emitted++;
        if (emitted === Math.ceil(trials / 4)) before = heap();
        if (emitted % Math.ceil(trials / 50) === 0) {
          Error.stackTraceLimit = 1000;
          deepest = Math.max(deepest, new Error('depth').stack?.split('\n').length ?? 0);
          Error.stackTraceLimit = limit;
        }
      },
      error: reject,
      complete: () => {
        resolve({ emitted, growth: heap() - before, deepest });
      },
    });
  });
}
