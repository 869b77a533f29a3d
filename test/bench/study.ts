import { generator } from '../../src/math/random.ts';
import { wait } from '../../src/samplers/sampler.ts';
import type { Trial } from '../../src/trial.ts';
import type { Outcome, Problem, Values } from './problem.ts';
import { problemNamed } from './problems.ts';
import { samplers } from './samplers.ts';

/** One run of one sampler on one problem. */
export interface Study {
  readonly sampler: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly problem: string;
  readonly seed: number;
  /** How many candidates are asked for before any of them is told. */
  readonly batch: number;
  readonly trials: number;
}

/** What a run reached. */
export interface StudyResult extends Study {
  /** The best noise-free value so far: [number of trials, score, regret] whenever it improved. */
  readonly improvements: readonly (readonly [trials: number, score: number, regret: number])[];
  /** Milliseconds in the sampler, a trial: by the clock, as the CPU of one thread cannot be asked for. */
  readonly cpu: number;
}

/** Runs a study. */
export async function runStudy(study: Study): Promise<StudyResult> {
  const { seed, batch, trials, options } = study;
  const problem = await problemNamed(study.problem);
  const make = samplers[study.sampler];
  if (make === undefined)
    throw new Error(`no sampler ${study.sampler}; there are ${Object.keys(samplers).join(', ')}`);
  const sampler = make(problem.space, seed, trials, options);
  const noise = generator(seed, 'noise');
  const improvements: [number, number, number][] = [];
  let best = Infinity;
  let told = 0;
  let exhausted = false;
  let cpu = 0;
  while (told < trials && !exhausted) {
    const asked: Values[] = [];
    let start = performance.now();
    while (asked.length < Math.min(batch, trials - told)) {
      const params = sampler.ask();
      if (params === wait) break;
      exhausted = params === undefined;
      if (params === undefined) break;
      asked.push(params);
    }
    cpu += performance.now() - start;
    if (asked.length === 0 && !exhausted) throw new Error(`${study.sampler} waits for nothing`);
    for (const params of asked) {
      const outcome = problem.evaluate(params, noise);
      const sign = problem.direction === 'minimize' ? 1 : -1;
      start = performance.now();
      sampler.tell(finished(told, params, outcome, problem));
      cpu += performance.now() - start;
      told++;
      if (sign * outcome.score < best || improvements.length === 0) {
        best = sign * outcome.score;
        improvements.push([told, outcome.score, problem.regret(outcome.score)]);
      }
    }
  }
  return { ...study, improvements, cpu: cpu / trials };
}

function finished(number: number, params: Values, { value }: Outcome, { direction }: Problem): Trial<Values> {
  const common = { number, params, reports: [], startedAt: number, finishedAt: number };
  if (value === undefined) return { ...common, state: 'failed', error: new Error('the trial failed') };
  return { ...common, state: 'complete', value, loss: direction === 'minimize' ? value : -value };
}

/** The last improvement by a number of trials, as its score and regret. */
export function reached(
  { improvements }: StudyResult,
  trials: number,
): readonly [score: number, regret: number] {
  const last = improvements.findLast(([n]) => n <= trials);
  return last === undefined ? [NaN, NaN] : [last[1], last[2]];
}

/** What tells one run from any other. */
export function studyKey({ sampler, options, problem, seed, batch, trials }: Study): string {
  return JSON.stringify([sampler, options, problem, seed, batch, trials]);
}
