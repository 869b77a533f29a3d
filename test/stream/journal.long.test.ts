import { expect, test } from 'vitest';
import { certain, everyCut, gist, pruner, runOn, type StudyCase, tuners } from './journal-studies.ts';

test.each(certain(10))('a study goes on after a crash at any byte: $tuner, $options', (study) => {
  const whole = runOn('', study);
  for (const text of everyCut(whole.text))
    expect(gist(runOn(text, study).trials), text).toEqual(gist(whole.trials));
});

// Here nothing is taken for equal to anything else.
test.each(certain(5).filter(({ tuner }) => ['echo', 'asha on tpe', 'populationBased'].includes(tuner)))(
  'each single byte: $tuner, $options',
  (study) => {
    const whole = runOn('', study);
    const bytes = Buffer.from(whole.text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const { trials } = runOn(bytes.toString('utf8', 0, cut), study);
      expect(gist(trials), `cut after ${cut}`).toEqual(gist(whole.trials));
    }
  },
);

// These neither learn nor are pruned, so that the order in which trials finish does not matter.
test.each(['random', 'random distinct', 'grid', 'sobol', 'points'])(
  'with results in the order of finishing: %s',
  (tuner) => {
    const study: StudyCase = { tuner, trials: 10, options: { concurrency: 4 } };
    const whole = runOn('', study);
    for (const text of everyCut(whole.text))
      expect(gist(runOn(text, study).trials), text).toEqual(gist(whole.trials));
  },
);

// These may learn in another order than they would have done, as trials that run again take longer.
test.each(Object.keys(tuners))('nothing that has finished is lost or run twice: %s', (tuner) => {
  const study: StudyCase = { tuner, trials: 10, options: { concurrency: 4, pruner } };
  const whole = runOn('', study);
  for (const text of everyCut(whole.text)) {
    const resumed = runOn(text, study);
    const finished = [...text.matchAll(/"type":"finished","number":(\d+)/g)].map(([, number]) =>
      Number(number),
    );
    const isKept = ({ number }: { number: number }): boolean => finished.includes(number);
    expect(gist(resumed.trials.filter(isKept)), text).toEqual(gist(whole.trials.filter(isKept)));
    expect(resumed.ran.filter((number) => finished.includes(number))).toEqual([]);
    const numbers = resumed.trials.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from(numbers, (_, i) => i));
  }
});
