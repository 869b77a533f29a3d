import { TuningError } from '../errors.ts';

/** Says where in the data a builder refused. */
export function located<T>(path: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof TuningError)
      throw new TuningError(error.code, `${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
