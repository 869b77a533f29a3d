import type { Option } from '../space/index.ts';

/**
 * What a candidate has for a parameter of its space, found by the parameter's path: `optimizer.sgd.momentum`, `units[0]`, `units.length`.
 *
 * @returns undefined for a parameter that the candidate does not have.
 */
export function parameterValue(params: unknown, name: string): Option | undefined {
  return isFields(params) ? field(params, name) : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function field(fields: Fields, name: string): Option | undefined {
  for (const [key, value] of Object.entries(fields)) {
    if (!name.startsWith(key)) continue;
    const found = inside(value, name.slice(key.length));
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

function inside(value: unknown, rest: string): Option | undefined {
  if (rest === '') return isOption(value) ? value : undefined;
  if (Array.isArray(value)) {
    if (rest === '.length') return value.length;
    const [index = '', place] = /^\[(\d+)\]/.exec(rest) ?? [];
    return place === undefined ? undefined : inside(value[Number(place)], rest.slice(index.length));
  }
  return isFields(value) && rest.startsWith('.') ? field(value, rest.slice(1)) : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOption(value: unknown): value is Option {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
