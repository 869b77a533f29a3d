/**
 * The main job with several tuners and seeds, with and without pruning: the best accuracy after so many trials, and what it cost.
 *
 *   npm run bench:main-job -- --trials 30 --seeds 10 --tuners random,auto
 */
import { parseArgs } from 'node:util';
import { lastValueFrom, take, toArray } from 'rxjs';
import { accuracies, epochs, net, testAccuracy } from '../../docs/examples/digit-study.ts';
import { autoPruner } from '../../src/pruners/index.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { auto, cmaes, gp, tpe } from '../../src/stream/learning-tuners.ts';
import { random, sobol } from '../../src/stream/tuners.ts';
import { table } from './regret-tables.ts';
import { mean } from './statistics.ts';

const tuners = { auto, gp, tpe, cmaes, random, sobol };

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '30' },
    seeds: { type: 'string', default: '10' },
    tuners: { type: 'string', default: 'random,auto' },
  },
});
const trials = Number(values.trials);
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed + 1);

/** One study, as `npm start` runs it. */
async function study(
  tuner: keyof typeof tuners,
  seed: number,
  pruned: boolean,
): Promise<{ validation: number; test: number; epochs: number }> {
  const finished = await lastValueFrom(
    tuners[tuner](net, { seed }).pipe(
      take(trials),
      evaluate(accuracies(seed), {
        concurrency: 2,
        direction: 'maximize',
        ...(pruned ? { pruner: autoPruner({ steps: epochs }) } : {}),
      }),
      toArray(),
    ),
  );
  const complete = finished.filter((trial) => trial.state === 'complete');
  const winner = complete.reduce((a, b) => (b.loss < a.loss ? b : a));
  return {
    validation: winner.value,
    test: (await testAccuracy(winner.params, seed)).accuracy,
    epochs: finished.reduce((sum, { reports }) => sum + reports.length, 0),
  };
}

const rows: string[][] = [];
for (const tuner of values.tuners.split(',')) {
  if (!Object.hasOwn(tuners, tuner)) throw new Error(`there is no tuner ${tuner}`);
  for (const pruned of [false, true]) {
    const results: Awaited<ReturnType<typeof study>>[] = [];
    for (const seed of seeds) results.push(await study(tuner as keyof typeof tuners, seed, pruned));
    const column = (key: 'validation' | 'test' | 'epochs', digits: number): string =>
      mean(results.map((result) => result[key])).toFixed(digits);
    rows.push([
      `${tuner}${pruned ? ', pruned' : ''}`,
      column('validation', 4),
      column('test', 4),
      column('epochs', 1),
      results.map(({ validation }) => validation.toFixed(3)).join(' '),
    ]);
    console.log(rows.at(-1)?.join('  '));
  }
}
console.log(`\n${trials} trials, ${seeds.length} seeds, means\n`);
console.log(table(['tuner', 'validation', 'test', 'epochs', 'validation by seed'], rows));
