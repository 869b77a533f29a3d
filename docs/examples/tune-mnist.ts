/**
 * Tunes a small neural network that reads handwritten digits.
 *
 *     npm start
 *     npm start -- --trials 50 --seed 2 --sampler gp
 */
import { parseArgs } from 'node:util';
import { fromEvent, lastValueFrom, share, skip, take, takeUntil, tap } from 'rxjs';
import {
  choice,
  finished,
  float,
  gp,
  improvements,
  int,
  list,
  ordinal,
  type Params,
  random,
  sobol,
  space,
  track,
  trialEvents,
} from 'rxtune';
import { jsonl, progress } from 'rxtune/node';
import { type Mlp, train } from './mlp.ts';
import { digits } from './mnist-data.ts';

// What may be tried.
const net = space({
  learningRate: float(1e-3, 1, { scale: 'log' }),
  units: list(int(8, 64, { scale: 'log' }), 1, 2),
  activation: choice(['relu', 'tanh']),
  batchSize: ordinal([8, 16, 32, 64]),
  momentum: float(0, 0.95),
  initialScale: float(0.1, 3, { scale: 'log' }),
});

const samplers = { random, sobol, gp };
const { trials, seed, sampler } = settings();
const epochs = 8;
const training = digits(0, 200);
const validation = digits(200, 100);
const test = digits(300, 100);
const file = `runs/mnist-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.jsonl`;

console.log(`Tuning a neural network that reads handwritten digits (MNIST).

  tried    layers, activation, weight scale, learning rate, momentum, batch size
  score    accuracy on ${validation.count} digits, after ${epochs} epochs on ${training.count} others
  trials   ${trials}, two at a time, from ${sampler} search with seed ${seed}
  kept in  ${file}

Ctrl-C stops early.
`);

// One trial: an accuracy after each epoch, of which the last is the score.
async function* objective(
  params: Params<typeof net>,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<number> {
  for await (const network of train(params, training, { epochs, seed, signal })) {
    yield network.accuracy(validation);
  }
}

const interrupts = fromEvent(process, 'SIGINT').pipe(share());
const farewell = (): void => {
  console.log('Stopping when the running trials have finished; Ctrl-C again aborts them.');
};

const candidates = samplers[sampler](net, { seed }).pipe(
  take(trials),
  takeUntil(interrupts.pipe(tap(farewell))), // the first Ctrl-C: nothing new begins, what runs is finished
);
const events = candidates.pipe(
  trialEvents(objective, { concurrency: 2, direction: 'maximize' }),
  takeUntil(interrupts.pipe(skip(1))), // the second: what runs is aborted
);
const study = events.pipe(track([progress({ total: trials })]), finished(), track([jsonl(file)]));

// The last improvement is the best trial; there is none if nothing has finished.
const winner = await lastValueFrom(study.pipe(improvements()), { defaultValue: undefined });
if (winner === undefined) {
  console.log('\nNo trial has finished.');
} else {
  console.log(`\nBest parameters, of trial #${winner.number}:\n`, winner.params);
  let network: Mlp | undefined;
  // The same parameters and seed make the same network once more.
  for await (network of train(winner.params, training, { epochs, seed }));
  const accuracy = network?.accuracy(test) ?? NaN;
  console.log(
    `\nOn ${test.count} digits that no trial has seen it reads ${(100 * accuracy).toFixed(1)} % right.`,
  );
  console.log(`Every finished trial is a line of ${file}`);
}

/** What the command line says. */
function settings(): { trials: number; seed: number; sampler: keyof typeof samplers } {
  const { values } = parseArgs({
    options: {
      trials: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      sampler: { type: 'string', default: 'random' },
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
