import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Random } from '../../src/math/random.ts';
import type { Direction } from '../../src/trial.ts';
import type { Problem, Values } from './problem.ts';
import { type ParameterData, problemSpace } from './problem-space.ts';

/** The part of the evaluator of recorded problems that is used here. */
interface Evaluator {
  loadProblem(folder: string, name: string): RecordedProblem;
}

interface RecordedProblem {
  readonly direction: Direction;
  readonly params: readonly ParameterData[];
  evaluate(
    values: Values,
    options: { readonly rng: Random },
  ): { readonly value: number; readonly failed?: boolean };
  score(values: Values): number;
  regret(score: number): number;
}

const folder = fileURLToPath(new URL('../../../shared/bench/', import.meta.url));

/** The real problems with recorded results of other tuners; none where their data are not at hand. */
export const realProblems: readonly string[] = existsSync(`${folder}real`)
  ? [
      'hpolib-protein-structure',
      'hpobench-vehicle',
      'hpobench-australian',
      'nasbench201-cifar10',
      '7zip-8d',
      'lcbench-open/7593',
      'lcbench-open/126026',
      'lcbench-open/189862',
      'xgboost-open/1067',
      'xgboost-open/40981',
      'xgboost-open/54',
    ]
  : [];

/** A real problem: a table of trainings, or a network that predicts them. */
export async function realProblem(name: string): Promise<Problem> {
  const { loadProblem } = (await import(pathToFileURL(`${folder}problems.mjs`).href)) as Evaluator;
  const problem = loadProblem(`${folder}real`, name);
  const { space, toValues } = problemSpace(problem.params);
  return {
    name,
    direction: problem.direction,
    space,
    evaluate(params, noise) {
      const values = toValues(params);
      const { value, failed } = problem.evaluate(values, { rng: noise });
      return { value: failed === true ? undefined : value, score: problem.score(values) };
    },
    regret: (score) => problem.regret(score),
  };
}
