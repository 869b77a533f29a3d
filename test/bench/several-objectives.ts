import { generator } from '../../src/math/random.ts';
import { Judge } from '../../src/pruners/judge.ts';
import type { Pruner } from '../../src/pruners/pruner.ts';
import type { CurvePool } from './curve-pools.ts';
import { drawn } from './replay.ts';

type Point = readonly [loss: number, size: number];

/**
 * Plays 100 runs one after another, with a size as their second objective: it stays as it is in training, and better runs tend to be larger.
 *
 * @returns the hypervolume that was lost of the front of the 100, and the cost of 100 whole runs, both in percent.
 */
export function replayOfTwo(
  pruner: Pruner,
  pool: CurvePool,
  order: number,
): { readonly lost: number; readonly cost: number } {
  const judge = new Judge(pruner);
  const random = generator(`${pool.name} size`, order);
  const ranked = pool.runs.map(({ score }) => score).sort((a, b) => a - b);
  // The best at 0, the median in the middle of the volume.
  const scaled = (loss: number): number => (loss - pool.optimum) / (2 * (pool.median - pool.optimum));
  const all: Point[] = [];
  const kept: Point[] = [];
  let [steps, whole] = [0, 0];
  drawn(pool, order).forEach((run, number) => {
    const worse = ranked.filter((score) => score >= run.score).length / ranked.length;
    const size = 0.5 * worse + 0.5 * random();
    const end: Point = [scaled(run.score), size];
    whole += run.length;
    if (!run.diverged) all.push(end);
    const pruned = run.losses.some((loss, i) => {
      steps++;
      const value = [scaled(loss), size];
      return judge.report(number, undefined, { step: (i + 1) * pool.every, value, at: 0 }, value);
    });
    const common = { number, params: undefined, reports: [], startedAt: 0, finishedAt: 0 };
    if (pruned) judge.finish({ ...common, state: 'pruned' });
    else if (run.diverged) judge.finish({ ...common, state: 'failed', error: undefined });
    else {
      kept.push(end);
      judge.finish({ ...common, state: 'complete', value: end, loss: end });
    }
  });
  return { lost: 100 * (1 - volume(kept) / volume(all)), cost: (100 * steps) / whole };
}

/** The hypervolume up to the point (1, 1). */
function volume(points: readonly Point[]): number {
  let [sum, lowest] = [0, 1];
  for (const [loss, size] of [...points].sort(([a], [b]) => a - b)) {
    if (loss >= 1 || size >= lowest) continue;
    sum += (1 - loss) * (lowest - size);
    lowest = size;
  }
  return sum;
}
