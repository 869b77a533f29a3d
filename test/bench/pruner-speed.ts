import { generator } from '../../src/math/random.ts';
import type { PruningRule } from './pruner-rules.ts';
import { table } from './regret-tables.ts';

const trials = 10_000;
const steps = 100;

/** Microseconds a report, and memory; every trial runs to its end, whatever the pruner says, eight at a time. */
export function prunerSpeed(rules: readonly (readonly [name: string, make: PruningRule])[]): string {
  const rows = rules.map(([name, make]) => {
    const random = generator('speed', 0);
    const curves = Array.from({ length: 64 }, () =>
      Array.from({ length: steps }, (_, k) => random() + 5 / (k + 1) + 0.1 * random()),
    );
    const state = make(1, steps).start();
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    let reporting = 0;
    let finishing = 0;
    let late = 0;
    for (let first = 0; first < trials; first += 8) {
      const start = performance.now();
      for (let step = 1; step <= steps; step++) {
        for (let number = first; number < first + 8; number++) {
          const loss = curves[(number * 7) % 64]![step - 1]! + 1e-7 * number;
          state.report({ number, step, value: loss, loss, params: undefined });
        }
      }
      const middle = performance.now();
      for (let number = first; number < first + 8; number++) {
        const loss = curves[(number * 7) % 64]!.at(-1)! + 1e-7 * number;
        state.finish({
          state: 'complete',
          number,
          params: undefined,
          reports: [],
          startedAt: 0,
          finishedAt: 0,
          value: loss,
          loss,
        });
      }
      reporting += middle - start;
      finishing += performance.now() - middle;
      if (first >= trials - 1000) late += middle - start;
    }
    globalThis.gc?.();
    const memory = process.memoryUsage().heapUsed - before;
    // Whatever it keeps must be alive until here.
    state.report({ number: trials, step: 1, value: 0, loss: 0, params: undefined });
    const micro = (milliseconds: number, calls: number): string => ((1000 * milliseconds) / calls).toFixed(2);
    return [
      name,
      micro(reporting, trials * steps),
      micro(late, 1000 * steps),
      micro(finishing, trials),
      globalThis.gc === undefined ? '' : (memory / trials).toFixed(0),
    ];
  });
  return `\n${trials} trials of ${steps} steps (bytes need node --expose-gc).\n\n${table(['rule', 'µs a report', 'the last 1,000 trials', 'µs an end', 'bytes kept a trial'], rows)}`;
}
