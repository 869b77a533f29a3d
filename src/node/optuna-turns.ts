import { type MonoTypeOperatorFunction, Observable } from 'rxjs';

const LONGEST_WAIT_MS = 100;

/**
 * Passes items on once they are written: each at once, or, when that cannot be done just now, all that have come until it can.
 *
 * A queue of its own: a `concatMap` whose inner streams are synchronous empties its buffer by recursion.
 *
 * @param write answers false when it has to wait; first called at subscription, with no item.
 */
export function writtenInTurns<T>(write: (items: readonly T[]) => boolean): MonoTypeOperatorFunction<T> {
  return (source) =>
    new Observable((subscriber) => {
      let waiting: T[] = [];
      let misses = 0;
      let ended = false;
      let busy = false;
      let timer: NodeJS.Timeout | undefined;

      /** Whoever hears that an item is written may send the next one: then the loop goes on with it. */
      const attempt = (): void => {
        if (busy || timer !== undefined) return;
        busy = true;
        try {
          do {
            if (!write(waiting)) {
              timer = setTimeout(again, Math.min(2 ** misses++, LONGEST_WAIT_MS));
              break;
            }
            misses = 0;
            const written = waiting;
            waiting = [];
            for (const item of written) subscriber.next(item);
          } while (waiting.length > 0 && !subscriber.closed);
        } catch (error) {
          subscriber.error(error);
        }
        busy = false;
        if (ended && timer === undefined) subscriber.complete();
      };
      const again = (): void => {
        timer = undefined;
        attempt();
      };

      subscriber.add(() => {
        clearTimeout(timer);
      });
      attempt();
      if (subscriber.closed) return;
      subscriber.add(
        source.subscribe({
          next: (item) => {
            waiting.push(item);
            attempt();
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            ended = true;
            if (!busy && timer === undefined) subscriber.complete();
          },
        }),
      );
    });
}
