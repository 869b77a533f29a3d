import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import pMap from 'p-map';
import { lastValueFrom, mergeMap, type Observable, of, range, take } from 'rxjs';
import type { Candidate } from '../../src/candidate.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { tuner } from '../../src/stream/tuner.ts';

/** Trials per second of CPU of `tuner → take → evaluate`, beside plain RxJS and p-map doing the same work without any of the bookkeeping. */
interface Case {
  readonly name: string;
  readonly beside?: string;
  readonly target?: number;
  readonly items: number;
  readonly run: (items: number) => Promise<unknown>;
}

const counter = (): Observable<Candidate<{ x: number }>> =>
  tuner(() => {
    let x = 0;
    return { ask: () => ({ x: x++ }), tell: () => undefined };
  });

const concurrency = 4;
const items = 1_000_000;
const promises = 100_000;

const cases: readonly Case[] = [
  {
    name: 'range → mergeMap(of, 4)',
    items,
    run: (n) => lastValueFrom(range(n).pipe(mergeMap((x) => of(x), concurrency))),
  },
  {
    name: 'tuner → take → evaluate(4), synchronous',
    beside: 'range → mergeMap(of, 4)',
    target: 0.6,
    items,
    run: (n) =>
      lastValueFrom(
        counter().pipe(
          take(n),
          evaluate(({ x }) => x, { concurrency }),
        ),
      ),
  },
  {
    name: 'range → mergeMap(promise, 4)',
    items: promises,
    run: (n) => lastValueFrom(range(n).pipe(mergeMap((x) => Promise.resolve(x), concurrency))),
  },
  {
    name: 'tuner → take → evaluate(4), promises',
    beside: 'range → mergeMap(promise, 4)',
    target: 2,
    items: promises,
    run: (n) =>
      lastValueFrom(
        counter().pipe(
          take(n),
          evaluate(({ x }) => Promise.resolve(x), { concurrency }),
        ),
      ),
  },
  {
    name: 'p-map(promise, 4)',
    beside: 'range → mergeMap(promise, 4)',
    items: promises,
    run: (n) =>
      pMap(
        Array.from({ length: n }, (_, x) => x),
        (x) => Promise.resolve(x),
        { concurrency },
      ),
  },
];

/** Microseconds of CPU an item, in a process that does nothing else. */
async function measure({ run, items: n }: Case): Promise<number> {
  const before = process.cpuUsage();
  await run(n);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / n;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const only = argv[2];
const chosen = cases.find(({ name }) => name === only);
if (chosen !== undefined) {
  console.log(await measure(chosen));
} else {
  // Interleaved, so that a slow moment of the machine hits all cases alike; ratios are taken within a round.
  const rounds = Array.from({ length: 9 }, () =>
    Object.fromEntries(
      cases.map(({ name }) => {
        const script = [...process.execArgv, fileURLToPath(import.meta.url), name];
        return [name, Number(execFileSync(process.execPath, script, { encoding: 'utf8' }))];
      }),
    ),
  );
  const timesOf = (name: string): number[] => rounds.map((round) => round[name] ?? Number.NaN);
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}; median of ${rounds.length} fresh processes each\n`,
  );
  console.log('| case | µs of CPU an item | items a second of CPU | beside | ratio | target |');
  console.log('| --- | ---: | ---: | --- | ---: | ---: |');
  for (const { name, beside, target } of cases) {
    const time = median(timesOf(name));
    const ratio =
      beside && median(rounds.map((round) => (round[beside] ?? Number.NaN) / (round[name] ?? Number.NaN)));
    const cells = [
      name,
      time.toFixed(2),
      Math.round(1e6 / time).toLocaleString('en'),
      beside ?? '',
      ratio ? ratio.toFixed(2) : '',
      target === undefined ? '' : `≥ ${target}`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
