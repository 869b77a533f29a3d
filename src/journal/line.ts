import { shown, TuningError } from '../errors.ts';
import type { Score } from '../trial.ts';
import { checksum } from './checksum.ts';
import type { JournalEntry } from './entry.ts';
import { refuseUnserializable } from './refuse-unserializable.ts';
import {
  type ErrorJson,
  errorFromJson,
  errorToJson,
  isNumberJson,
  type ScoreJson,
  scoreFromJson,
  scoreToJson,
} from './trial-json.ts';

/** A line as it was read: its number, and what it says. */
export interface NumberedEntry {
  readonly line: number;
  readonly entry: JournalEntry;
}

/**
 * An entry as a line of text, newline included.
 *
 * One JSON object. Its last field is the CRC-32 of all that stands before it, and its first one the number of the line: a changed line shows in the one, a line that is
 * missing, doubled or displaced in the other.
 *
 * @throws TuningError `Serialization`, naming the parameter, when something cannot be said in JSON.
 */
export function lineOfEntry(line: number, entry: JournalEntry): string {
  const text = contentOfEntry(line, entry);
  return `${text}${ending(checksum(text))}\n`;
}

/** A line without its end: all that the checksum is of. */
export function contentOfEntry(line: number, entry: JournalEntry): string {
  return `{"line":${line}${fieldsOf(entry)},"at":${entry.at}`;
}

/** Written by hand, as that takes half the time of an object made for `JSON.stringify`. */
function fieldsOf(entry: JournalEntry): string {
  switch (entry.type) {
    case 'journal':
      return `,"type":"journal","format":1${fields({ ...entry, type: undefined, format: undefined, at: undefined })}`;
    case 'tuner':
      return `,"type":"tuner"${fields({ ...entry, type: undefined, at: undefined })}`;
    case 'started': {
      const { number, tuner, suggestion, told, after, params, budget, from } = entry;
      if (params === undefined) throw new TuningError('Serialization', `trial ${number} has no params`);
      refuseUnserializable('params', params);
      return `,"type":"started","number":${number}${optional('tuner', tuner)}${optional('suggestion', suggestion)}${optional('told', told)}${optional('after', after)},"params":${JSON.stringify(params)}${optional('budget', budget)}${optional('from', from)}`;
    }
    case 'restarted':
      return `,"type":"restarted","number":${entry.number}`;
    case 'reported':
      return `,"type":"reported","number":${entry.number},"step":${entry.step},"value":${scoreText(entry.value)}`;
    case 'finished': {
      const { number, state, value, error, reports, checkpoint, checkpointLost } = entry;
      const score = value === undefined ? '' : `,"value":${scoreText(value)}`;
      const failure = state === 'failed' ? `,"error":${JSON.stringify(errorToJson(error))}` : '';
      const kept = checkpoint === undefined ? '' : `,"checkpoint":${JSON.stringify(checkpoint)}`;
      const lost = checkpointLost === true ? ',"checkpointLost":true' : '';
      return `,"type":"finished","number":${number},"state":"${state}"${score}${failure},"reports":${reports}${kept}${lost}`;
    }
    case 'learnt':
      return `,"type":"learnt"${fields({ ...entry, type: undefined, at: undefined })}`;
  }
}

const optional = (key: string, value: number | undefined): string =>
  value === undefined ? '' : `,"${key}":${value}`;

function fields(entry: object): string {
  const text = JSON.stringify(entry);
  return text === '{}' ? '' : `,${text.slice(1, -1)}`;
}

function scoreText(value: Score): string {
  return JSON.stringify(typeof value === 'number' && Number.isFinite(value) ? value : scoreToJson(value));
}

/** How a line ends, but for its newline: all before it is what the checksum is of. */
export const ending = (sum: string): string => `,"check":"${sum}"}`;

/** The length of that. */
export const CHECK = ending('00000000').length;

/**
 * Reads a line back.
 *
 * @param text without its newline.
 * @param sum its checksum, for those who have it already.
 * @throws TuningError `Serialization` saying what is wrong with it.
 */
export function entryOfLine(text: string, sum?: string): NumberedEntry {
  const end = text.length - CHECK;
  if (!text.startsWith(',"check":"', end) || !text.endsWith('"}'))
    throw damaged(`it does not end in a checksum: ${excerpt(text)}`);
  if ((sum ?? checksum(text.slice(0, end))) !== text.slice(-10, -2))
    throw damaged(`its checksum does not agree with it: ${excerpt(text)}`);
  const start = text.indexOf(',');
  const line = Number(text.slice(8, start));
  if (!text.startsWith('{"line":') || !isCount(line)) throw damaged(`it has no number: ${excerpt(text)}`);
  // Only what stands between them is of interest: leaving keys out of an object takes longer than all the rest.
  const fields: unknown = JSON.parse(`{${text.slice(start + 1, end)}}`);
  if (!isFields(fields)) throw damaged(`it is no object: ${excerpt(text)}`);
  return { line, entry: entryOf(fields) };
}

/**
 * What the end of a file, after its last newline, is: a line that lacks its newline only, a line that was cut short, or one that was complete and is damaged.
 *
 * A failing machine may also leave zeros where the text should be: they count as cut short.
 */
export function kindOfTail(text: string): 'whole' | 'torn' | 'damaged' {
  try {
    entryOfLine(text);
    return 'whole';
  } catch {
    return /,"at":[-+.e\d]+,"check":"[0-9a-f]{8}"\}/.test(text) || !/^[{\0]/.test(text) ? 'damaged' : 'torn';
  }
}

type Fields = Record<string, unknown>;
type Check = readonly [fine: (value: unknown) => boolean, expected: string];

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isScore = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isNumberJson) : isNumberJson(value);
const isError = (value: unknown): value is ErrorJson =>
  isFields(value) && typeof value['name'] === 'string' && typeof value['message'] === 'string';
const isDirection = (value: unknown): boolean => value === 'minimize' || value === 'maximize';

const count: Check = [isCount, 'an integer of at least 0'];
const finite: Check = [Number.isFinite, 'a finite number'];
const text: Check = [(value) => typeof value === 'string', 'a text'];
const score: Check = [isScore, 'a number or an array of numbers'];
const object: Check = [isFields, 'an object'];
const state: Check = [
  (value) => value === 'complete' || value === 'pruned' || value === 'failed',
  "'complete', 'pruned' or 'failed'",
];

/** The fields of each type, beside `at`; those with a question mark may be absent. */
const terms: Readonly<Record<string, Check>> = {
  'direction?': [
    (value) => (Array.isArray(value) ? value.every(isDirection) : isDirection(value)),
    "'minimize', 'maximize', or an array of these",
  ],
  'order?': [(value) => value === 'finish' || value === 'trial', "'finish' or 'trial'"],
  'window?': count,
};

const formats: Readonly<Record<JournalEntry['type'], Readonly<Record<string, Check>>>> = {
  journal: {
    format: [(value) => value === 1, 'format 1; a newer version of this library wrote it'],
    library: text,
    ...terms,
  },
  tuner: { tuner: count, kind: text, 'options?': object, 'space?': object },
  started: {
    number: count,
    'tuner?': count,
    'suggestion?': count,
    'told?': count,
    'after?': count,
    params: [(value) => value !== undefined, 'the parameters'],
    'budget?': finite,
    'from?': count,
  },
  restarted: { number: count },
  reported: { number: count, step: finite, value: score },
  finished: {
    number: count,
    state,
    'value?': score,
    'error?': [isError, 'an error'],
    reports: count,
    'checkpoint?': [() => true, 'anything'],
    'checkpointLost?': [(value) => value === true, 'true'],
  },
  learnt: { from: count, ...terms },
};

interface FieldCheck {
  readonly key: string;
  readonly optional: boolean;
  readonly check: Check;
}

const checks: ReadonlyMap<string, readonly FieldCheck[]> = new Map(
  Object.entries(formats).map(([type, format]) => [
    type,
    Object.entries({ ...format, at: finite }).map(([key, check]) => ({
      key: key.replace('?', ''),
      optional: key.endsWith('?'),
      check,
    })),
  ]),
);

function entryOf(entry: Record<string, unknown>): JournalEntry {
  const { type, state } = entry;
  const known = typeof type === 'string' ? checks.get(type) : undefined;
  if (known === undefined) throw damaged(`it is of no known type: ${shown(type)}`);
  for (const { key, optional, check } of known) {
    const [fine, expected] = check;
    const value = entry[key];
    if (value === undefined ? !optional : !fine(value))
      throw damaged(`${key}: expected ${expected}, not ${shown(value)}`);
  }
  if (state === 'failed' && entry['error'] === undefined) throw damaged('a failed trial has an error');
  if ((state === 'complete' || state === 'pruned') && entry['value'] === undefined)
    throw damaged(`a ${state} trial has a value`);
  if (entry['value'] !== undefined) entry['value'] = scoreFromJson(entry['value'] as ScoreJson);
  if (entry['error'] !== undefined) entry['error'] = errorFromJson(entry['error'] as ErrorJson);
  // Every field was looked at.
  return entry as unknown as JournalEntry;
}

const damaged = (what: string): TuningError => new TuningError('Serialization', what);

const excerpt = (text: string): string => shown(text.length > 60 ? `${text.slice(0, 57)}...` : text);
