import {
  concat,
  filter,
  lastValueFrom,
  merge,
  type Observable,
  of,
  share,
  take,
  takeUntil,
  timer,
} from 'rxjs';
import {
  best,
  type Candidate,
  type CompleteTrial,
  evaluate,
  finished,
  float,
  gp,
  grid,
  improvements,
  int,
  iterate,
  mapParams,
  maximize,
  maxFailures,
  minimize,
  type Params,
  points,
  random,
  type Sampler,
  sobol,
  slots,
  type Slots,
  space,
  track,
  type Tracker,
  type Trial,
  trialEvents,
  type TrialEvent,
  tuner,
  variant,
  type Wait,
} from 'rxtune';
import { describe, expectTypeOf, test } from 'vitest';

const net = space({
  lr: float(0, 1),
  optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: { beta1: float(0, 1) } }),
});
const forest = space({ depth: int(1, 9) });
type Net = Params<typeof net>;
type Forest = Params<typeof forest>;

describe('tuners', () => {
  test('propose candidates of their space', () => {
    expectTypeOf(random(net)).toEqualTypeOf<Observable<Candidate<Net>>>();
    expectTypeOf(grid(forest)).toEqualTypeOf<Observable<Candidate<Forest>>>();
    expectTypeOf(sobol(net)).toEqualTypeOf<Observable<Candidate<Net>>>();
    expectTypeOf(gp(net)).toEqualTypeOf<Observable<Candidate<Net>>>();
    expectTypeOf(points(forest, [{ depth: 1 }])).toEqualTypeOf<Observable<Candidate<Forest>>>();
  });

  test('keep their type through the operators of RxJS', () => {
    const some = random(net).pipe(
      take(9),
      filter(({ params }) => params.lr > 0.1),
      takeUntil(timer(1)),
      share(),
    );
    expectTypeOf(some).toEqualTypeOf<Observable<Candidate<Net>>>();
    expectTypeOf(concat(random(net), gp(net))).toEqualTypeOf<Observable<Candidate<Net>>>();
    const either = merge(random(net), random(forest));
    expectTypeOf(either).toEqualTypeOf<Observable<Candidate<Net> | Candidate<Forest>>>();
  });

  test('are lifted from samplers, for one objective or several', () => {
    const one = tuner(() => ({ ask: () => ({ a: 1 }), tell: () => undefined }));
    expectTypeOf(one).toEqualTypeOf<Observable<Candidate<{ a: number }>>>();
    const several: Sampler<{ a: number }, readonly number[]> = {
      ask: (): { a: number } | Wait | undefined => undefined,
      tell: (trial) => {
        expectTypeOf(trial).toEqualTypeOf<Trial<{ a: number }, readonly number[]>>();
      },
    };
    expectTypeOf(tuner(() => several)).toEqualTypeOf<Observable<Candidate<{ a: number }>>>();
  });

  test('refuse what is not theirs', () => {
    const never = () => {
      // @ts-expect-error a parameter of the other space
      points(net, [{ depth: 1 }]);
      // @ts-expect-error no such option
      random(net, { sed: 1 });
      // @ts-expect-error a shape is no space
      random({ lr: float(0, 1) });
      // @ts-expect-error a sampler has to be told
      tuner(() => ({ ask: () => ({ a: 1 }) }));
      // @ts-expect-error a sampler, not a function of one
      tuner({ ask: () => ({ a: 1 }), tell: () => undefined });
    };
    expectTypeOf(never).toBeFunction();
  });
});

describe('evaluate', () => {
  test('types parameters from the candidates, and trials from both', () => {
    const trials$ = random(net).pipe(
      take(1),
      evaluate((params, { number, signal, report }) => {
        expectTypeOf(params).toEqualTypeOf<Net>();
        expectTypeOf(number).toBeNumber();
        expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
        expectTypeOf(report).toEqualTypeOf<(score: number, step?: number) => void>();
        return params.optimizer.kind === 'sgd' ? params.optimizer.momentum : params.optimizer.beta1;
      }),
    );
    expectTypeOf(trials$).toEqualTypeOf<Observable<Trial<Net>>>();
  });

  test('takes every kind of objective', () => {
    const source = random(forest);
    expectTypeOf(source.pipe(evaluate(({ depth }) => depth))).toEqualTypeOf<Observable<Trial<Forest>>>();
    expectTypeOf(source.pipe(evaluate(async ({ depth }) => depth))).toEqualTypeOf<
      Observable<Trial<Forest>>
    >();
    expectTypeOf(source.pipe(evaluate(({ depth }) => of(depth)))).toEqualTypeOf<Observable<Trial<Forest>>>();
    const generated = source.pipe(
      evaluate(function* ({ depth }) {
        yield depth;
      }),
    );
    expectTypeOf(generated).toEqualTypeOf<Observable<Trial<Forest>>>();
    const generatedLater = source.pipe(
      evaluate(async function* ({ depth }, { signal }) {
        if (!signal.aborted) yield depth;
      }),
    );
    expectTypeOf(generatedLater).toEqualTypeOf<Observable<Trial<Forest>>>();
  });

  test('has an array of scores where there are several directions', () => {
    const trials$ = random(net).pipe(
      evaluate(({ lr }) => [lr, 1 - lr], { direction: ['minimize', 'maximize'] }),
    );
    expectTypeOf(trials$).toEqualTypeOf<Observable<Trial<Net, readonly number[]>>>();
  });

  test('takes the union of joined spaces', () => {
    const trials$ = merge(random(net), random(forest)).pipe(
      evaluate((params) => {
        expectTypeOf(params).toEqualTypeOf<Net | Forest>();
        return 'depth' in params ? params.depth : params.lr;
      }),
    );
    expectTypeOf(trials$).toEqualTypeOf<Observable<Trial<Net | Forest>>>();
  });

  test('can be made outside of a pipe', () => {
    const step = evaluate(({ depth }: Forest) => depth, { concurrency: 2 });
    expectTypeOf(random(forest).pipe(take(2), step)).toEqualTypeOf<Observable<Trial<Forest>>>();
  });

  test('tells finished trials apart by their state', () => {
    const use = (trial: Trial<Net>) => {
      if (trial.state === 'complete') expectTypeOf(trial.value).toEqualTypeOf<number>();
      if (trial.state === 'pruned') expectTypeOf(trial.value).toEqualTypeOf<number | undefined>();
      if (trial.state === 'failed') expectTypeOf(trial.error).toBeUnknown();
      // @ts-expect-error only complete and pruned trials have a value
      return trial.value;
    };
    expectTypeOf(use).toBeFunction();
  });

  test('takes concurrency as a number, slots or an Observable', () => {
    expectTypeOf(slots(4)).toEqualTypeOf<Slots>();
    const source = random(forest);
    for (const concurrency of [4, slots(4), of(1, 2)])
      source.pipe(evaluate(({ depth }) => depth, { concurrency }));
    expectTypeOf(slots(4).running).toBeNumber();
  });

  test('refuses at compile time', () => {
    const never = () => {
      const source = random(net);
      // @ts-expect-error a text is no score
      source.pipe(evaluate(() => 'low'));
      // @ts-expect-error nothing is no score
      source.pipe(evaluate(() => undefined));
      // @ts-expect-error the promise of nothing is none either
      source.pipe(evaluate(async () => undefined));
      // @ts-expect-error a stream of texts
      source.pipe(evaluate(() => of('low')));
      // @ts-expect-error several scores need several directions
      source.pipe(evaluate(() => [1, 2]));
      // @ts-expect-error one score for two directions
      source.pipe(evaluate(() => 1, { direction: ['minimize', 'maximize'] }));
      // @ts-expect-error no such parameter
      source.pipe(evaluate(({ learningRate }) => learningRate));
      // @ts-expect-error a parameter of another branch
      source.pipe(evaluate(({ optimizer }) => optimizer.momentum));
      // @ts-expect-error a parameter of the wrong type
      source.pipe(evaluate(({ lr }) => lr.length));
      // @ts-expect-error an objective of another space
      source.pipe(evaluate(({ depth }: Forest) => depth));
      // @ts-expect-error no such direction
      source.pipe(evaluate(() => 1, { direction: 'up' }));
      // @ts-expect-error no such option
      source.pipe(evaluate(() => 1, { parallel: 4 }));
      // @ts-expect-error a text is no concurrency
      source.pipe(evaluate(() => 1, { concurrency: '4' }));
      // @ts-expect-error a name is no pruner
      source.pipe(evaluate(() => 1, { pruner: 'median' }));
      // @ts-expect-error parameters are no candidates
      of({ lr: 1 }).pipe(evaluate(() => 1));
      // @ts-expect-error a report is a number
      source.pipe(evaluate((_, { report }) => (report('low'), 1)));
    };
    expectTypeOf(never).toBeFunction();
  });
});

describe('the operators after evaluate', () => {
  const trials$ = random(net).pipe(evaluate(({ lr }) => lr));
  const several$ = random(net).pipe(evaluate(({ lr }) => [lr], { direction: ['minimize'] }));

  test('best and improvements give complete trials', () => {
    expectTypeOf(trials$.pipe(best())).toEqualTypeOf<Observable<CompleteTrial<Net>>>();
    expectTypeOf(trials$.pipe(improvements())).toEqualTypeOf<Observable<CompleteTrial<Net>>>();
    expectTypeOf(lastValueFrom(trials$.pipe(best())))
      .resolves.toHaveProperty('params')
      .toEqualTypeOf<Net>();
    const never = () => {
      // @ts-expect-error which of several scores is best is not for best to say
      several$.pipe(best());
      // @ts-expect-error nor for improvements
      several$.pipe(improvements());
      // @ts-expect-error candidates have no loss
      random(net).pipe(best());
    };
    expectTypeOf(never).toBeFunction();
  });

  test('maxFailures and track change no type', () => {
    expectTypeOf(trials$.pipe(maxFailures(1))).toEqualTypeOf<Observable<Trial<Net>>>();
    expectTypeOf(several$.pipe(maxFailures(1))).toEqualTypeOf<Observable<Trial<Net, readonly number[]>>>();
    const tracked$ = trials$.pipe(
      track([
        (stream) => {
          expectTypeOf(stream).toEqualTypeOf<Observable<Trial<Net>>>();
          return stream;
        },
        async (stream) => stream.forEach(() => undefined),
      ]),
    );
    expectTypeOf(tracked$).toEqualTypeOf<Observable<Trial<Net>>>();
    const never = () => {
      // @ts-expect-error candidates do not fail
      random(net).pipe(maxFailures(1));
      // @ts-expect-error a tracker gives something to wait for
      trials$.pipe(track([() => undefined]));
      // @ts-expect-error a tracker of other trials
      trials$.pipe(track([(stream: Observable<Trial<Forest>>) => stream]));
      // @ts-expect-error a list of trackers
      trials$.pipe(track((stream) => stream));
      // @ts-expect-error no such option
      trials$.pipe(track([], { highWater: 1 }));
    };
    expectTypeOf(never).toBeFunction();
  });

  test('a tracker of anything tracks everything', () => {
    const count: Tracker<unknown> = (stream) => stream;
    expectTypeOf(trials$.pipe(track([count]))).toEqualTypeOf<Observable<Trial<Net>>>();
    expectTypeOf(several$.pipe(track([count]))).toEqualTypeOf<Observable<Trial<Net, readonly number[]>>>();
  });

  test('trialEvents and finished', () => {
    const events$ = random(net).pipe(trialEvents(({ lr }) => lr));
    expectTypeOf(events$).toEqualTypeOf<Observable<TrialEvent<Net>>>();
    expectTypeOf(events$.pipe(finished())).toEqualTypeOf<Observable<Trial<Net>>>();
    expectTypeOf(events$.pipe(finished(), best())).toEqualTypeOf<Observable<CompleteTrial<Net>>>();
    const several = random(net).pipe(
      trialEvents(({ lr }) => [lr], { direction: ['minimize'] }),
      finished(),
    );
    expectTypeOf(several).toEqualTypeOf<Observable<Trial<Net, readonly number[]>>>();
    const never = () => {
      // @ts-expect-error events are no trials
      events$.pipe(best());
      // @ts-expect-error trials are no events
      trials$.pipe(finished());
      // @ts-expect-error a text is no score
      random(net).pipe(trialEvents(() => 'low'));
    };
    expectTypeOf(never).toBeFunction();
  });

  test('mapParams gives the objective what it maps to', () => {
    const mapped$ = random(net).pipe(
      mapParams(({ lr }) => ({ rate: 10 ** lr })),
      take(1),
      evaluate(({ rate }) => rate),
    );
    expectTypeOf(mapped$).toEqualTypeOf<Observable<Trial<{ rate: number }>>>();
    const outside = mapParams(({ depth }: Forest) => [depth]);
    expectTypeOf(random(forest).pipe(outside)).toEqualTypeOf<Observable<Candidate<number[]>>>();
    const never = () => {
      // @ts-expect-error no such parameter
      random(net).pipe(mapParams(({ rate }) => rate));
      random(net).pipe(
        mapParams(() => ({ rate: 1 })),
        // @ts-expect-error what was mapped away
        evaluate(({ lr }) => lr),
      );
    };
    expectTypeOf(never).toBeFunction();
  });
});

describe('promises', () => {
  test('minimize and maximize take a space or a tuner', () => {
    expectTypeOf(minimize(net, ({ lr }) => lr)).resolves.toEqualTypeOf<CompleteTrial<Net>>();
    expectTypeOf(maximize(gp(net), async ({ lr }) => lr, { trials: 3 })).resolves.toEqualTypeOf<
      CompleteTrial<Net>
    >();
    const mapped = random(net).pipe(mapParams(({ lr }) => ({ rate: lr })));
    expectTypeOf(minimize(mapped, ({ rate }) => rate)).resolves.toEqualTypeOf<
      CompleteTrial<{ rate: number }>
    >();
    const never = async () => {
      // @ts-expect-error a text is no score
      await minimize(net, () => 'low');
      // @ts-expect-error no such parameter
      await minimize(net, ({ depth }) => depth);
      // @ts-expect-error a direction is not for minimize to be told
      await minimize(net, ({ lr }) => lr, { direction: 'maximize' });
      // @ts-expect-error a shape is no space
      await minimize({ lr: float(0, 1) }, () => 1);
      // @ts-expect-error several scores have no lowest
      await minimize(net, () => [1, 2]);
    };
    expectTypeOf(never).toBeFunction();
  });

  test('iterate gives what the stream gives', async () => {
    const check = async () => {
      for await (const trial of iterate(random(net).pipe(evaluate(({ lr }) => lr)))) {
        expectTypeOf(trial).toEqualTypeOf<Trial<Net>>();
      }
    };
    expectTypeOf(check).toBeFunction();
  });
});
