import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Random } from '../../src/math/random.ts';
import type { Direction } from '../../src/trial.ts';
import { median } from './statistics.ts';

/** A recorded training: the loss of each report. One that diverged ends before its first report that is not finite. */
export interface Run {
  readonly losses: readonly number[];
  readonly diverged: boolean;
  /** By what it is measured in the end: the lowest is best; infinite if it diverged. */
  readonly score: number;
  /** Reports if it runs to its end; those of a whole run if it diverged. */
  readonly length: number;
}

/** Recorded trainings of one task. */
export interface CurvePool {
  readonly name: string;
  /** 1 where scores are losses, -1 where they are negated. */
  readonly sign: number;
  readonly runs: readonly Run[];
  /** Steps from one report to the next, and to the first. */
  readonly every: number;
  readonly optimum: number;
  readonly median: number;
  readonly meanLength: number;
}

function pool(
  name: string,
  direction: Direction,
  curves: readonly (readonly number[])[],
  whole?: number,
  score = last,
): CurvePool {
  const sign = direction === 'minimize' ? 1 : -1;
  const runs = curves.map((curve): Run => {
    const end = curve.findIndex((value) => !Number.isFinite(value));
    const losses = (end < 0 ? curve : curve.slice(0, end)).map((value) => sign * value);
    // Where all whole runs are equally long, shorter ones diverged.
    const diverged = end >= 0 || (whole !== undefined && curve.length < whole);
    const length = diverged ? (whole ?? curve.length) : curve.length;
    return { losses, diverged, score: diverged ? Infinity : score(losses), length };
  });
  const scores = runs.map((run) => run.score);
  const meanLength = runs.reduce((sum, { length }) => sum + length, 0) / runs.length;
  return { name, sign, runs, every: 1, optimum: Math.min(...scores), median: median(scores), meanLength };
}

const last = (losses: readonly number[]): number => losses.at(-1) ?? Infinity;
const best = (losses: readonly number[]): number => Math.min(...losses);

interface Table {
  readonly steps: number;
  readonly scale: number;
  readonly curve: readonly number[];
}

/** A table of our own, with a report every so many steps. */
function table(name: string, file: string, every: number): CurvePool {
  const url = new URL(`tables/${file}.json`, import.meta.url);
  const { steps, scale, curve } = JSON.parse(readFileSync(url, 'utf8')) as Table;
  const curves = Array.from({ length: curve.length / steps }, (_, row) =>
    curve
      .slice(row * steps, (row + 1) * steps)
      .flatMap((value, k) => ((k + 1) % every === 0 ? [value / scale] : [])),
  );
  return { ...pool(name, 'minimize', curves), every };
}

/** The part of the evaluator of recorded problems that is used here. */
interface Evaluator {
  loadProblem(folder: string, name: string): RecordedPool;
  randomParams(problem: RecordedPool, random: Random): unknown;
  seeded(seed: number): Random;
}

interface RecordedPool {
  readonly direction: Direction;
  readonly steps?: number;
  readonly pool: readonly unknown[];
  evaluate(
    params: unknown,
    options?: { fidelity: number },
  ): { readonly value: number; readonly curve: readonly number[] };
}

const folder = fileURLToPath(new URL('../../../shared/bench/', import.meta.url));

function recorded(
  { loadProblem }: Evaluator,
  name: string,
  file: string,
  whole?: number,
  score = last,
): CurvePool {
  const problem = loadProblem(`${folder}real`, file);
  const curves = problem.pool.map((params) => problem.evaluate(params).curve);
  return pool(name, problem.direction, curves, whole, score);
}

/** 260 random configurations of a network that predicts 52 epochs: minutes, so they are kept in the system's folder for temporary files. */
function predicted(
  { loadProblem, randomParams, seeded }: Evaluator,
  name: string,
  instance: string,
): CurvePool {
  const problem = loadProblem(`${folder}real`, `lcbench-open/${instance}`);
  const cache = `${tmpdir()}/rxtune-bench`;
  const file = `${cache}/lcbench-${instance}-7.json`;
  if (!existsSync(file)) {
    const random = seeded(7);
    const curves = Array.from({ length: 260 }, () => {
      const params = randomParams(problem, random);
      return Array.from({ length: 52 }, (_, i) => problem.evaluate(params, { fidelity: i + 1 }).value);
    });
    mkdirSync(cache, { recursive: true });
    writeFileSync(file, JSON.stringify(curves));
  }
  return pool(name, problem.direction, JSON.parse(readFileSync(file, 'utf8')) as number[][], 52);
}

/** All pools whose data are at hand. */
export async function curvePools(): Promise<CurvePool[]> {
  const tables = [table('MLP', 'mlp_digits', 1), table('RF', 'rf_digits', 1), table('GB', 'gb_diabetes', 3)];
  if (!existsSync(`${folder}real`)) {
    console.log('Without the recorded trainings, which are not at hand.\n');
    return tables;
  }
  const evaluator = (await import(pathToFileURL(`${folder}problems.mjs`).href)) as Evaluator;
  return [
    recorded(evaluator, 'L128', 'taskset-lstm128', 51),
    recorded(evaluator, 'VRNN', 'taskset-vrnn64-tanh', 51),
    recorded(evaluator, 'AVG', 'taskset-lstm128-avg-p128', 51),
    recorded(evaluator, 'NMT', 'nmt-lora-zh-en', undefined, best),
    ...tables,
    predicted(evaluator, 'LC1', '7593'),
    predicted(evaluator, 'LC2', '126026'),
    predicted(evaluator, 'LC3', '189862'),
  ];
}
