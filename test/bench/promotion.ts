/**
 * Compares tuners that promote with random search under a pruner that stops, at equal spent budgets, on tables of recorded trainings.
 *
 *   npm run bench:promotion -- --seeds 20 --rules 'asha|hyperband' --tables mlp_digits,rf_digits
 *
 * A cell: the regret of the best trial that got the whole budget, after 5, 10, 20 and 40 whole trainings: 0 is the best of the table, 100 (and at
 * most) the median.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lastValueFrom, takeWhile } from 'rxjs';
import { choice, ordinal } from '../../src/space/index.ts';
import { type Space, space } from '../../src/space/space.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { promotionPairs, promotionRules, type Rule } from './promotion-rules.ts';
import { table } from './regret-tables.ts';
import { mean, median } from './statistics.ts';

type Value = string | number | boolean;

interface Recorded {
  readonly name: string;
  readonly steps: number;
  readonly scale: number;
  readonly params: readonly { readonly name: string; readonly values: readonly Value[] }[];
  readonly curve: readonly number[];
}

/** A table as something to tune on. */
interface Task {
  readonly name: string;
  readonly steps: number;
  readonly space: Space<Record<string, Value>>;
  /** The value after so many steps, from 1. */
  at(params: Record<string, Value>, step: number): number;
  /** 0 at the best row, 100 at the median one. */
  regret(value: number): number;
}

function task(name: string): Task {
  const file = new URL(`tables/${name}.json`, import.meta.url);
  const { steps, scale, params, curve } = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  const finals = Array.from({ length: curve.length / steps }, (_, row) => curve[(row + 1) * steps - 1]!);
  const [best, middle] = [Math.min(...finals), median(finals)];
  return {
    name,
    steps,
    space: space(
      Object.fromEntries(
        params.map(({ name, values }) => [
          name,
          values.every((value) => typeof value === 'number') ? ordinal(values) : choice(values),
        ]),
      ),
    ),
    at: (chosen, step) => {
      const row = params.reduce(
        (row, { name, values }) => row * values.length + values.indexOf(chosen[name]!),
        0,
      );
      return curve[row * steps + step - 1]! / scale;
    },
    regret: (value) => Math.min(100, (100 * (value * scale - best)) / (middle - best)),
  };
}

const budgets = [5, 10, 20, 40];

/** The regret at each of the budgets. */
async function regrets(
  { tuner, pruner }: Rule,
  { steps, space, at, regret }: Task,
  seed: number,
): Promise<number[]> {
  let spent = 0;
  let best = Infinity;
  const found: number[] = [];
  const whole = budgets.at(-1)! * steps;
  await lastValueFrom(
    tuner(space, seed, steps).pipe(
      evaluate(
        function* (params, { budget = steps, from }) {
          // A rung between two steps is passed with the latter, as pruners have it.
          for (let step = Math.ceil(from?.budget ?? 0) + 1; step <= Math.ceil(budget); step++) {
            spent++;
            while (found.length < budgets.length && spent > budgets[found.length]! * steps) found.push(best);
            yield at(params, step);
          }
        },
        pruner === undefined ? {} : { pruner: pruner(steps) },
      ),
      takeWhile((trial) => {
        if (trial.state === 'complete' && (trial.budget ?? steps) === steps)
          best = Math.min(best, trial.value);
        return spent <= whole;
      }),
    ),
    { defaultValue: undefined },
  );
  // A small space may be exhausted before.
  while (found.length < budgets.length) found.push(best);
  return found.map(regret);
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    rules: { type: 'string' },
    tables: { type: 'string', default: 'mlp_digits,rf_digits,gb_diabetes' },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed);
const tasks = values.tables.split(',').map(task);
const chosen = Object.entries(promotionRules).filter(
  ([name]) => values.rules === undefined || values.rules.split('|').includes(name),
);

/** By rule, task and seed. */
const results = await Promise.all(
  chosen.map(async ([name, rule]) => ({
    name,
    cells: await Promise.all(tasks.map((one) => Promise.all(seeds.map((seed) => regrets(rule, one, seed))))),
  })),
);
const shown = (cell: readonly (readonly number[])[]): string =>
  budgets.map((_, i) => mean(cell.map((regrets) => regrets[i]!)).toFixed(1)).join(' / ');

console.log(`Regret after ${budgets.join(' / ')} whole trainings, mean of ${seeds.length} seeds.\n`);
console.log(
  table(
    ['', ...tasks.map(({ name }) => name), 'mean'],
    results.map(({ name, cells }) => [name, ...cells.map(shown), shown(cells.flat())]),
  ),
);

const rows = promotionPairs.flatMap(([name, other]) => {
  const [one, two] = [name, other].map((wanted) => results.find((result) => result.name === wanted));
  if (one === undefined || two === undefined) return [];
  return [
    [
      name,
      other,
      ...budgets.map((_, i) => {
        const differences = one.cells.flatMap((cell, task) =>
          cell.map((regrets, seed) => regrets[i]! - two.cells[task]![seed]![i]!),
        );
        const centre = mean(differences);
        const error = Math.sqrt(
          mean(differences.map((difference) => (difference - centre) ** 2)) / (differences.length - 1),
        );
        const [better, worse] = [
          differences.filter((difference) => difference < 0).length,
          differences.filter((difference) => difference > 0).length,
        ];
        return `${centre.toFixed(1)} ± ${error.toFixed(1)}; ${better} : ${worse}`;
      }),
    ],
  ];
});
console.log(
  '\nDifference of regrets with its standard error, and in how many studies it was better and worse.\n',
);
console.log(table(['promotes', 'stops', ...budgets.map((budget) => `after ${budget}`)], rows));
