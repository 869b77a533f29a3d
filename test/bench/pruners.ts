/**
 * Replays recorded trainings with every pruner, and prints what each saves and what it loses.
 *
 *   npm run bench:pruners -- --orders 100 --parts sequence,budget,parallel,objectives,speed --rules 'auto|median' --pools L128,NMT
 *
 * sequence: 100 configurations in random order, one after another. budget: fresh configurations until 5, 10, 20, 40 whole runs are spent. parallel: eight at once.
 * objectives: the front of a loss and a size.
 * speed: microseconds a report with 10,000 trials of 100 steps.
 */
import { parseArgs } from 'node:util';
import type { Pruner } from '../../src/pruners/pruner.ts';
import { type CurvePool, curvePools } from './curve-pools.ts';
import { type PruningRule, pruningRules } from './pruner-rules.ts';
import { prunerSpeed } from './pruner-speed.ts';
import { table } from './regret-tables.ts';
import { atBudgets, type Replay, replay } from './replay.ts';
import { replayOfTwo } from './several-objectives.ts';
import { mean } from './statistics.ts';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '100' },
    parts: { type: 'string', default: 'sequence,budget,parallel,objectives,speed' },
    rules: { type: 'string' },
    pools: { type: 'string' },
  },
});
const parts = values.parts.split(',');
const orders = Array.from({ length: Number(values.orders) }, (_, order) => order);
const rules = Object.entries(pruningRules).filter(
  ([name]) => values.rules === undefined || values.rules.split('|').includes(name),
);

const pruner = (make: PruningRule, { every, runs }: CurvePool): Pruner =>
  make(every, Math.max(...runs.map(({ length }) => length)));

const short = (value: number, digits: number): string => value.toFixed(digits).replace(/^(-?)0\./, '$1.');

function error(numbers: readonly number[]): number {
  const centre = mean(numbers);
  return Math.sqrt(mean(numbers.map((x) => (x - centre) ** 2)) / (numbers.length - 1));
}

function outcome(replays: readonly Replay[]): {
  best: number;
  gap: number;
  cost: number;
  survived: number;
  time: number;
} {
  const of = (pick: (one: Replay) => number): number => mean(replays.map(pick));
  return {
    best: of(({ best }) => best),
    gap: of(({ gap }) => gap),
    cost: of(({ cost }) => cost),
    survived: of(({ survived }) => Number(survived)),
    time: of(({ time }) => time),
  };
}

function sequence(pools: readonly CurvePool[]): void {
  console.log(
    '\nOne after another. A cell: best value kept, cost in % of 100 whole runs, share of orders that kept the best of the 100; gap ± its standard error.\n',
  );
  const rows = rules.map(([name, make]) => {
    const cells = pools.map((pool) => {
      const replays = orders.map((order) => replay(pruner(make, pool), pool, order));
      return { ...outcome(replays), error: error(replays.map(({ gap }) => gap)) };
    });
    const average = (pick: (cell: (typeof cells)[number]) => number): number => mean(cells.map(pick));
    return [
      name,
      ...cells.map(
        ({ best, cost, survived, gap, error }) =>
          `${short(best, Math.abs(best) < 1 ? 4 : 2)} ${short(cost, 1)} ${short(survived, 2)}; ${short(gap, 1)} ± ${short(error, 1)}`,
      ),
      `${short(
        average(({ gap }) => gap),
        1,
      )}, ${short(
        average(({ cost }) => cost),
        1,
      )}, ${short(
        average(({ survived }) => survived),
        2,
      )}`,
    ];
  });
  console.log(table(['rule', ...pools.map(({ name }) => name), 'mean gap, cost, survival'], rows));
}

function budget(pools: readonly CurvePool[]): void {
  const budgets = [5, 10, 20, 40];
  console.log(`\nRegret after ${budgets.join('/')} whole runs.\n`);
  const rows = rules.map(([name, make]) => {
    const cells = pools.map((pool) => {
      const regrets = orders.map((order) => atBudgets(pruner(make, pool), pool, order, budgets));
      return budgets.map((_, i) => mean(regrets.map((one) => one[i]!)));
    });
    const all = budgets.map((_, i) => mean(cells.map((cell) => cell[i]!)));
    return [name, ...[...cells, all].map((cell) => cell.map((regret) => short(regret, 1)).join('/'))];
  });
  console.log(table(['rule', ...pools.map(({ name }) => name), 'mean'], rows));
}

function parallel(pools: readonly CurvePool[]): void {
  console.log('\nEight at once, each at a speed of its own. A cell: gap, cost, survival, time.\n');
  const rows = rules.map(([name, make]) => {
    const cells = pools.map((pool) =>
      outcome(orders.map((order) => replay(pruner(make, pool), pool, order, 8))),
    );
    const average = (pick: (cell: (typeof cells)[number]) => number): number => mean(cells.map(pick));
    return [
      name,
      ...cells.map(
        ({ gap, cost, survived, time }) =>
          `${short(gap, 1)} ${short(cost, 1)} ${short(survived, 2)} ${time.toFixed(0)}`,
      ),
      `${short(
        average(({ gap }) => gap),
        2,
      )}, ${short(
        average(({ cost }) => cost),
        1,
      )}, ${short(
        average(({ survived }) => survived),
        2,
      )}`,
    ];
  });
  console.log(table(['rule', ...pools.map(({ name }) => name), 'mean gap, cost, survival'], rows));
}

function objectives(pools: readonly CurvePool[]): void {
  console.log('\nTwo objectives. A cell: hypervolume lost, and cost, both in %.\n');
  const rows = rules.map(([name, make]) => {
    const cells = pools.map((pool) => {
      const replays = orders.map((order) => replayOfTwo(pruner(make, pool), pool, order));
      return [mean(replays.map(({ lost }) => lost)), mean(replays.map(({ cost }) => cost))];
    });
    const all = [0, 1].map((i) => mean(cells.map((cell) => cell[i]!)));
    return [name, ...[...cells, all].map((cell) => cell.map((each) => short(each, 1)).join(' '))];
  });
  console.log(table(['rule', ...pools.map(({ name }) => name), 'mean'], rows));
}

if (parts.some((part) => part !== 'speed')) {
  const pools = (await curvePools()).filter(({ name }) => values.pools?.split(',').includes(name) ?? true);
  if (parts.includes('sequence')) sequence(pools);
  if (parts.includes('budget')) budget(pools);
  if (parts.includes('parallel')) parallel(pools);
  // A run of translation is scored by its best report, which is no vector.
  if (parts.includes('objectives')) objectives(pools.filter(({ name }) => name !== 'NMT'));
}
if (parts.includes('speed')) console.log(prunerSpeed(rules));
