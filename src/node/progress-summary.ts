import { duration } from './duration.ts';
import type { ProgressTally } from './progress-tally.ts';
import { readableParams, readableScore } from './readable.ts';
import { fitted, padded, textWidth } from './text-width.ts';

/**
 * How a study ended: counts, time, and a table of its best trials.
 *
 * @param elapsed milliseconds since the start.
 * @param top how many trials the table has at most; with 0 there is none.
 * @param columns the width of a line.
 */
export function progressSummary(
  tally: ProgressTally,
  elapsed: number,
  top: number,
  columns: number,
): string[] {
  const { done, complete, pruned, failed } = tally;
  const counts = [
    `${complete} complete`,
    pruned === 0 ? '' : `${pruned} pruned`,
    failed === 0 ? '' : `${failed} failed`,
  ];
  const head = `${done} ${done === 1 ? 'trial' : 'trials'} in ${duration(elapsed)}: ${counts.filter((count) => count !== '').join(', ')}`;
  return [head, ...bestTable(tally, top)].map((line) => fitted(line, columns));
}

function bestTable({ best }: ProgressTally, top: number): string[] {
  const trials = best.slice(0, top).map(({ number, value, params }) => ({
    number,
    value: readableScore(value),
    params: new Map(readableParams(params)),
  }));
  if (trials.length === 0) return [];
  const names = [...new Set(trials.flatMap(({ params }) => [...params.keys()]))];
  const rows = trials.map(({ number, value, params }) => [
    `#${number}`,
    value,
    ...names.map((name) => params.get(name) ?? ''),
  ]);
  return ['', ...aligned([['best', 'value', ...names], ...rows])];
}

/** The lines of a table, each column as wide as its widest cell. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => textWidth(row[column] ?? '')))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
