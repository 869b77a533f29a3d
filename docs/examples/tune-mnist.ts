/**
 * Tunes a small neural network that reads handwritten digits. Started again, it goes on where it was.
 *
 *     npm start
 *     npm start -- --trials 50 --seed 2 --sampler random
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { count, from, fromEvent, lastValueFrom, share, skip, take, takeUntil, tap, toArray } from 'rxjs';
import {
  auto,
  autoPruner,
  cmaes,
  finished,
  gp,
  improvements,
  random,
  sobol,
  tpe,
  track,
  trialEvents,
} from 'rxtune';
import { journal, jsonl, progress, readJournal } from 'rxtune/node';
import { accuracies, epochs, net, testAccuracy, training, validation } from './digit-study.ts';

const samplers = { auto, gp, tpe, cmaes, random, sobol };
const { trials, seed, sampler } = settings();
// The same command is the same study.
const file = `runs/mnist-${sampler}-${seed}`;
const kept = existsSync(`${file}.journal`)
  ? await lastValueFrom(readJournal(`${file}.journal`, net).pipe(count()))
  : 0;

console.log(`Tuning a neural network that reads handwritten digits (MNIST).

  tried    layers, activation, weight scale, learning rate, momentum, batch size
  score    accuracy on ${validation.count} digits, after ${epochs} epochs on ${training.count} others
  trials   ${trials}, two at a time, from the tuner \`${sampler}\` with seed ${seed}; the hopeless are given up early
  kept in  ${file}.jsonl, and all that happens in ${file}.journal
${kept === 0 ? '' : `\nGoing on: ${kept} trials are in the journal already.\n`}
Ctrl-C stops early; started again, it goes on from there.
`);

const interrupts = fromEvent(process, 'SIGINT').pipe(share());
const farewell = (): void => {
  console.log('Stopping when the running trials have finished; Ctrl-C again aborts them.');
};

const candidates = samplers[sampler](net, { seed }).pipe(
  take(trials),
  takeUntil(interrupts.pipe(tap(farewell))), // the first Ctrl-C: nothing new begins, what runs is finished
);
const events = candidates.pipe(
  trialEvents(accuracies(seed), {
    concurrency: 2,
    direction: 'maximize',
    pruner: autoPruner({ steps: epochs }),
    journal: journal(`${file}.journal`),
  }),
  takeUntil(interrupts.pipe(skip(1))), // the second: what runs is aborted
);
const study = events.pipe(
  track([progress({ total: trials })]),
  finished(),
  track([jsonl(`${file}.jsonl`)]),
  toArray(),
);

const all = await lastValueFrom(study);
// The last improvement is the best trial; there is none if nothing is complete.
const winner = await lastValueFrom(from(all).pipe(improvements()), { defaultValue: undefined });
if (winner === undefined) {
  console.log('\nNo trial is complete.');
} else {
  const trained = all.reduce((sum, { reports }) => sum + reports.length, 0);
  const whole = all.length * epochs;
  console.log(
    `\nEpochs trained: ${trained} of ${whole}; giving up early saved ${Math.round(100 * (1 - trained / whole))} %.`,
  );
  console.log(`\nBest parameters, of trial #${winner.number}:\n`, winner.params);
  const { accuracy, images } = await testAccuracy(winner.params, seed);
  console.log(
    `\nOn ${images} digits that no trial has seen it reads ${(100 * accuracy).toFixed(1)} % right.`,
  );
  console.log(`Every finished trial is a line of ${file}.jsonl; --trials ${2 * trials} goes on from here.`);
}

/** What the command line says. */
function settings(): { trials: number; seed: number; sampler: keyof typeof samplers } {
  const { values } = parseArgs({
    options: {
      trials: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      sampler: { type: 'string', default: 'auto' },
    },
  });
  const number = (name: 'trials' | 'seed', least: number): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= least) return value;
    return refuse(`--${name} must be an integer of at least ${least}, not ${values[name]}`);
  };
  if (!isKeyOf(samplers, values.sampler)) {
    return refuse(`--sampler must be one of ${Object.keys(samplers).join(', ')}, not ${values.sampler}`);
  }
  return { trials: number('trials', 1), seed: number('seed', 0), sampler: values.sampler };
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

function isKeyOf<T extends object>(object: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(object, key);
}
