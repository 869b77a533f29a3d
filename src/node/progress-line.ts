import { duration } from './duration.ts';
import type { ProgressTally } from './progress-tally.ts';
import { readableParams, readableScore } from './readable.ts';

/**
 * How a study stands, in one line: counts, time, and the best trial with its parameters last, where a narrow terminal cuts.
 *
 * @param total how many trials there will be, if that is known.
 * @param elapsed milliseconds since the start.
 */
export function progressLine(tally: ProgressTally, total: number | undefined, elapsed: number): string {
  const { done, running, pruned, failed } = tally;
  const parts = [
    `${total === undefined ? done : `${done}/${total}`} done`,
    running === undefined ? '' : `${running} running`,
    pruned === 0 ? '' : `${pruned} pruned`,
    failed === 0 ? '' : `${failed} failed`,
    time(done, total, elapsed),
    leader(tally),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function time(done: number, total: number | undefined, elapsed: number): string {
  if (total === undefined || done === 0 || done >= total) return duration(elapsed);
  return `${duration(elapsed)}, about ${duration((elapsed / done) * (total - done))} left`;
}

function leader({ best: [best], last }: ProgressTally): string {
  const trial = best ?? last;
  if (trial === undefined) return '';
  const params = readableParams(trial.params).map(([name, text]) => `${name}=${text}`);
  return `${best === undefined ? 'last' : 'best'} ${readableScore(trial.value)} (#${trial.number}) ${params.join(' ')}`;
}
