import type { Option } from '../space/index.ts';

/** Where in a candidate a value stands. */
interface Place {
  readonly holder: object;
  readonly key: PropertyKey;
}

/**
 * What a candidate has for a parameter of its space, found by the parameter's path: `optimizer.sgd.momentum`, `units[0]`, `units.length`.
 *
 * @returns undefined for a parameter that the candidate does not have.
 */
export function parameterValue(params: unknown, name: string): Option | undefined {
  const place = parameterPlace(params, name);
  const value: unknown = place === undefined ? undefined : Reflect.get(place.holder, place.key);
  return isOption(value) ? value : undefined;
}

/** Where a candidate has it. */
export function parameterPlace(params: unknown, name: string): Place | undefined {
  return isFields(params) ? field(params, name) : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function field(fields: Fields, name: string): Place | undefined {
  for (const [key, value] of Object.entries(fields)) {
    if (!name.startsWith(key)) continue;
    const rest = name.slice(key.length);
    const found = rest === '' && isOption(value) ? { holder: fields, key } : inside(value, rest);
    if (found !== undefined) return found;
  }
  // In the path of a variant's parameter stands the name of its branch, which in the candidate is the value of the tag.
  for (const tag of Object.values(fields)) {
    if (typeof tag !== 'string' || !name.startsWith(`${tag}.`)) continue;
    const found = field(fields, name.slice(tag.length + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function inside(value: unknown, rest: string): Place | undefined {
  if (Array.isArray(value)) {
    if (rest === '.length') return { holder: value, key: 'length' };
    const [index = '', place] = /^\[(\d+)\]/.exec(rest) ?? [];
    if (place === undefined) return undefined;
    const element: unknown = value[Number(place)];
    const beyond = rest.slice(index.length);
    return beyond === '' && isOption(element) ? { holder: value, key: place } : inside(element, beyond);
  }
  return isFields(value) && rest.startsWith('.') ? field(value, rest.slice(1)) : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOption(value: unknown): value is Option {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
