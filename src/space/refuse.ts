import { shown, TuningError } from '../errors.ts';

/** Refuses options that do not exist, so that a misspelt one is not silently ignored. */
export function refuseUnknownKeys(call: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new TuningError('InvalidSpace', `${call}: unknown option ${shown(key)}; it takes ${known.join(', ')}`);
    }
  }
}
