import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import { fromPythonJson, numberOf } from './optuna-json.ts';

/** What a line of Optuna's journal does. */
export const Op = {
  createStudy: 0,
  deleteStudy: 1,
  setStudyUserAttr: 2,
  setStudySystemAttr: 3,
  createTrial: 4,
  setTrialParam: 5,
  setTrialStateValues: 6,
  setTrialIntermediateValue: 7,
  setTrialUserAttr: 8,
  setTrialSystemAttr: 9,
  discardTrials: 10,
} as const;

/** The states of a trial, by Optuna's numbers. */
export const State = { running: 0, complete: 1, pruned: 2, fail: 3, waiting: 4 } as const;
/** The number of a state. */
export type State = (typeof State)[keyof typeof State];

const id = z.int().min(0);
const number = z
  .unknown()
  .transform(numberOf)
  .pipe(z.custom<number>((value) => typeof value === 'number', { error: 'expected a number' }));
const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: 'expected a date and time' })
  .transform((text) => Date.parse(text));
const state = z.literal(Object.values(State), { error: 'expected the number of a state, 0 to 4' });
const numbers = z.record(z.string(), number);
const attributes = z.record(z.string(), z.unknown());

const schema = z.discriminatedUnion(
  'op_code',
  [
    z.object({
      op_code: z.literal(Op.createStudy),
      study_name: z.string(),
      directions: z.array(z.literal([0, 1, 2])).min(1),
    }),
    z.object({ op_code: z.literal(Op.deleteStudy), study_id: id }),
    z.object({
      op_code: z.literal(Op.createTrial),
      study_id: id,
      state: state.optional(),
      datetime_start: time.nullish(),
      datetime_complete: time.nullish(),
      value: number.nullish(),
      values: z.array(number).nullish(),
      distributions: z.record(z.string(), z.string()).optional(),
      params: numbers.optional(),
      intermediate_values: numbers.optional(),
      user_attrs: attributes.optional(),
    }),
    z.object({
      op_code: z.literal(Op.setTrialParam),
      trial_id: id,
      param_name: z.string(),
      param_value_internal: number,
      distribution: z.string(),
    }),
    z.object({
      op_code: z.literal(Op.setTrialStateValues),
      trial_id: id,
      state,
      values: z.array(number).nullish(),
      datetime_start: time.nullish(),
      datetime_complete: time.nullish(),
    }),
    z.object({
      op_code: z.literal(Op.setTrialIntermediateValue),
      trial_id: id,
      step: z.number(),
      intermediate_value: number,
    }),
    z.object({ op_code: z.literal(Op.setTrialUserAttr), trial_id: id, user_attr: attributes }),
    z.object({
      op_code: z.literal([
        Op.setStudyUserAttr,
        Op.setStudySystemAttr,
        Op.setTrialSystemAttr,
        Op.discardTrials,
      ]),
    }),
  ],
  { error: 'expected the number of an operation, 0 to 10' },
);

/** One line of Optuna's journal, checked; what is not looked at is left out. */
export type OptunaOperation = z.infer<typeof schema>;

/** What creates a trial. */
export type CreateTrial = Extract<OptunaOperation, { readonly op_code: typeof Op.createTrial }>;

/**
 * Reads a line of Optuna's journal.
 *
 * @throws SyntaxError, or TuningError naming the field and its value.
 */
export function readOperation(line: string): OptunaOperation {
  return parseOptions('not an operation of Optuna', schema, fromPythonJson(line));
}
