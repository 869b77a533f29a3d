import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom, map, take, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { generator, type Random } from '../../src/math/random.ts';
import { type Durability, journal, type JournalFileOptions } from '../../src/node/index.ts';
import { float, space } from '../../src/space/index.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { random } from '../../src/stream/tuners.ts';

/** What a journal costs: a trial at each durability, going on from a long one, and the slots that stand idle where results go on in the order of trials. */
const net = space({ lr: float(1e-5, 1e-1, { scale: 'log' }), momentum: float(0, 1), decay: float(0, 0.1) });
const folder = mkdtempSync(join(tmpdir(), 'rxtune-bench-'));

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

/** Seconds of a study of so many trials that take no time. */
async function study(trials: number, file?: string, options: JournalFileOptions = {}): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  await lastValueFrom(
    random(net, { seed: 1 }).pipe(
      take(trials),
      evaluate(({ lr, momentum }) => lr * momentum, {
        concurrency: 4,
        ...(file === undefined ? {} : { journal: journal(join(folder, file), options) }),
      }),
    ),
  );
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1e3 };
}

const perSecond = (trials: number, { cpu, wall }: Cost): string =>
  `${Math.round(trials / cpu).toLocaleString('en')} trials/s of CPU, ${Math.round(trials / wall).toLocaleString('en')} trials/s of wall time`;

console.log(`node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`);
await study(20_000);
await study(20_000, 'warm.jsonl', { durability: 'none' });

const many = 100_000;
console.log(`without a journal: ${perSecond(many, await study(many))}`);
console.log(`durability none:   ${perSecond(many, await study(many, 'many.jsonl', { durability: 'none' }))}`);
console.log(`  ${(statSync(join(folder, 'many.jsonl')).size / many).toFixed(0)} bytes a trial`);
const opened = await study(many, 'many.jsonl');
console.log(
  `opening ${many.toLocaleString('en')} of them and going through them: ${opened.cpu.toFixed(2)} s of CPU, ${opened.wall.toFixed(2)} s of wall time`,
);
const costs: readonly (readonly [Durability, number])[] = [
  ['batch', 20_000],
  ['line', 1_000],
];
for (const [durability, trials] of costs)
  console.log(
    `durability ${durability}: ${perSecond(trials, await study(trials, `${durability}.jsonl`, { durability }))}`,
  );
rmSync(folder, { recursive: true });

/** How long trials take, in whatever unit; the mean is 100. */
const durations: Readonly<Record<string, (uniform: Random) => number>> = {
  'all equal': () => 100,
  'from 50 to 150': (uniform) => 50 + 100 * uniform(),
  exponential: (uniform) => -100 * Math.log(1 - uniform()),
  'one of ten takes ten times as long': (uniform) => (uniform() < 0.1 ? 10 : 1) * (100 / 1.9),
};

/** The share of slot time in which nothing runs. */
function idleShare(
  concurrency: number,
  duration: (uniform: Random) => number,
  order: 'finish' | 'trial',
): number {
  const trials = 2_000;
  let busy = 0;
  let end = 0;
  new TestScheduler(() => undefined).run(({ flush }) => {
    random(net)
      .pipe(
        take(trials),
        evaluate(
          (_, { number }) => {
            const takes = Math.max(1, Math.round(10 * duration(generator('durations', number))));
            busy += takes;
            return timer(takes).pipe(map(() => 0));
          },
          { concurrency, order },
        ),
      )
      .subscribe(({ finishedAt }) => {
        end = Math.max(end, finishedAt);
      });
    flush();
  });
  return 1 - busy / (concurrency * end);
}

console.log("\nidle share of the slots with order 'trial' (with 'finish' in brackets)");
for (const [name, duration] of Object.entries(durations)) {
  const shares = [2, 4, 8, 16].map((slots) => {
    const [inOrder, asTheyCome] = [idleShare(slots, duration, 'trial'), idleShare(slots, duration, 'finish')];
    return `${slots} slots ${(100 * inOrder).toFixed(0)} % (${(100 * asTheyCome).toFixed(0)} %)`;
  });
  console.log(`${name}: ${shares.join(', ')}`);
}
