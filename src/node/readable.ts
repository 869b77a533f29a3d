import { fitted } from './text-width.ts';

const LONGEST = 40;

/** A number as people like to read it: ints whole, the rest to some significant digits. */
export function readableNumber(value: number, digits = 4): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(digits)));
}

/** A score as people like to read it; several objectives stand in brackets. */
export function readableScore(score: number | readonly number[]): string {
  return typeof score === 'number'
    ? readableNumber(score, 6)
    : `[${score.map((one) => readableNumber(one, 6)).join(', ')}]`;
}

/** Parameters by name, each as a short text: `lr` 0.01, `optimizer.kind` sgd, `units` [64, 32]. */
export function readableParams(params: unknown): [name: string, text: string][] {
  return isObject(params) && !Array.isArray(params) ? fields('', params) : named('params', params);
}

function named(name: string, value: unknown): [name: string, text: string][] {
  if (Array.isArray(value)) {
    if (!value.some(isObject)) return [[name, `[${value.map(word).join(', ')}]`]];
    return value.flatMap((element, i) => named(`${name}[${i}]`, element));
  }
  return isObject(value) ? fields(`${name}.`, value) : [[name, word(value)]];
}

function fields(prefix: string, object: object): [name: string, text: string][] {
  return Object.entries(object).flatMap(([key, value]) => named(prefix + key, value));
}

function word(value: unknown): string {
  if (typeof value === 'number') return readableNumber(value);
  if (typeof value !== 'string') return String(value);
  const text = fitted(value, LONGEST);
  // A text that could be taken for something else, or would disturb a terminal, is quoted.
  return /^[\p{Letter}\p{Number}_./+…-]+$/u.test(text) ? text : JSON.stringify(text);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
