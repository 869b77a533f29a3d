import type { Observable, ObservableNotification } from 'rxjs';
import { type Held, tunerOf } from '../candidate.ts';
import { Queue } from '../stream/queue.ts';

/**
 * Walks through a stream of trials in plain code, at the pace of the loop.
 *
 * While the loop's body works, the tuner of its trial is held: what runs goes on, and nothing new is proposed. So even an endless synchronous
 * tuner is drawn from only as needed. `break` unsubscribes, which stops what runs. An error of the stream is thrown when all trials before it have been seen.
 *
 * When to use: where a loop with `await` is clearer than operators.
 *
 * @example
 * ```ts
 * import { evaluate, float, iterate, random, space } from 'rxtune';
 *
 * const trials$ = random(space({ x: float(-1, 1) }), { seed: 1 }).pipe(evaluate(({ x }) => x ** 2));
 * for await (const trial of iterate(trials$)) {
 *   if (trial.state === 'complete' && trial.value < 0.1) break;
 * }
 * ```
 */
export async function* iterate<T>(trials$: Observable<T>): AsyncGenerator<T, void, undefined> {
  const arrived = new Queue<ObservableNotification<T>>();
  let working: Held | undefined;
  let wake = (): void => undefined;
  const arrive = (notification: ObservableNotification<T>): void => {
    arrived.push(notification);
    wake();
  };
  const subscription = trials$.subscribe({
    next: (value) => {
      tunerOf(value)?.hold();
      arrive({ kind: 'N', value });
    },
    error: (error: unknown) => {
      arrive({ kind: 'E', error });
    },
    complete: () => {
      arrive({ kind: 'C' });
    },
  });
  try {
    for (;;) {
      const notification = arrived.shift();
      if (notification === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if (notification.kind === 'N') {
        working = tunerOf(notification.value);
        yield notification.value;
        working?.release();
        working = undefined;
      } else if (notification.kind === 'E') {
        throw notification.error;
      } else {
        return;
      }
    }
  } finally {
    // First of all, or what is released would propose once more.
    subscription.unsubscribe();
    working?.release();
    for (let left = arrived.shift(); left !== undefined; left = arrived.shift()) {
      if (left.kind === 'N') tunerOf(left.value)?.release();
    }
  }
}
