import { shown, TuningError } from '../errors.ts';

/** Whether something is an array; unlike `Array.isArray` it keeps the types of read-only ones. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Whether something is an object that may have named fields. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** Refuses the names that every object has fields of (`constructor`, `__proto__`), and the one that cannot be seen. */
export function refuseName(call: string, name: string): void {
  if (name !== '' && !(name in Object.prototype)) return;
  throw new TuningError(
    'InvalidSpace',
    `${call}: ${shown(name)} cannot be the name of a parameter; use another`,
  );
}

/** Refuses options that do not exist, so that a misspelt one is not silently ignored. */
export function refuseUnknownKeys(call: string, options: unknown, known: readonly string[]): void {
  if (!isFields(options)) {
    throw new TuningError(
      'InvalidSpace',
      `${call}: the options must be an object of ${known.join(', ')}, not ${shown(options)}`,
    );
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new TuningError(
        'InvalidSpace',
        `${call}: unknown option ${shown(key)}; it takes ${known.join(', ')}`,
      );
    }
  }
}
