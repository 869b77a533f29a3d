import { shown, TuningError } from '../errors.ts';

const advice: Readonly<Record<string, string>> = {
  EACCES: 'allow this user to write there, or choose another path',
  EISDIR: 'give the path of a file',
  EEXIST: 'a file stands where a folder should be; choose another path',
  ENOENT: 'check the path',
  ENOSPC: 'free some space',
  ENOTDIR: 'a file stands where a folder should be; choose another path',
  EPERM: 'allow this user to write there, or choose another path',
  EROFS: 'choose a path on a disk that can be written',
};

/** The error of a failed system call: what was tried, on which path, what the system said, what to do. */
export function ioError(attempt: string, path: string, cause: unknown): TuningError {
  const said = cause instanceof Error ? cause.message : shown(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const hint = advice[code];
  return new TuningError(
    'Io',
    `cannot ${attempt} ${shown(path)}: ${said}${hint === undefined ? '' : `; ${hint}`}`,
    { cause },
  );
}

/** Does what the system may refuse. */
export function attempt<T>(what: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw cause instanceof TuningError ? cause : ioError(what, path, cause);
  }
}
