import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { lastValueFrom, type Observable, take, tap } from 'rxjs';
import type { Candidate } from '../../src/candidate.ts';
import { journal } from '../../src/node/journal.ts';
import { medianPruner } from '../../src/pruners/median.ts';
import { asha } from '../../src/stream/budget-tuners.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { tpe } from '../../src/stream/learning-tuners.ts';
import type { TrialContext } from '../../src/stream/objective.ts';
import { random } from '../../src/stream/tuners.ts';
import { killedNet } from './killed-net.ts';

// A study with real timers, as a program that is killed from outside: `killed-program <tuner> <trials> <folder>`.

function candidatesOf(tuner: string): Observable<Candidate<{ x: number; y: number }>> {
  if (tuner === 'tpe') return tpe(killedNet, { seed: 1 });
  if (tuner === 'asha') return asha(killedNet, { seed: 1, minBudget: 1, maxBudget: 9 });
  return random(killedNet, { seed: 1 });
}

async function main(tuner: string, trials: number, folder: string): Promise<void> {
  const say = (...words: unknown[]): void => {
    appendFileSync(join(folder, 'heard.txt'), `${words.join(' ')}\n`);
  };
  async function* train(
    { x, y }: { x: number; y: number },
    { number, budget = 0, from, checkpoint }: TrialContext,
  ) {
    say('ran', number);
    checkpoint({ since: number, budget });
    for (let step = 1; step <= 3; step++) {
      await setTimeout(1 + 2 * y);
      if (x > 0.95) throw new RangeError('too much');
      yield x + y / step + (from?.budget ?? 0);
    }
  }
  const finished = candidatesOf(tuner).pipe(
    take(trials),
    evaluate(train, {
      concurrency: 4,
      pruner: medianPruner(),
      journal: journal(join(folder, 'net.jsonl')),
    }),
  );
  process.stdout.write('begins\n');
  await lastValueFrom(
    finished.pipe(
      tap((trial) => {
        if (trial.replayed !== true)
          say('finished', trial.number, trial.state === 'failed' ? 'failed' : trial.value);
      }),
    ),
  );
}

const [, , tuner = '', trials, folder = ''] = process.argv;
void main(tuner, Number(trials), folder);
