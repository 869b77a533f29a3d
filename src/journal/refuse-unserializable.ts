import { shown, TuningError } from '../errors.ts';

/**
 * Refuses a value that JSON would drop or change: a function, a Date, a class instance, NaN, -0, a bigint, a cycle.
 *
 * A key whose value is undefined counts as absent.
 *
 * @param path where the value stands, for the message.
 * @throws TuningError `Serialization`, naming the path and the value.
 */
export function refuseUnserializable(path: string, value: unknown, around: readonly object[] = []): void {
  if (isPlain(value)) return;
  if (typeof value !== 'object' || value === null) throw unserializable(path, shown(value));
  if (around.includes(value)) throw unserializable(path, 'an object that contains itself');
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (!isPlain(value[i])) refuseUnserializable(`${path}[${i}]`, value[i], [...around, value]);
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw unserializable(path, `an instance of ${value.constructor.name}`);
  }
  // Pairs of keys and values, or an array of keys, take twice as long.
  for (const key in value) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member !== undefined && !isPlain(member) && Object.hasOwn(value, key))
      refuseUnserializable(`${path}.${key}`, member, [...around, value]);
  }
}

/** Asked before the path is put together, which takes longer than the rest. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function unserializable(path: string, what: string): TuningError {
  return new TuningError(
    'Serialization',
    `${path} cannot be written as JSON: ${what}; use plain objects, arrays, strings, finite numbers, booleans and null`,
  );
}
