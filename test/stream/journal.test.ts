import { lastValueFrom, map, merge, NEVER, of, Subject, take, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { memoryJournal } from '../../src/journal/memory-journal.ts';
import { medianPruner } from '../../src/pruners/index.ts';
import { float, int, space } from '../../src/space/index.ts';
import { best } from '../../src/stream/best.ts';
import { successiveHalving } from '../../src/stream/budget-tuners.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { trialEvents } from '../../src/stream/trial-events.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { random } from '../../src/stream/tuners.ts';
import type { Trial } from '../../src/trial.ts';
import { Counter, counter, Generations, Tasks } from './helpers.ts';
import {
  certain,
  everyCut,
  gist,
  objective,
  pruner,
  runOn,
  type StudyCase,
  tuners,
  virtually,
} from './journal-studies.ts';

/** The ends of the lines of a text: a line that was cut is not there. */
const cuts = (text: string): number[] => [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];

describe('a study that was killed', () => {
  test('finds the lines that are whole, wherever it was', () => {
    for (const study of certain(2).slice(0, 3)) {
      const { text } = runOn('', study);
      expect(everyCut(text)).toEqual(cuts(text).map((cut) => text.slice(0, cut)));
    }
  });

  test.each(certain(7))(
    'goes on as if nothing had happened: $tuner, $options.concurrency at a time',
    (study) => {
      const whole = runOn('', study);
      expect(whole.trials.length).toBeGreaterThan(1);
      if (whole.trials.some(({ budget }) => budget !== undefined))
        expect(whole.trials.some(({ from }) => from !== undefined)).toBe(true);
      for (const cut of cuts(whole.text)) {
        const resumed = runOn(whole.text.slice(0, cut), study);
        expect(gist(resumed.trials), `cut after ${cut}`).toEqual(gist(whole.trials));
        const recorded = whole.trials.filter(({ number }) =>
          whole.text.slice(0, cut).match(new RegExp(`"finished","number":${number},.*\n`)),
        );
        expect(resumed.trials.filter(({ replayed }) => replayed).map(({ number }) => number)).toEqual(
          recorded.map(({ number }) => number),
        );
        for (const { number } of recorded) expect(resumed.ran).not.toContain(number);
      }
    },
  );

  test('goes on again and again', () => {
    const study: StudyCase = { tuner: 'gp', trials: 8, options: { concurrency: 4, pruner, order: 'trial' } };
    const whole = runOn('', study);
    let text = '';
    for (let k = 1; k < 12; k++) {
      text = runOn(text, study).text.slice(0, 250 * k);
      expect(gist(runOn(text, study).trials)).toEqual(gist(whole.trials));
    }
  });

  test('goes on with another concurrency', () => {
    const study = (concurrency: number): StudyCase => ({
      tuner: 'random',
      trials: 10,
      options: { concurrency },
    });
    const whole = runOn('', study(4));
    for (const concurrency of [1, 2, 7]) {
      for (const cut of cuts(whole.text).filter((_, i) => i % 3 === 0))
        expect(gist(runOn(whole.text.slice(0, cut), study(concurrency)).trials)).toEqual(gist(whole.trials));
    }
  });

  test('runs nothing when it had ended, and writes nothing', () => {
    const study: StudyCase = { tuner: 'echo beside random', trials: 8, options: { concurrency: 3 } };
    const whole = runOn('', study);
    const again = runOn(whole.text, study);
    expect([again.ran, again.text]).toEqual([[], whole.text]);
    expect(again.trials.every(({ replayed }) => replayed === true)).toBe(true);
    expect(gist(again.trials)).toEqual(gist(whole.trials));
    const times = ({ startedAt, finishedAt, reports }: Trial<unknown>): unknown => [
      startedAt,
      finishedAt,
      reports,
    ];
    expect(again.trials.map(times)).toEqual(whole.trials.map(times));
  });

  test('counts recorded trials in a budget, which may have become larger or smaller', () => {
    const study = (trials: number): StudyCase => ({
      tuner: 'echo',
      trials,
      options: { concurrency: 2, order: 'trial' },
    });
    const five = runOn('', study(5));
    const eight = runOn(five.text, study(8));
    expect([eight.ran, gist(eight.trials)]).toEqual([[5, 6, 7], gist(runOn('', study(8)).trials)]);
    const three = runOn(five.text, study(3));
    expect([three.ran, gist(three.trials)]).toEqual([[], gist(five.trials).slice(0, 3)]);
  });

  test('runs unfinished trials once more under their numbers', async () => {
    const journal = memoryJournal();
    const first = new Tasks();
    const subscription = counter()
      .pipe(take(4), evaluate(first.objective, { concurrency: 3, journal }))
      .subscribe();
    await first.resolve(1);
    subscription.unsubscribe();
    expect(first.started.map(({ x }) => x)).toEqual([0, 1, 2, 3]);

    const second = new Tasks();
    const trials = lastValueFrom(
      counter().pipe(take(4), evaluate(second.objective, { concurrency: 1, journal }), toArray()),
    );
    expect(second.started.map(({ x }) => x)).toEqual([0]);
    for (const x of [0, 2, 3]) await second.resolve(x);
    expect((await trials).map(({ number, replayed }) => [number, replayed])).toEqual([
      [1, true],
      [0, undefined],
      [2, undefined],
      [3, undefined],
    ]);
  });

  test('tells trackers of events what it tells of trials', () => {
    const events = (text: string): unknown[] => {
      const journal = memoryJournal(text);
      return virtually(() =>
        tuners['random']!(1).pipe(
          take(5),
          trialEvents((params) => objective(params), { concurrency: 2, journal }),
        ),
      ).map((event) =>
        event.type === 'finished' ? [event.type, event.trial.number] : [event.type, event.number],
      );
    };
    const journal = memoryJournal();
    virtually(() =>
      tuners['random']!(1).pipe(
        take(5),
        evaluate((params) => objective(params), { concurrency: 2, journal }),
      ),
    );
    expect(events(journal.text)).toEqual(events(''));
  });

  test('gives checkpoints back, or begins anew where the journal could not keep them', () => {
    const seen = (checkpoint: (budget: number) => unknown): unknown[] => {
      const froms: unknown[] = [];
      const journal = memoryJournal();
      const study = (trials: number) =>
        successiveHalving(space({ x: float(0, 1) }), { maxBudget: 2, reductionFactor: 2 }).pipe(
          take(trials),
          evaluate(
            ({ x }, context) => {
              froms.push(context.from);
              context.checkpoint(checkpoint(context.budget ?? 0));
              return x;
            },
            { journal },
          ),
        );
      study(2).subscribe();
      study(3).subscribe((trial) => froms.push(trial.from));
      return froms.slice(-2);
    };
    expect(seen((budget) => ({ weights: [budget, null] }))).toEqual([
      { number: expect.any(Number) as number, budget: 1, checkpoint: { weights: [1, null] } },
      expect.any(Number),
    ]);
    expect(seen(() => undefined)).toEqual([
      { number: expect.any(Number) as number, budget: 1, checkpoint: undefined },
      expect.any(Number),
    ]);
    expect(seen(() => new Float64Array(2))).toEqual([undefined, expect.any(Number)]);
  });

  test('lets best see all trials', async () => {
    const journal = memoryJournal();
    const study = (n: number) =>
      random(space({ x: float(-1, 1) })).pipe(
        take(n),
        evaluate(({ x }) => x ** 2, { journal }),
        best(),
      );
    const { number } = await lastValueFrom(study(20));
    expect(await lastValueFrom(study(20))).toMatchObject({ number, replayed: true });
  });
});

describe('a journal of something else', () => {
  const study: StudyCase = { tuner: 'random', trials: 6, options: { concurrency: 2, pruner } };
  const { text } = runOn('', study);
  const refusal = (changed: Partial<StudyCase>, from = text, options = {}): string => {
    try {
      runOn(from, { ...study, ...changed }, options);
      return 'taken';
    } catch (error) {
      expect(error).toMatchObject({ code: 'JournalMismatch' });
      return (error as Error).message;
    }
  };

  test('is refused, and what differs is named', () => {
    expect([
      refusal({ seed: 2 }),
      refusal({ tuner: 'sobol' }),
      refusal({ tuner: 'random distinct' }),
      refusal({ options: { ...study.options, order: 'trial' } }),
      refusal({ options: { concurrency: 2 } }),
      refusal({ options: { concurrency: 2, pruner: medianPruner({ startupTrials: 1 }) } }),
    ]).toMatchInlineSnapshot(`
      [
        "the journal in memory was written with another tuner: trial 0 came from options.seed: 1 in the journal, 2 now",
        "the journal in memory was written with another tuner: trial 0 came from kind: "random" in the journal, "sobol" now",
        "the journal in memory was written with another tuner: trial 0 came from options.distinct: nothing in the journal, true now",
        "the journal in memory was written with other options of evaluate: order: "finish" in the journal, "trial" now",
        "trial 4 of the journal in memory was pruned after 2 reports, but now the pruner is missing; run the study with the pruner it was begun with, or say onMismatch: 'learn'",
        "trial 5 of the journal in memory was complete after 2 reports, but now the pruner gives it up; run the study with the pruner it was begun with, or say onMismatch: 'learn'",
      ]
    `);
  });

  test('is noticed in the first trial that is proposed otherwise', () => {
    const proposing = (step: number) =>
      tuner(() => {
        let k = 0;
        return { ask: () => ({ a: { x: [k++, k > 3 ? k * step : 0] } }), tell: () => undefined };
      });
    const journal = memoryJournal();
    const run = (step: number) =>
      virtually(() =>
        proposing(step).pipe(
          take(6),
          evaluate(({ a }) => a.x.length, { journal }),
        ),
      );
    run(1);
    expect(() => run(2)).toThrow(
      'trial 3 of the journal in memory is proposed otherwise now: a.x[1]: 4 in the journal, 8 now',
    );
  });

  test('is noticed where a tuner waits that proposed', () => {
    const journal = memoryJournal();
    const run = (size: number) =>
      virtually(() =>
        tuner(() => new Generations(size)).pipe(
          take(6),
          evaluate((params) => objective(params), { journal, concurrency: 4 }),
        ),
      );
    run(4);
    expect(() => run(2)).toThrow(
      'trial 2 of the journal in memory was proposed when its tuner waits for results now',
    );
  });

  test('leaves the recorded journal as it was', () => {
    const journal = memoryJournal(text);
    expect(() =>
      virtually(() =>
        tuners['sobol']!(1).pipe(
          take(6),
          evaluate((params) => objective(params), { journal }),
        ),
      ),
    ).toThrow();
    expect(journal.text).toBe(text);
  });
});

describe("onMismatch: 'learn'", () => {
  const one = space({ x: float(0, 1) });
  const narrow = space({ x: float(0, 0.5) });
  const run = (journal: Journal, seed: number, net = one, trials = 6, concurrency = 1) => {
    const sampler = new Counter();
    const told: number[] = [];
    const finished = virtually(() =>
      tuner(
        () => {
          let k = 0;
          return {
            ask: () => ({
              x: ((seed * 0.1 + k++ * 0.07 + told.length * 0.01) % 1) * (net === one ? 1 : 0.5),
            }),
            tell: ({ number }) => {
              told.push(number);
            },
          };
        },
        { kind: 'told', space: net, options: { seed } },
      ).pipe(
        take(trials),
        evaluate((params) => objective(params), { journal, concurrency }),
      ),
    );
    return { finished, told, sampler };
  };

  test('tells the tuner the recorded results, emits them, and goes on with new numbers', () => {
    const first = memoryJournal();
    run(first, 1);
    const journal = memoryJournal(first.text, { onMismatch: 'learn' });
    const { finished, told } = run(journal, 2);
    expect(told).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(finished.map(({ number, replayed }) => [number, replayed])).toEqual(
      Array.from({ length: 12 }, (_, i) => [i, i < 6 ? true : undefined]),
    );
    expect(journal.text.startsWith(first.text)).toBe(true);
  });

  test('leaves out what is not of the space any more', () => {
    const first = memoryJournal();
    const old = run(first, 1).finished;
    const kept = old.filter(({ params }) => params.x <= 0.5).map(({ number }) => number);
    const { told } = run(memoryJournal(first.text, { onMismatch: 'learn' }), 1, narrow);
    expect(told).toEqual([...kept, 6, 7, 8, 9, 10, 11]);
  });

  test('goes on from there once more, wherever it is cut', () => {
    for (const concurrency of [1, 3]) {
      const first = memoryJournal();
      run(first, 1, one, 6, concurrency);
      // In the middle, so that trials are open when the tuner turns out to be another one.
      const begun = first.text.split('\n').slice(0, -7).join('\n');
      const journal = memoryJournal(`${begun}\n`, { onMismatch: 'learn' });
      const whole = run(journal, 2, one, 6, concurrency).finished;
      for (const cut of cuts(journal.text).filter((at) => at > begun.length + 200)) {
        const resumed = run(
          memoryJournal(journal.text.slice(0, cut), { onMismatch: 'learn' }),
          2,
          one,
          6,
          concurrency,
        );
        const numbers = resumed.finished.map(({ number }) => number).sort((a, b) => a - b);
        expect(numbers).toEqual([...new Set(numbers)]);
        if (concurrency === 1) expect(gist(resumed.finished)).toEqual(gist(whole));
      }
      expect(
        run(memoryJournal(journal.text), 2, one, 6, concurrency).finished.map(({ number }) => number),
      ).toEqual(whole.map(({ number }) => number));
    }
  });

  test('takes other options of evaluate', () => {
    const journal = memoryJournal('', { onMismatch: 'learn' });
    const study = (direction: 'minimize' | 'maximize') =>
      virtually(() =>
        tuners['random']!(1).pipe(
          take(3),
          evaluate((params) => objective(params), { journal, direction }),
        ),
      );
    study('minimize');
    const trials = study('maximize');
    expect(trials.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const trial of trials) if (trial.state === 'complete') expect(trial.loss).toBe(-trial.value);
    expect(study('maximize').map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('a journal', () => {
  test('is written ahead of what it announces', () => {
    const journal = memoryJournal();
    const seen: string[] = [];
    const last = () => (JSON.parse(journal.text.trimEnd().split('\n').at(-1)!) as JournalEntry).type;
    counter()
      .pipe(
        take(1),
        trialEvents(
          (_, { report }) => {
            seen.push(`runs after ${last()}`);
            report(1);
            return 2;
          },
          {
            journal,
            pruner: {
              start: () => ({
                report: () => Boolean(seen.push(`prunes after ${last()}`)) && false,
                finish: () => undefined,
              }),
            },
          },
        ),
      )
      .subscribe(({ type }) => seen.push(`${type} after ${last()}`));
    expect(seen).toEqual([
      'started after started',
      'runs after started',
      'reported after reported',
      'prunes after reported',
      'finished after finished',
    ]);
  });

  test('that cannot be written ends the study with the error, and nothing more is heard', () => {
    for (let failing = 0; failing < 9; failing++) {
      const written: JournalEntry[] = [];
      let closed = 0;
      const journal: Journal = {
        name: 'a full disk',
        verify: false,
        onMismatch: 'error',
        read: () => [],
        open: () => ({
          recorded: [],
          append: (entry) => {
            if (written.length === failing) throw new Error('ENOSPC');
            written.push(entry);
          },
          close: () => {
            closed++;
          },
        }),
      };
      const told: number[] = [];
      const heard: unknown[] = [];
      tuner(() => {
        const sampler = new Counter();
        return { ask: () => sampler.ask(), tell: ({ number }) => told.push(number) };
      })
        .pipe(
          take(3),
          evaluate(() => of(1, 2), { journal }),
        )
        .subscribe({
          next: ({ number }) => heard.push(number),
          error: (error: unknown) => heard.push(error instanceof Error ? error.message : error),
        });
      const finished = written.filter(({ type }) => type === 'finished').length;
      expect(heard).toEqual([...Array.from({ length: finished }, (_, i) => i), 'ENOSPC']);
      expect(told).toEqual(heard.slice(0, -1));
      expect(closed).toBe(failing === 0 ? 0 : 1);
    }
  });

  test('belongs to one study at a time, until that ends, fails or is left', async () => {
    const journal = memoryJournal();
    const study = counter().pipe(
      take(1),
      evaluate(() => NEVER, { journal }),
    );
    const subscription = study.subscribe();
    await expect(lastValueFrom(study)).rejects.toMatchObject({ code: 'Locked' });
    subscription.unsubscribe();
    const ending = counter().pipe(
      take(1),
      evaluate(() => 1, { journal }),
    );
    expect(await lastValueFrom(ending)).toMatchObject({ number: 0 });
    expect(await lastValueFrom(ending)).toMatchObject({ number: 0, replayed: true });
    const failing = merge(counter().pipe(take(1)), new Subject<never>()).pipe(
      evaluate(() => 1, {
        journal,
        pruner: {
          start: () => {
            throw new Error('broken');
          },
        },
      }),
    );
    await expect(lastValueFrom(failing)).rejects.toThrow('broken');
    expect(await lastValueFrom(ending)).toMatchObject({ number: 0, replayed: true });
  });

  test('keeps the parameters as the tuner proposed them', async () => {
    const journal = memoryJournal();
    const study = random(space({ exponent: int(-3, 0) }), { seed: 3 }).pipe(
      take(3),
      map((candidate) => ({ ...candidate, params: { lr: () => 10 ** candidate.params.exponent } })),
      evaluate(({ lr }) => lr(), { journal }),
      toArray(),
    );
    const values = (await lastValueFrom(study)).map((trial) => trial.state === 'complete' && trial.value);
    expect(journal.text).toContain('"params":{"exponent":');
    const again = await lastValueFrom(study);
    expect(again.map((trial) => trial.state === 'complete' && trial.value)).toEqual(values);
    expect(again.every(({ params }) => typeof params.lr === 'function')).toBe(true);
  });

  test('is refused when it is none', () => {
    // @ts-expect-error a path is no journal
    expect(() => evaluate(() => 1, { journal: 'runs/net.jsonl' })).toThrow(
      "expected a journal, such as journal('runs/net.jsonl')",
    );
    expect(() => evaluate(() => 1, { order: 'trial', concurrency: of(1) })).toThrow(
      "order 'trial' needs a fixed number of slots",
    );
  });
});
