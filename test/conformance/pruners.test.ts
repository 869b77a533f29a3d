import { expect, it, test } from 'vitest';
import { bracketOf, hyperbandBrackets } from '../../src/math/brackets.ts';
import {
  ashaPruner,
  medianPruner,
  type Pruner,
  patientPruner,
  percentilePruner,
  thresholdPruner,
  wilcoxonPruner,
} from '../../src/pruners/index.ts';
import { RunningPercentile } from '../../src/pruners/running-percentile.ts';
import { complete, completes, pruned, report, verdicts } from '../pruners/story.ts';
import { conformance, type Value } from './vectors.ts';

type Settings = Readonly<Record<string, number>> & { readonly kind: string };
type Event =
  | readonly ['report', step: number, value: Value]
  | readonly ['prune?', expected: boolean]
  | readonly ['tell', value: Value]
  | readonly ['tell pruned'];

interface Scenario {
  readonly name: string;
  readonly pruner: Settings;
  readonly direction: 'minimize' | 'maximize';
  readonly trials: readonly (readonly Event[])[];
}

interface PrunerVectors {
  readonly from_tests: readonly Scenario[];
  readonly replays: readonly Scenario[];
  readonly percentile_over_trials: readonly {
    readonly percentile: number;
    readonly values: readonly Value[];
    readonly expected: Value;
  }[];
  readonly best_over_steps: readonly {
    readonly direction: string;
    readonly values: readonly Value[];
    readonly expected: Value;
  }[];
  readonly asha_rungs_completed: readonly {
    readonly pruner: Settings;
    readonly reports: readonly number[];
    readonly last_rung: number | null;
  }[];
  readonly asha_rungs_in_a_crowd: {
    readonly pruner: Settings;
    readonly earlier_trials_report_at_step_7: readonly number[];
    readonly then_in_turn: readonly { readonly value_at_step_7: number; readonly last_rung: number }[];
  };
}

/** The same rule by our names. There a resource is the step as the user counts; here it counts from the first step, whose resource is an option. */
function prunerOf(settings: Settings, firstStep: number): Pruner {
  const { kind, ...numbers } = settings;
  const pace = { warmupSteps: numbers['n_warmup_steps']!, interval: numbers['interval_steps']! };
  const trials = { startupTrials: numbers['n_startup_trials']!, minTrials: numbers['n_min_trials']! };
  switch (kind) {
    case 'median':
      return medianPruner({ ...pace, ...trials });
    case 'percentile':
      return percentilePruner({ percentile: numbers['percentile']!, ...pace, ...trials });
    case 'threshold':
      return thresholdPruner({
        lower: numbers['lower'] ?? -Infinity,
        upper: numbers['upper'] ?? Infinity,
        ...pace,
      });
    case 'patient':
      return patientPruner(undefined, { patience: numbers['patience']!, minDelta: numbers['min_delta']! });
    case 'wilcoxon':
      return wilcoxonPruner({
        pThreshold: numbers['p_threshold']!,
        startupSteps: numbers['n_startup_steps']!,
      });
    case 'asha':
      return ashaPruner({
        firstResource: firstStep,
        minResource: numbers['min_resource']!,
        reductionFactor: numbers['reduction_factor']!,
        minEarlyStoppingRate: numbers['min_early_stopping_rate']!,
        bootstrapCount: numbers['bootstrap_count']!,
      });
    default:
      throw new Error(`no pruner ${kind}`);
  }
}

/** The answers beside the expected ones. A report is judged when it comes: before the first one there is nothing to ask, and asked again the answer stands. */
function decisions({ pruner, direction, trials }: Scenario): [found: boolean, expected: boolean][] {
  const sign = direction === 'minimize' ? 1 : -1;
  const firstStep = trials.flat().find((event) => event[0] === 'report')?.[1] ?? 0;
  const state = prunerOf(pruner, firstStep).start();
  const answers: [boolean, boolean][] = [];
  trials.forEach((events, number) => {
    let verdict = false;
    for (const event of events) {
      if (event[0] === 'report') {
        const value = Number(event[2]);
        verdict = state.report({ number, step: event[1], value, loss: sign * value, params: {} });
      } else if (event[0] === 'prune?') answers.push([verdict, event[1]]);
      else state.finish(event[0] === 'tell' ? complete(number, sign * Number(event[1])) : pruned(number));
    }
  });
  return answers;
}

conformance('pruners.json', (vectors: PrunerVectors) => {
  for (const scenario of [...vectors.from_tests, ...vectors.replays]) {
    test(`${scenario.name}, ${scenario.pruner.kind}`, () => {
      const answers = decisions(scenario);
      expect(answers.map(([found]) => found)).toEqual(answers.map(([, expected]) => expected));
    });
  }

  it('asks 226 questions in 38 scenarios, and 2,710 in 24 recorded studies', () => {
    expect(vectors.from_tests).toHaveLength(38);
    expect(vectors.from_tests.flatMap(decisions)).toHaveLength(226);
    expect(vectors.replays).toHaveLength(24);
    expect(vectors.replays.flatMap(decisions)).toHaveLength(2710);
  });

  it.each(vectors.percentile_over_trials)('percentile $percentile', ({ percentile, values, expected }) => {
    const found = new RunningPercentile(percentile);
    for (const value of values) found.add(Number(value));
    if (expected === 'NaN') expect(found.value).toBeNaN();
    else expect(found.value).toBeCloseTo(Number(expected), 12);
  });

  it.each(vectors.best_over_steps)('best of $values, $direction', ({ direction, values, expected }) => {
    const sign = direction === 'minimize' ? 1 : -1;
    const prunedBeside = (others: number): boolean | undefined => {
      const state = percentilePruner({ percentile: 50, startupTrials: 0 }).start();
      completes(
        state,
        0,
        values.map(() => others),
      );
      return verdicts(
        state,
        1,
        values.map((value) => sign * Number(value)),
      ).at(-1);
    };
    const best = sign * Number(expected);
    // A trial stays beside its equal, and not beside a better one; one of NaN alone never stays.
    expect(prunedBeside(Number.isNaN(best) ? 0 : best)).toBe(Number.isNaN(best));
    expect(prunedBeside(best - 1e-9)).toBe(true);
  });

  it.each(vectors.asha_rungs_completed)(
    'rungs passed by $reports of $pruner',
    ({ pruner, reports, last_rung }) => {
      const { min_resource, reduction_factor, min_early_stopping_rate } = pruner as unknown as Record<
        string,
        number
      >;
      const stepOf = (rung: number): number =>
        min_resource! * reduction_factor! ** (min_early_stopping_rate! + rung);
      const entered = [0, 1, 2, 3, 4].filter((rung) => {
        const state = prunerOf(pruner, reports[0]!).start();
        for (const step of reports) state.report(report(0, step, 0));
        // The best so far passes every rung; then it is worse, and pruned just if the other one is at that rung.
        for (let earlier = 0; earlier < rung; earlier++) state.report(report(1, stepOf(earlier), -1));
        return state.report(report(1, stepOf(rung), 1));
      });
      expect(entered.at(-1) ?? null).toBe(last_rung);
    },
  );

  it('lets a trial pass as many rungs as it is good for', () => {
    const { pruner, earlier_trials_report_at_step_7, then_in_turn } = vectors.asha_rungs_in_a_crowd;
    const crowd = [...earlier_trials_report_at_step_7];
    for (const { value_at_step_7: loss, last_rung } of then_in_turn) {
      const prunedAt = [1, 2, 4].map((step) => {
        const state = prunerOf(pruner, 0).start();
        state.report(report(-1, 0, 0));
        crowd.forEach((other, number) => state.report(report(number, 7, other)));
        return state.report(report(crowd.length, step, loss));
      });
      expect(prunedAt.includes(true) ? prunedAt.indexOf(true) : prunedAt.length - 1).toBe(last_rung);
      crowd.push(loss);
    }
  });
});

interface Bracket {
  readonly min_resource: number;
  readonly max_resource: number;
  readonly reduction_factor: number;
  readonly n_brackets: number;
  readonly allocation_budgets: readonly number[];
}

interface HyperbandVectors {
  readonly optuna_asynchronous_hyperband: { readonly cases: readonly Bracket[] };
  readonly smac_hyperband: {
    readonly cases: readonly {
      readonly min_budget: number;
      readonly max_budget: number;
      readonly eta: number;
      readonly n_configs_in_stage: readonly (readonly number[])[];
      readonly number_of_brackets: number;
    }[];
  };
}

// The further stages of the synchronous schedule are a tuner's matter: a pruner proposes nothing.
conformance('hyperband.json', ({ optuna_asynchronous_hyperband, smac_hyperband }: HyperbandVectors) => {
  it.each(optuna_asynchronous_hyperband.cases)(
    'has $n_brackets brackets for $min_resource to $max_resource by $reduction_factor',
    ({ min_resource, max_resource, reduction_factor, n_brackets, allocation_budgets }) => {
      const shares = hyperbandBrackets(min_resource, max_resource, reduction_factor);
      expect(shares).toEqual(allocation_budgets);
      expect(shares).toHaveLength(n_brackets);
    },
  );

  it.each(smac_hyperband.cases)(
    'starts as many in each bracket from $min_budget to $max_budget',
    ({ min_budget, max_budget, eta, n_configs_in_stage, number_of_brackets }) => {
      const shares = hyperbandBrackets(min_budget, max_budget, eta);
      expect(shares).toEqual(n_configs_in_stage.map(([first]) => first));
      expect(shares).toHaveLength(number_of_brackets);
    },
  );

  it.each(optuna_asynchronous_hyperband.cases)(
    'gives each of $n_brackets brackets its share of 10,000 trials',
    ({ allocation_budgets }) => {
      const total = allocation_budgets.reduce((sum, share) => sum + share, 0);
      const counts = allocation_budgets.map(() => 0);
      for (let number = 0; number < 10_000; number++) counts[bracketOf(number, allocation_budgets)]!++;
      counts.forEach((count, i) => {
        // There the hash of study and trial decides, which gives the shares with the noise of chance.
        expect(Math.abs(count / 10_000 - allocation_budgets[i]! / total)).toBeLessThan(0.002);
      });
    },
  );
});
