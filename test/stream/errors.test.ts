import { EMPTY, from, lastValueFrom, of, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  evaluate,
  float,
  type Objective,
  points,
  random,
  slots,
  space,
  track,
  trialEvents,
  tuner,
  wait,
} from 'rxtune';
import { candidate, type X } from './helpers.ts';

/** Every refusal says what is wrong, where, with which value, and what to do; here are the texts as people meet them. */

const line = space({ x: float(0, 1) });

function messageOf(wrong: () => unknown): string {
  try {
    wrong();
  } catch (error) {
    return String(error);
  }
  return expect.fail('nothing was thrown');
}

/** What the failed trial of an objective says. */
async function failureOf(objective: unknown, options: object = {}): Promise<string> {
  const trials$ = of(candidate(0)).pipe(evaluate(objective as Objective<X>, options));
  const trial = await lastValueFrom(trials$);
  return trial.state === 'failed' ? String(trial.error) : expect.fail(trial.state);
}

describe('options of evaluate', () => {
  it.each<[string, object]>([
    ['an unknown key', { concurency: 4 }],
    ['a direction', { direction: 'max' }],
    ['no direction at all', { direction: [] }],
    ['one of several directions', { direction: ['minimize', 'up'] }],
    ['no concurrency', { concurrency: 0 }],
    ['half a concurrency', { concurrency: 1.5 }],
    ['a text as concurrency', { concurrency: '4' }],
    ['a pruner by name', { pruner: 'median' }],
    ['a pruner that was not called', { pruner: () => undefined }],
    ['no options', null as never],
  ])('%s', (_, options) => {
    expect(messageOf(() => evaluate(() => 1, options))).toMatchSnapshot();
  });

  it('the objective', () => {
    expect(messageOf(() => evaluate(undefined as never))).toMatchInlineSnapshot(
      `"TuningError: evaluate: the objective must be a function of parameters, not undefined"`,
    );
    expect(messageOf(() => trialEvents({ train: 1 } as never))).toMatchInlineSnapshot(
      `"TuningError: trialEvents: the objective must be a function of parameters, not {"train":1}"`,
    );
  });

  it('an Observable of concurrency', async () => {
    const ends = async (concurrency: unknown): Promise<string> =>
      lastValueFrom(of(candidate(0)).pipe(evaluate(() => 1, { concurrency: concurrency as never }))).catch(
        String,
      ) as Promise<string>;
    expect(await ends(of(-1))).toMatchInlineSnapshot(
      `"TuningError: evaluate: concurrency must be an integer of at least 0, not -1"`,
    );
    expect(await ends(of('4'))).toMatchInlineSnapshot(
      `"TuningError: evaluate: concurrency must be an integer of at least 0, not "4""`,
    );
    expect(await ends(EMPTY)).toMatchInlineSnapshot(
      `"TuningError: evaluate: concurrency completed without a number; it must emit at least one"`,
    );
  });
});

it('options of the others', () => {
  expect(messageOf(() => slots(0))).toMatchInlineSnapshot(
    `"TuningError: slots must be an integer of at least 1, not 0"`,
  );
  expect(messageOf(() => track([], { highWaterMark: 0.5 }))).toMatchInlineSnapshot(
    `"TuningError: track: highWaterMark: expected an integer of at least 1, not 0.5"`,
  );
  expect(messageOf(() => track([], { highWatermark: 5 } as never))).toMatchInlineSnapshot(
    `"TuningError: track: unknown key highWatermark; it takes onError, highWaterMark"`,
  );
  expect(messageOf(() => track([], { onError: 'log' } as never))).toMatchInlineSnapshot(
    `"TuningError: track: onError: expected a function, not "log""`,
  );
  expect(messageOf(() => track(['file.jsonl'] as never))).toMatchInlineSnapshot(
    `"TuningError: track: tracker 1 must be a function from a stream to one that completes when all is written, such as jsonl(file) makes, not "file.jsonl""`,
  );
  expect(messageOf(() => track(((trials: unknown) => trials) as never))).toMatchInlineSnapshot(
    `"TuningError: track: expected an array of trackers, not a function"`,
  );
  expect(messageOf(() => tuner(undefined as never))).toMatchInlineSnapshot(
    `"TuningError: tuner: expected a function that makes a sampler, not undefined"`,
  );
  expect(messageOf(() => tuner(() => ({}) as never))).toMatchInlineSnapshot(
    `"TuningError: tuner: expected a function that makes a sampler, which has ask and tell, not one that makes {}"`,
  );
  expect(messageOf(() => random(line, { sed: 1 } as never))).toMatchInlineSnapshot(
    `"TuningError: random: unknown key sed; it takes seed, distinct"`,
  );
  expect(messageOf(() => points(line, [{ x: 0.5 }, { x: 2 }]))).toMatchInlineSnapshot(
    `"TuningError: points: candidate 1 is not in the space: x: expected a number from 0 to 1, not 2"`,
  );
});

describe('an objective that', () => {
  it('throws or rejects: its own error, untouched', async () => {
    expect(
      await failureOf(() => {
        throw new Error('CUDA out of memory');
      }),
    ).toMatchInlineSnapshot(`"Error: CUDA out of memory"`);
    expect(
      await failureOf(async () => Promise.reject(new Error('CUDA out of memory'))),
    ).toMatchInlineSnapshot(`"Error: CUDA out of memory"`);
  });

  it('returns no usable score', async () => {
    expect(await failureOf(() => undefined)).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned nothing; return a finite number"`,
    );
    expect(await failureOf(async () => undefined)).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned nothing; return a finite number"`,
    );
    expect(await failureOf(() => null)).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned null; return a finite number"`,
    );
    expect(await failureOf(() => Number.NaN)).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned NaN; return a finite number, or throw where there is none"`,
    );
    expect(await failureOf(async () => Number.POSITIVE_INFINITY)).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned Infinity; return a finite number, or throw where there is none"`,
    );
    expect(await failureOf(() => '0.5')).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned "0.5"; return a finite number"`,
    );
    expect(await failureOf(() => ({ loss: 0.5 }))).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned {"loss":0.5}; return a finite number"`,
    );
    expect(await failureOf(() => 5n)).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned 5n; return a finite number"`,
    );
    expect(await failureOf(() => new Float64Array(2))).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned {"0":0,"1":0}; return a finite number"`,
    );
  });

  it('returns scores that do not fit the directions', async () => {
    const direction = ['minimize', 'maximize'];
    expect(await failureOf(() => [1, 2])).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned [1, 2]; return a finite number, or name a direction for each of several scores"`,
    );
    expect(await failureOf(() => 1, { direction })).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned 1; return an array of 2 finite numbers, one for each direction (minimize, maximize)"`,
    );
    expect(await failureOf(() => [1], { direction })).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned [1]; return an array of 2 finite numbers, one for each direction (minimize, maximize)"`,
    );
    expect(await failureOf(() => [1, Number.NaN], { direction })).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned [1, NaN]; return an array of 2 finite numbers, one for each direction (minimize, maximize), or throw where there is none"`,
    );
    expect(await failureOf(() => [1, 'a'], { direction })).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective returned [1,"a"]; return an array of 2 finite numbers, one for each direction (minimize, maximize)"`,
    );
  });

  it('reports nothing, or ends with something that is no score', async () => {
    expect(await failureOf(() => EMPTY)).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective ended without a report; yield or emit a finite number before the end"`,
    );
    expect(await failureOf(function* () {})).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective ended without a report; yield or emit a finite number before the end"`,
    );
    expect(await failureOf(() => of(1, Number.NaN))).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective ended with the report NaN; make the last report a finite number, or throw where there is none"`,
    );
    expect(await failureOf(() => of('high'))).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective reported "high"; report a number"`,
    );
    expect(await failureOf(() => of(1), { direction: ['minimize', 'minimize'] })).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective reported 1; report an array of 2 numbers, one for each direction (minimize, minimize)"`,
    );
  });

  it('reports something that is no score, or no step', async () => {
    type Context = { report: (score: unknown, step?: unknown) => void };
    const reporting =
      (...report: [unknown, unknown?]) =>
      (_: X, context: Context) => {
        context.report(...report);
        return new Promise(() => undefined);
      };
    expect(await failureOf(reporting('low'))).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective reported "low"; report a number"`,
    );
    expect(await failureOf(reporting(1, '3'))).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective reported step "3"; give a finite number as step"`,
    );
    expect(await failureOf(reporting(1, Number.NaN))).toMatchInlineSnapshot(
      `"TuningError: trial 0: the objective reported step NaN; give a finite number as step"`,
    );
  });
});

it('a sampler that waits for what cannot come', async () => {
  const stalled = tuner<X>(() => ({ ask: () => wait, tell: () => undefined }));
  const error: unknown = await lastValueFrom(stalled.pipe(evaluate(() => 1))).catch(
    (reason: unknown) => reason,
  );
  expect(String(error)).toMatchInlineSnapshot(
    `"TuningError: the sampler waits for results, but none of its candidates is being evaluated: they were filtered out, abandoned, held up on the way, or the tuner is used without evaluate"`,
  );
});

it('a failed trial names the number of its trial', async () => {
  const trials = await lastValueFrom(
    from([candidate(0), candidate(1)]).pipe(
      take(2),
      evaluate(({ x }) => (x === 1 ? Number.NaN : x)),
      toArray(),
    ),
  );
  expect(
    trials.map((trial) => (trial.state === 'failed' ? String(trial.error) : trial.state)),
  ).toMatchInlineSnapshot(`
    [
      "complete",
      "TuningError: trial 1: the objective returned NaN; return a finite number, or throw where there is none",
    ]
  `);
});
