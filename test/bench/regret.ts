/**
 * Measures tuners by their regret on the suite (and with --real on recorded problems) and prints tables beside other libraries' figures.
 *
 *   npm run bench:regret -- --samplers random,tpe --functions branin,mixed9 --seeds 0-19 --checkpoints 25,50,100,200 --batch 1 --workers 2 --out runs/regret.jsonl
 *
 * Results are appended to the file as they come and are not computed again: a run that was stopped goes on where it was. --options '{"startup":20}' gives
 * options to the samplers, and counts as another sampler.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { realCheckpoints } from './peers.ts';
import { realProblems } from './real.ts';
import { grouped, realTable, regretTable } from './regret-tables.ts';
import { samplers } from './samplers.ts';
import { type Study, type StudyResult, studyKey } from './study.ts';
import { runStudies } from './study-pool.ts';
import { suiteData } from './suite.ts';

const { values } = parseArgs({
  options: {
    samplers: { type: 'string', default: Object.keys(samplers).join(',') },
    functions: { type: 'string' },
    real: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '0-19' },
    checkpoints: { type: 'string' },
    batch: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    options: { type: 'string', default: '{}' },
    out: { type: 'string', default: 'runs/regret.jsonl' },
  },
});

/** 0-3,7 is 0, 1, 2, 3, 7. */
function numbers(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [from = NaN, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

const batch = Number(values.batch);
const checkpoints =
  values.checkpoints === undefined
    ? values.real
      ? [...realCheckpoints]
      : batch === 1
        ? [25, 50, 100, 200]
        : [50, 96]
    : numbers(values.checkpoints);
const problems =
  values.functions?.split(',') ?? (values.real ? realProblems : suiteData().map(({ name }) => name));
if (problems.length === 0) console.log('skipped: the recorded problems are not at hand');

const studies: Study[] = [];
for (const seed of numbers(values.seeds))
  for (const problem of problems)
    for (const sampler of values.samplers.split(','))
      studies.push({
        sampler,
        options: JSON.parse(values.options) as Record<string, unknown>,
        problem,
        seed,
        batch,
        trials: Math.max(...checkpoints),
      });

const earlier = existsSync(values.out)
  ? readFileSync(values.out, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as StudyResult)
  : [];
const known = new Map(earlier.map((result) => [studyKey(result), result]));
const missing = studies.filter((study) => !known.has(studyKey(study)));
mkdirSync(dirname(values.out), { recursive: true });
let done = 0;
await runStudies(missing, Number(values.workers), (result) => {
  known.set(studyKey(result), result);
  appendFileSync(values.out, `${JSON.stringify(result)}\n`);
  done++;
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${missing.length}`);
});
if (process.stderr.isTTY) process.stderr.write('\r');

const results = grouped(studies.map((study) => known.get(studyKey(study))!));
if (values.real) console.log(realTable(results));
else for (const checkpoint of checkpoints) console.log(`${regretTable(results, checkpoint, batch)}\n`);
