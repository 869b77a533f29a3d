import type { Option } from '../space/index.ts';

/** A number that Python is to read as a float, which may be NaN or infinite. */
export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** As Python's json writes it. */
  get text(): string {
    const text = String(this.value);
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
}

/** What Python's json knows. */
export type PythonValue =
  | Option
  | PythonFloat
  | readonly PythonValue[]
  | { readonly [key: string]: PythonValue };

/** The JSON that Python's json reads: floats are told from ints, and NaN and the infinities are words of their own. */
export function toPythonJson(value: PythonValue): string {
  if (value instanceof PythonFloat) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(toPythonJson).join(',')}]`;
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}:${toPythonJson(field)}`);
  return `{${fields.join(',')}}`;
}

/**
 * What the JSON of Python's json says; NaN and the infinities become `{ float: 'NaN' }`, which {@link numberOf} reads.
 *
 * @throws SyntaxError
 */
export function fromPythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    // Strings are matched whole, so that the words in them stay.
    const plain = text.replace(/"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g, (part) =>
      part.startsWith('"') ? part : `{"float":"${part}"}`,
    );
    return JSON.parse(plain);
  }
}

/** The number that `fromPythonJson` gave; undefined for whatever else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value !== null && 'float' in value ? Number(value.float) : undefined;
}

/** Unlike `Array.isArray` it keeps the type of read-only ones. */
function isArray(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value);
}
