import { shown } from '../errors.ts';

/** Where two values differ first, and what stands there: `lr: 0.1 in the journal, 0.2 now`. Undefined where they are the same, whatever the order of their keys. */
export function firstDifference(recorded: unknown, now: unknown, path = ''): string | undefined {
  if (Object.is(recorded, now)) return undefined;
  if (!isObject(recorded) || !isObject(now) || Array.isArray(recorded) !== Array.isArray(now)) {
    return `${path === '' ? '' : `${path}: `}${inWords(recorded)} in the journal, ${inWords(now)} now`;
  }
  for (const key of new Set([...Object.keys(recorded), ...Object.keys(now)])) {
    const inside = Array.isArray(now) ? `${path}[${key}]` : `${path}${path && '.'}${key}`;
    const difference = firstDifference(Reflect.get(recorded, key), Reflect.get(now, key), inside);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const inWords = (value: unknown): string => (value === undefined ? 'nothing' : shown(value));
