import { expect, test } from 'vitest';
import { gist, pruner, runOn, type StudyCase, tuners } from './journal-studies.ts';

const cases: StudyCase[] = Object.keys(tuners).flatMap((tuner) => [
  { tuner, trials: 8, options: { concurrency: 1, pruner } },
  { tuner, trials: 8, options: { concurrency: 1, pruner, order: 'trial' } },
  { tuner, trials: 8, options: { concurrency: 4, pruner, order: 'trial' } },
]);

test.each(cases)('a study goes on after a crash at any byte: $tuner, $options', (study) => {
  const whole = runOn('', study);
  for (let cut = 0; cut <= whole.text.length; cut++) {
    const resumed = runOn(whole.text.slice(0, cut), study);
    expect(gist(resumed.trials), `cut after ${cut}`).toEqual(gist(whole.trials));
  }
});

// These do not learn, so that the order in which trials finish does not matter.
test.each(['random', 'random distinct', 'grid', 'sobol', 'points'])(
  'and with results in the order of finishing: %s',
  (tuner) => {
    const study: StudyCase = { tuner, trials: 8, options: { concurrency: 4 } };
    const whole = runOn('', study);
    for (let cut = 0; cut <= whole.text.length; cut++)
      expect(gist(runOn(whole.text.slice(0, cut), study).trials), `cut after ${cut}`).toEqual(
        gist(whole.trials),
      );
  },
);
