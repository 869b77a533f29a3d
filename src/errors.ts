/** What went wrong, for programs; the message says it for people. */
export type TuningErrorCode =
  /** A space that cannot be: an empty choice, bounds the wrong way round, a condition on an unknown sibling. */
  | 'InvalidSpace'
  /** An option or a piece of configuration of the wrong kind, or out of its range. */
  | 'InvalidConfig'
  /** Parameters that are not in the space: a value out of range, of the wrong type, or not one of the options. */
  | 'InvalidParameter'
  /** A parameter that the space asks for is not there. */
  | 'MissingParameter'
  /** Nothing is left to try, or constraints reject nearly everything. */
  | 'ExhaustedSpace'
  /** An objective gave no score, or something that is no score. */
  | 'InvalidScore'
  /** More trials failed than `maxFailures` allows. */
  | 'TooManyFailures'
  /** A study ended and no trial of it completed. */
  | 'NoCompleteTrial'
  /** A sampler waits for results although none are outstanding. */
  | 'StalledSampler'
  /** More candidates arrived than `evaluate` may hold back. */
  | 'Overflow'
  /** Reading or writing failed; the cause is the system's own error. */
  | 'Io'
  /** Something cannot be written as JSON or read back from it. */
  | 'Serialization'
  /** Another process, or another study of this one, writes the same journal. */
  | 'Locked'
  /** A replayed suggestion differs from the recorded one. */
  | 'JournalMismatch';

/**
 * The one error class of this library: a `code` for programs, a message for people, the `cause` where there is one.
 *
 * A message names what went wrong, where (the parameter, option or line), the offending value, and what to do.
 *
 * @example
 * ```ts
 * import { choice, TuningError } from 'rxtune';
 *
 * try {
 *   choice([]);
 * } catch (error) {
 *   if (error instanceof TuningError) console.log(error.code); // InvalidSpace
 * }
 * ```
 */
export class TuningError extends Error {
  override readonly name = 'TuningError';
  readonly code: TuningErrorCode;

  constructor(code: TuningErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A value as an error message shows it: strings quoted, numbers exact, the rest by its kind. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return value.toString();
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  try {
    const text = JSON.stringify(value);
    return text.length > 120 ? `${text.slice(0, 117)}...` : text;
  } catch {
    return Object.prototype.toString.call(value);
  }
}
