import { defer, type Observable, tap } from 'rxjs';
import type { AppendFile } from './append-file.ts';
import { closeAtEnd } from './close-at-end.ts';

/**
 * Appends every item of a stream to a file and passes it on once it is there.
 *
 * What has no text is only passed on. The file is opened at subscription, and closed before completion or error go on, or at unsubscription.
 */
export function appendAll<T>(
  stream: Observable<T>,
  open: () => AppendFile,
  text: (item: T) => string | undefined,
): Observable<T> {
  return defer(() => {
    const file = open();
    return stream.pipe(
      tap((item) => {
        const line = text(item);
        if (line !== undefined) file.append(line);
      }),
      closeAtEnd(file),
    );
  });
}
