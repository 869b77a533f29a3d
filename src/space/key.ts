/**
 * A text that two values share only if they are the same value, whatever the order of their keys.
 *
 * JSON with sorted keys: numbers keep every digit, strings are quoted, so that `{ ab: 'c' }` and `{ a: 'bc' }` differ; -0, which JSON writes as 0, is kept apart.
 */
export function canonicalKey(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalKey).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalKey(field)}`);
  return `{${fields.join(',')}}`;
}
