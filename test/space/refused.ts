import { TuningError } from '../../src/errors.ts';

/** `code: message` of the TuningError that a call throws. */
export function refused(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof TuningError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Passes what the compiler would not: what users of plain JavaScript may write. */
export const untyped = (value: unknown) => value as never;
