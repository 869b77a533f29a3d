import { type Peer, peers, realCheckpoints, realPeers } from './peers.ts';
import { bootstrapInterval, geometricMean, mean, median, ranks } from './statistics.ts';
import { reached, type StudyResult } from './study.ts';

type Tuner = string;

/** Results by tuner (its name and options), then by problem. */
export type Results = ReadonlyMap<Tuner, ReadonlyMap<string, readonly StudyResult[]>>;

/** Sorts results by tuner and problem. */
export function grouped(results: readonly StudyResult[]): Results {
  const byTuner = new Map<Tuner, Map<string, StudyResult[]>>();
  for (const result of results) {
    const { sampler, options, problem } = result;
    const tuner = Object.keys(options).length === 0 ? sampler : `${sampler} ${JSON.stringify(options)}`;
    const byProblem = byTuner.get(tuner) ?? new Map<string, StudyResult[]>();
    byTuner.set(tuner, byProblem.set(problem, [...(byProblem.get(problem) ?? []), result]));
  }
  return byTuner;
}

/** Shortest text with three digits. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table in markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** Median regrets after so many trials beside those of other libraries; a star where no Optuna sampler is better. */
export function regretTable(results: Results, checkpoint: number, batch: number): string {
  const functions = [...new Set([...results.values()].flatMap((own) => [...own.keys()]))];
  const others = Object.entries(peers(batch)).filter(([, peer]) =>
    functions.some((name) => peerMedian(peer, name, checkpoint) !== undefined),
  );
  const rows = functions.map((name) => {
    const recorded = others.map(([, peer]) => peerMedian(peer, name, checkpoint));
    const best = bestOptuna(others, name, checkpoint);
    return [
      name,
      ...recorded.map((value) => (value === undefined ? '' : digits(value))),
      ...[...results.values()].map((own) => {
        const values = regrets(own.get(name), checkpoint);
        if (values.length === 0) return '';
        const [low, high] = bootstrapInterval(values, median);
        const middle = median(values);
        return `${digits(middle)}${middle <= best ? ' *' : ''} (${digits(low)}–${digits(high)})`;
      }),
    ];
  });
  const seeds = (own: ReadonlyMap<string, readonly StudyResult[]>): number =>
    Math.max(...[...own.values()].map((list) => list.length));
  const head = [
    `n = ${checkpoint}`,
    ...others.map(([name, peer]) => `${name} [${peer.seeds}]`),
    ...[...results].map(([name, own]) => `${name} [${seeds(own)}]`),
  ];
  return table(head, [...rows, ...summaryRows(results, others, functions, checkpoint)]);
}

type Others = readonly (readonly [string, Peer])[];

function peerMedian(peer: Peer, name: string, checkpoint: number): number | undefined {
  const [median] = peer.functions[name]?.[checkpoint] ?? [];
  return median;
}

/** NaN where none is recorded. */
function bestOptuna(others: Others, name: string, checkpoint: number): number {
  const values = others.flatMap(([tuner, peer]) => {
    const value = tuner.startsWith('optuna:') ? peerMedian(peer, name, checkpoint) : undefined;
    return value === undefined ? [] : [value];
  });
  return values.length === 0 ? NaN : Math.min(...values);
}

function regrets(results: readonly StudyResult[] | undefined, checkpoint: number): number[] {
  return (results ?? [])
    .filter(({ trials }) => trials >= checkpoint)
    .map((result) => reached(result, checkpoint)[1]);
}

/** Regrets this small are as good as 0; a ratio of smaller ones would say nothing. */
const NEGLIGIBLE = 1e-12;

function summaryRows(
  results: Results,
  others: Others,
  functions: readonly string[],
  checkpoint: number,
): string[][] {
  const ours = [...results.values()].map((own) => (name: string) => {
    const values = regrets(own.get(name), checkpoint);
    return values.length === 0 ? undefined : median(values);
  });
  const columns = [
    ...others.map(
      ([, peer]) =>
        (name: string) =>
          peerMedian(peer, name, checkpoint),
    ),
    ...ours,
  ];
  const tpe = others.find(([name]) => name === 'optuna:tpe')?.[1];
  const count = (
    column: (name: string) => number | undefined,
    bar: (name: string) => number | undefined,
  ): string => {
    const pairs = functions
      .map((name) => [column(name), bar(name)] as const)
      .filter((pair): pair is readonly [number, number] =>
        pair.every((value) => value !== undefined && !Number.isNaN(value)),
      );
    return pairs.length === 0
      ? ''
      : `${pairs.filter(([value, limit]) => value <= limit).length} of ${pairs.length}`;
  };
  const ratio = (column: (name: string) => number | undefined): string => {
    const ratios = functions.flatMap((name) => {
      const [value, bar] = [column(name), tpe && peerMedian(tpe, name, checkpoint)];
      return value === undefined || bar === undefined ? [] : [Math.max(value, NEGLIGIBLE) / bar];
    });
    return ratios.length === 0 ? '' : digits(geometricMean(ratios));
  };
  // Ranks need every column on every function.
  const full = columns.filter((column) => functions.every((name) => column(name) !== undefined));
  const ranked = functions.map((name) => ranks(full.map((column) => column(name) ?? NaN)));
  const rank = (column: (name: string) => number | undefined): string => {
    const place = full.indexOf(column);
    return place < 0 ? '' : digits(mean(ranked.map((list) => list[place] ?? NaN)));
  };
  return [
    [
      'at or below every Optuna sampler',
      ...columns.map((column) => count(column, (name) => bestOptuna(others, name, checkpoint))),
    ],
    [
      'at or below optuna:tpe',
      ...columns.map((column) => count(column, (name) => tpe && peerMedian(tpe, name, checkpoint))),
    ],
    ['geometric mean of the ratios to optuna:tpe', ...columns.map(ratio)],
    ['mean rank', ...columns.map(rank)],
    ['in the sampler, ms a trial', ...others.map(() => ''), ...[...results.values()].map(cpu)],
  ];
}

function cpu(own: ReadonlyMap<string, readonly StudyResult[]>): string {
  return digits(mean([...own.values()].flat().map((result) => result.cpu)));
}

/** Mean best scores on real problems beside those of other libraries, and the mean normalised regret. */
export function realTable(results: Results): string {
  const problems = [...new Set([...results.values()].flatMap((own) => [...own.keys()]))];
  const others = ['optuna:random', 'optuna:tpe', 'optuna:tpe_uni'];
  const five = (value: number): string => String(Number(value.toPrecision(5)));
  const rows = problems.map((name) => [
    name,
    ...others.map((peer) => (realPeers(name)[peer] ?? []).map(five).join(' / ')),
    ...[...results.values()].map((own) => {
      const list = own.get(name) ?? [];
      return `${realCheckpoints.map((n) => five(mean(list.map((result) => reached(result, n)[0])))).join(' / ')} [${list.length}]`;
    }),
  ]);
  const regret = [...results.values()].map((own) =>
    realCheckpoints
      .map((n) =>
        digits(mean([...own.values()].map((list) => mean(list.map((result) => reached(result, n)[1]))))),
      )
      .join(' / '),
  );
  return table(
    [`n = ${realCheckpoints.join(' / ')}`, ...others, ...results.keys()],
    [
      ...rows,
      ['mean regret', ...others.map(() => ''), ...regret],
      ['in the sampler, ms a trial', ...others.map(() => ''), ...[...results.values()].map(cpu)],
    ],
  );
}
