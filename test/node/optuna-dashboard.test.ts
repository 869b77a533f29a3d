import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { from, type Observable, Subject } from 'rxjs';
import { expect, onTestFinished, test } from 'vitest';
import { optunaJournal } from '../../src/node/optuna-journal.ts';
import { choice, float, space } from '../../src/space/index.ts';
import type { TrialEvent } from '../../src/trial.ts';
import { OptunaDashboard } from './optuna-programs.ts';
import { tempFolder } from './temp-folder.ts';

const net = space({ lr: float(1e-5, 1e-1, { scale: 'log' }), activation: choice(['relu', 'gelu']) });
type Event = TrialEvent<{ lr: number; activation: 'relu' | 'gelu' }>;

interface StudyDetail {
  readonly name: string;
  readonly directions: readonly string[];
  readonly best_trials: readonly { readonly number: number }[];
  readonly trials: readonly Record<string, unknown>[];
}

test('Optuna Dashboard shows a study while it runs', async ({ skip }) => {
  const { missing } = OptunaDashboard;
  if (missing !== undefined) skip(missing);
  const path = join(tempFolder(), 'optuna.log');
  const events = new Subject<Event>();
  const tracker = optunaJournal(path, { space: net, studyName: 'net', direction: 'maximize' });
  const writing = from(tracker(events) as Observable<Event>).subscribe();
  const startedAt = new Date(2026, 0, 2, 3, 4, 5).getTime();
  const trial = (number: number, value: number): void => {
    const params = { lr: 0.01, activation: 'gelu' } as const;
    const report = { step: 1, value, at: startedAt };
    const ended = { number, params, reports: [report], startedAt, finishedAt: startedAt + 1000 };
    events.next({ type: 'started', number, params, at: startedAt });
    events.next({ type: 'reported', number, params, report });
    events.next({ type: 'finished', trial: { ...ended, state: 'complete', value, loss: -value } });
  };
  trial(0, 0.5);
  events.next({ type: 'started', number: 1, params: { lr: 0.1, activation: 'relu' }, at: startedAt });

  const dashboard = await OptunaDashboard.start(path);
  onTestFinished(() => dashboard.end());
  expect(await dashboard.get('/api/studies')).toMatchObject({
    study_summaries: [{ study_id: 0, study_name: 'net', directions: ['maximize'] }],
  });
  const study = (await dashboard.get('/api/studies/0')) as StudyDetail;
  expect(study).toMatchObject({ name: 'net', directions: ['maximize'], best_trials: [{ number: 0 }] });
  expect(study.trials.map(({ state }) => state)).toEqual(['Complete', 'Running']);
  expect(study.trials[0]).toMatchObject({
    number: 0,
    values: [0.5],
    intermediate_values: [{ step: 1, value: 0.5 }],
    params: expect.arrayContaining([
      expect.objectContaining({ name: 'lr', param_external_value: '0.01' }),
      expect.objectContaining({ name: 'activation', param_external_value: 'gelu' }),
    ]) as unknown,
  });

  trial(2, 0.75);
  writing.unsubscribe();
  // It looks at a file again after 2 s.
  await setTimeout(2100);
  const later = (await dashboard.get('/api/studies/0')) as StudyDetail;
  expect(later.trials.map(({ state }) => state)).toEqual(['Complete', 'Running', 'Complete']);
  expect(later.best_trials).toMatchObject([{ number: 2 }]);
});
