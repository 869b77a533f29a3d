import { defer, type Observable, tap } from 'rxjs';
import type { AppendFile } from './append-file.ts';

/**
 * Appends every item of a stream to a file and passes it on once it is there.
 *
 * The file is opened at subscription, and closed before completion or error go on, or at unsubscription.
 */
export function appendAll<T>(
  stream: Observable<T>,
  open: () => AppendFile,
  text: (item: T) => string,
): Observable<T> {
  return defer(() => {
    const file = open();
    const close = (): void => {
      file.close();
    };
    return stream.pipe(
      tap({
        next: (item) => {
          file.append(text(item));
        },
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
      }),
    );
  });
}
