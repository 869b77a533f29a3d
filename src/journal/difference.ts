import { shown } from '../errors.ts';

/** Where two values differ first, and what stands there: `lr: 0.1 in the journal, 0.2 now`. Undefined where they are the same, whatever the order of their keys. */
export function firstDifference(recorded: unknown, now: unknown, path = ''): string | undefined {
  if (Object.is(recorded, now)) return undefined;
  if (!isObject(recorded) || !isObject(now) || Array.isArray(recorded) !== Array.isArray(now)) {
    return `${path === '' ? '' : `${path}: `}${inWords(recorded)} in the journal, ${inWords(now)} now`;
  }
  const added = Object.keys(now).filter((key) => !Object.hasOwn(recorded, key));
  for (const key of [...Object.keys(recorded), ...added]) {
    const before: unknown = Reflect.get(recorded, key);
    const after: unknown = Reflect.get(now, key);
    // The path is put together only where it may be told.
    if (Object.is(before, after)) continue;
    const inside = Array.isArray(now) ? `${path}[${key}]` : `${path}${path && '.'}${key}`;
    const difference = firstDifference(before, after, inside);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const inWords = (value: unknown): string => (value === undefined ? 'nothing' : shown(value));
