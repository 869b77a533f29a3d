/**
 * Measures the CPU of a sampler (ask and tell, with an objective that costs nothing) and prints it beside other libraries' figures.
 *
 *   npm run bench:overhead -- --samplers tpe --spaces d10,mixed --sizes 100,300,1000 --runs 3 --limit 60
 *
 * Each cell: seconds for the first n trials, and microseconds of one more trial around n; the median of the runs. A run ends after --limit seconds. What the loop
 * around the sampler costs (coordinates, loss, the trial's object) is subtracted: its candidates go through it again, with a sampler that does nothing.
 */
import { parseArgs } from 'node:util';
import type { Sampler } from '../../src/samplers/sampler.ts';
import type { Space } from '../../src/space/space.ts';
import { overheadSpaces } from './overhead-spaces.ts';
import { overheadPeers } from './peers.ts';
import type { Values } from './problem.ts';
import { digits, table } from './regret-tables.ts';
import { type MakeSampler, samplers } from './samplers.ts';
import { median } from './statistics.ts';

const spaces = overheadSpaces();

const { values } = parseArgs({
  options: {
    samplers: { type: 'string', default: Object.keys(samplers).join(',') },
    spaces: { type: 'string', default: Object.keys(spaces).join(',') },
    sizes: { type: 'string', default: '100,300,1000,3000,10000' },
    runs: { type: 'string', default: '3' },
    limit: { type: 'string', default: '60' },
  },
});
const sizes = values.sizes.split(',').map(Number);

type Figures = Map<number, readonly [seconds: number, microseconds: number]>;

function milliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** So many candidates go through the loop again and again; to keep all of them would cost more than some samplers do. */
const RECORDED = 256;

/** What a sampler costs: the total up to each size, and the mean of the last tenth before it. */
function measure(make: MakeSampler, space: Space<Values>, seed: number): Figures {
  const sampler = make(space, seed, Math.max(...sizes), {});
  const recorded: Values[] = [];
  let asked = 0;
  const whole = run(space, {
    ask: () => {
      const params = sampler.ask();
      if (typeof params === 'object' && asked++ < RECORDED) recorded.push(params);
      return params;
    },
    tell: (trial) => {
      sampler.tell(trial);
    },
  });
  let next = 0;
  const loop = run(space, {
    ask: () => (next < asked ? recorded[next++ % RECORDED] : undefined),
    tell: () => undefined,
  });
  const figures: Figures = new Map();
  for (const [size, [seconds, microseconds]] of whole) {
    const [ofLoop, each] = loop.get(size) ?? [0, 0];
    figures.set(size, [Math.max(0, seconds - ofLoop), Math.max(0, microseconds - each)]);
  }
  return figures;
}

function run(space: Space<Values>, sampler: Sampler<Values>): Figures {
  const figures: Figures = new Map();
  const largest = Math.max(...sizes);
  const start = milliseconds();
  let mark = start;
  for (let number = 0; number < largest; number++) {
    const params = sampler.ask();
    if (typeof params !== 'object') break;
    const unit = space.encode(params);
    const loss = unit.reduce((sum, u, i) => sum + (u - 0.3 - 0.04 * (i % 10)) ** 2, 0);
    sampler.tell({
      state: 'complete',
      number,
      params,
      reports: [],
      startedAt: 0,
      finishedAt: 0,
      value: loss,
      loss,
    });
    const n = number + 1;
    const size = sizes.find((one) => one >= n) ?? largest;
    if (n === size - Math.ceil(size / 10)) mark = milliseconds();
    if (n === size) {
      const now = milliseconds();
      figures.set(size, [(now - start) / 1000, ((now - mark) * 1000) / Math.ceil(size / 10)]);
    }
    // Asking for the time costs more than a suggestion of random search.
    if (n % 100 === 0 && milliseconds() - start > Number(values.limit) * 1000) break;
  }
  return figures;
}

function cell(figures: readonly (readonly [number, number])[]): string {
  if (figures.length === 0) return '';
  return `${digits(median(figures.map(([seconds]) => seconds)))} s, ${digits(median(figures.map(([, each]) => each)))} µs`;
}

for (const name of values.spaces.split(',')) {
  const space = spaces[name];
  if (space === undefined) throw new Error(`no space ${name}; there are ${Object.keys(spaces).join(', ')}`);
  const ours = values.samplers.split(',').map((sampler) => {
    const make = samplers[sampler];
    if (make === undefined)
      throw new Error(`no sampler ${sampler}; there are ${Object.keys(samplers).join(', ')}`);
    const runs = Array.from({ length: Number(values.runs) }, (_, seed) => measure(make, space, seed));
    return [
      sampler,
      ...sizes.map((size) =>
        cell(
          runs.flatMap((run) => {
            const figures = run.get(size);
            return figures === undefined ? [] : [figures];
          }),
        ),
      ),
    ];
  });
  const others = Object.entries(overheadPeers).flatMap(([peer, figures]) => {
    const own = typeof figures === 'string' ? undefined : figures[name];
    if (own === undefined) return [];
    return [
      [
        peer,
        ...sizes.map((size) => {
          const recorded = own[size];
          return recorded === undefined ? '' : cell([recorded]);
        }),
      ],
    ];
  });
  console.log(`${table([name, ...sizes.map(String)], [...ours, ...others])}\n`);
}
