import { type MonoTypeOperatorFunction, tap } from 'rxjs';

/** Closes a file before completion or error go on, or at unsubscription. */
export function closeAtEnd<T>(file: { close(): void }): MonoTypeOperatorFunction<T> {
  const close = (): void => {
    file.close();
  };
  return tap({
    complete: close,
    error: close,
    finalize: () => {
      try {
        close();
      } catch (error) {
        // Who unsubscribes is not listening any more.
        if (error instanceof Error) process.emitWarning(error);
      }
    },
  });
}
