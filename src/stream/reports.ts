import { defer, from, type InteropObservable, Observable, type TeardownLogic } from 'rxjs';

/**
 * A stream that an objective returned, as an Observable of its reports; undefined if it returned no stream.
 *
 * Iterators are not left to `from`: it notices the end of a trial only when the next item comes, which may be never.
 * A value that a generator returns is its last item.
 */
export function reportsOf(answer: unknown): Observable<unknown> | undefined {
  if (!isObject(answer) || Array.isArray(answer) || ArrayBuffer.isView(answer)) return undefined;
  if (answer instanceof Observable) return answer;
  if (isSubscribable(answer)) return fromSubscribable(answer);
  if (isInterop(answer)) return defer(() => from(answer));
  if (isAsyncIterable(answer)) return fromAsyncIterable(answer);
  if (isIterable(answer)) return fromIterable(answer);
  return undefined;
}

export const isPromiseLike = (answer: unknown): answer is PromiseLike<unknown> =>
  isObject(answer) && has(answer, 'then');

/** Observables of the platform end by the signal, those of libraries by what `subscribe` returns. */
interface Subscribable {
  subscribe(
    observer: { next(value: unknown): void; error(error: unknown): void; complete(): void },
    options: { readonly signal: AbortSignal },
  ): TeardownLogic;
}

const isObject = (answer: unknown): answer is object => typeof answer === 'object' && answer !== null;
const has = (answer: object, method: PropertyKey): boolean =>
  typeof Reflect.get(answer, method) === 'function';
const isSubscribable = (answer: object): answer is Subscribable => has(answer, 'subscribe');
const isInterop = (answer: object): answer is InteropObservable<unknown> =>
  has(answer, Symbol.observable) || has(answer, '@@observable');
const isAsyncIterable = (answer: object): answer is AsyncIterable<unknown, unknown> =>
  has(answer, Symbol.asyncIterator);
const isIterable = (answer: object): answer is Iterable<unknown, unknown> => has(answer, Symbol.iterator);

const fromSubscribable = (source: Subscribable): Observable<unknown> =>
  new Observable((subscriber) => {
    const controller = new AbortController();
    subscriber.add(() => {
      controller.abort();
    });
    return source.subscribe(subscriber, { signal: controller.signal });
  });

const fromIterable = (source: Iterable<unknown, unknown>): Observable<unknown> =>
  new Observable((subscriber) => {
    const iterator = source[Symbol.iterator]();
    // A generator cannot be returned while it runs: if it is its own code that ends the trial, it is returned afterwards.
    let suspended = false;
    const leave = (): void => {
      if (suspended) iterator.return?.();
      suspended = false;
    };
    subscriber.add(leave);
    while (!subscriber.closed) {
      suspended = false;
      const { done = false, value } = iterator.next();
      suspended = !done;
      if (!done || value !== undefined) subscriber.next(value);
      if (done) subscriber.complete();
    }
    leave();
  });

const fromAsyncIterable = (source: AsyncIterable<unknown, unknown>): Observable<unknown> =>
  new Observable((subscriber) => {
    const iterator = source[Symbol.asyncIterator]();
    let over = false;
    const pump = async (): Promise<void> => {
      try {
        while (!over) {
          const { done = false, value } = await iterator.next();
          over ||= done;
          if (!done || value !== undefined) subscriber.next(value);
          if (done) subscriber.complete();
        }
      } catch (error) {
        over = true;
        subscriber.error(error);
      }
    };
    subscriber.add(() => {
      if (over) return;
      over = true;
      // The trial has ended: what goes wrong in a `finally` afterwards is as late as the rejection of a promise.
      iterator.return?.().then(undefined, () => undefined);
    });
    void pump();
  });
