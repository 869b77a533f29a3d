import type { Pruner, PrunerReport, PrunerState } from '../pruners/pruner.ts';
import type { Trial } from '../trial.ts';
import { type ContractCase, demand } from './contract.ts';

type Event = { readonly report: PrunerReport } | { readonly finish: Trial<unknown> };

/**
 * What every pruner must do, as cases for any test runner.
 *
 * Its answers are a fold of what it was told: the same again gives the same, studies are kept apart, and it makes no difference whether steps count from 0 or from 1. It
 * bears whatever an objective may report, trials that end without a report, and reports of a trial that it would have pruned: another pruner may have overruled it.
 *
 * @param make gives the pruner; called once for each case.
 *
 * @example
 * ```ts
 * import { prunerContract } from 'rxtune/testing';
 *
 * const cases = prunerContract(() => ({
 *   start: () => ({ report: ({ loss }) => !(loss < 100), finish: () => undefined }),
 * }));
 * for (const { run } of cases) await run(); // in a test file: test(name, run)
 * ```
 */
export function prunerContract(make: () => Pruner): ContractCase[] {
  const contract: readonly [name: string, check: (pruner: Pruner) => void][] = [
    ['answers the same when it is told the same again', tellsAgain],
    ['keeps studies apart', keepsApart],
    ['makes no difference between steps from 0 and from 1', shiftsSteps],
    ['bears NaN, infinities, and steps that repeat, leap and fall', bearsAnything],
    ['bears trials that end without a report, or fail', bearsEmptyTrials],
  ];
  return contract.map(([name, check]) => ({
    name,
    // Not `async` alone: what a case throws must reject.
    run: () =>
      new Promise<void>((resolve) => {
        check(make());
        resolve();
      }),
  }));
}

function tellsAgain(pruner: Pruner): void {
  const events = story(1);
  same(
    events,
    answers(pruner.start(), events),
    answers(pruner.start(), events),
    'when it is told the same again',
  );
}

function keepsApart(pruner: Pruner): void {
  const events = story(1);
  const alone = answers(pruner.start(), events);
  const [one, other] = [pruner.start(), pruner.start()];
  const others = story(1, 7);
  const beside = events.map((event, i) => {
    const answer = tell(one, event);
    const otherEvent = others[i];
    if (otherEvent !== undefined) tell(other, otherEvent);
    return answer;
  });
  same(events, alone, beside, 'when another study runs at the same time');
}

function shiftsSteps(pruner: Pruner): void {
  const events = story(1);
  same(
    events,
    answers(pruner.start(), events),
    answers(pruner.start(), story(0)),
    'when steps count from 0 instead of from 1',
  );
}

function bearsAnything(pruner: Pruner): void {
  const state = pruner.start();
  const losses = [1, Number.NaN, Infinity, 2, -Infinity, 0, 3, Number.NaN];
  const steps = [0, 0, 10, 3, 3, -5, 0.5, 1e9];
  for (let number = 0; number < 40; number++) {
    steps.forEach((step, i) => tell(state, report(number, step, losses[(i + number) % losses.length] ?? 0)));
    tell(state, end(number, number / 40));
  }
}

function bearsEmptyTrials(pruner: Pruner): void {
  const state = pruner.start();
  for (let number = 0; number < 12; number++) tell(state, end(number, number));
  const events = story(1, 1, 12);
  answers(state, events);
}

/** Forty trials of twelve steps, four at a time; the ends are of all three kinds. */
function story(firstStep: number, seed = 1, firstNumber = 0): Event[] {
  const events: Event[] = [];
  for (let group = 0; group < 10; group++) {
    const numbers = [0, 1, 2, 3].map((i) => firstNumber + 4 * group + i);
    for (let i = 0; i < 12; i++) {
      for (const number of numbers) events.push(report(number, firstStep + i, curve(number * seed, i)));
    }
    for (const number of numbers) events.push(end(number, curve(number * seed, 11)));
  }
  return events;
}

/** Some learn fast and some slowly, with a little noise: any numbers do, if they are always the same. */
function curve(number: number, i: number): number {
  const unit = (k: number): number => (Math.sin(k * 12.9898) * 43758.5453) % 1;
  return 2 + unit(number) + 3 / (1 + i * (1 + unit(number + 0.5))) + 0.05 * unit(number + i / 12);
}

const report = (number: number, step: number, loss: number): Event => ({
  // Frozen, as a pruner must leave it as it is.
  report: Object.freeze({ number, step, value: loss, loss, params: undefined }),
});

function end(number: number, loss: number): Event {
  const common = { number, params: undefined, reports: [], startedAt: number, finishedAt: number + 1 };
  if (number % 5 === 3)
    return { finish: Object.freeze({ ...common, state: 'failed', error: new Error('no memory') }) };
  return {
    finish: Object.freeze({ ...common, state: number % 5 === 4 ? 'pruned' : 'complete', value: loss, loss }),
  };
}

function tell(state: PrunerState, event: Event): boolean | undefined {
  if ('finish' in event) {
    state.finish(event.finish);
    return undefined;
  }
  const answer: unknown = state.report(event.report);
  const { number, step, loss } = event.report;
  demand(
    typeof answer === 'boolean',
    `it must answer true or false; to loss ${loss} of trial ${number} at step ${step} it answers ${String(answer)}`,
  );
  return answer;
}

function answers(state: PrunerState, events: readonly Event[]): (boolean | undefined)[] {
  return events.map((event) => tell(state, event));
}

function same(
  events: readonly Event[],
  expected: readonly (boolean | undefined)[],
  found: readonly (boolean | undefined)[],
  when: string,
): void {
  const at = expected.findIndex((answer, i) => answer !== found[i]);
  const event = events[at];
  if (event === undefined || 'finish' in event) return;
  const { number, step } = event.report;
  demand(
    false,
    `it answers ${String(expected[at])} to trial ${number} at step ${step}, and ${String(found[at])} ${when}`,
  );
}
