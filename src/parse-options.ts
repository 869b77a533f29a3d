import * as z from 'zod';
import { shown, TuningError } from './errors.ts';

/**
 * Reads options or configuration, filling in defaults.
 *
 * @param call what is being configured, for the message.
 * @throws TuningError `InvalidConfig`, naming the path of the offending key, its value, and what was expected.
 */
export function parseOptions<T>(call: string, schema: z.ZodType<T>, options: unknown): T {
  const result = schema.safeParse(options, { reportInput: true });
  if (result.success) return result.data;
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  throw new TuningError(
    'InvalidConfig',
    `${call}: ${result.error.issues.flatMap((issue) => problems(issue, known)).join('; ')}`,
    { cause: result.error },
  );
}

function problems(issue: z.core.$ZodIssue, known: readonly string[]): string[] {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Of several alternatives only the one that the value was meant as has something to say.
    const meant = issue.errors.find((alternative) => alternative.every(({ path }) => path.length > 0));
    if (meant !== undefined) {
      return meant.flatMap((inner) => problems({ ...inner, path: [...issue.path, ...inner.path] }, known));
    }
  }
  const path = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  );
  if (issue.code === 'unrecognized_keys') {
    const hint = path === '' && known.length > 0 ? `; it takes ${known.join(', ')}` : '';
    return issue.keys.map((key) => `unknown key ${path && `${path}.`}${key}${hint}`);
  }
  const expected = issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '');
  // For an unknown tag the path leads to the tag, yet the input is the whole object.
  const tag = issue.code === 'invalid_union' && issue.errors.length === 0 ? issue.path.at(-1) : undefined;
  const value = tag === undefined ? issue.input : fieldOf(issue.input, String(tag));
  if (path === '') return [`${expected}, not ${shown(value)}`];
  return [
    value === undefined ? `${path} is missing: ${expected}` : `${path}: ${expected}, not ${shown(value)}`,
  ];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
