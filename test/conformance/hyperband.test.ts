import { float, space } from 'rxtune';
import { type BudgetSampler, hyperband, successiveHalving } from 'rxtune/samplers';
import { expect, test } from 'vitest';
import { course } from '../../src/testing/budget-study.ts';
import { calm } from '../samplers/budget-courses.ts';
import { conformance } from './vectors.ts';

interface Setting {
  readonly eta: number;
  readonly min_budget: number;
  readonly max_budget: number;
}

interface HyperbandVectors {
  readonly smac_hyperband: {
    readonly cases: readonly (Setting & {
      readonly n_configs_in_stage: readonly (readonly number[])[];
      readonly budgets_in_stage: readonly (readonly number[])[];
      readonly trials_used: number;
      readonly budget_used: number;
    })[];
    readonly n_trials_for_total_budget: readonly (Setting & {
      readonly total_budget: number;
      readonly n_trials: number;
    })[];
  };
  readonly smac_successive_halving: {
    readonly cases: readonly (Setting & {
      readonly n_configs_in_stage: readonly number[];
      readonly budgets_in_stage: readonly number[];
    })[];
  };
}

const line = space({ x: float(0, 1) });
const options = ({ eta, min_budget, max_budget }: Setting) => ({
  minBudget: min_budget,
  maxBudget: max_budget,
  reductionFactor: eta,
});

/** The budgets of all trials, in the order of running. */
const budgets = (sampler: BudgetSampler<{ x: number }>): number[] =>
  course(sampler, calm).map(({ candidate }) => candidate.budget ?? NaN);

/** One after another, each stage's budget as often as it has configurations. */
const listed = (counts: readonly number[], stages: readonly number[]): number[] =>
  counts.flatMap((count, i) => Array<number>(count).fill(stages[i] ?? NaN));

conformance('hyperband.json', ({ smac_hyperband, smac_successive_halving }: HyperbandVectors) => {
  test.each(smac_hyperband.cases)('hyperband from $min_budget to $max_budget', (setting) => {
    const found = budgets(hyperband(line, options(setting)));
    expect(found).toEqual(
      setting.n_configs_in_stage.flatMap((counts, i) => listed(counts, setting.budgets_in_stage[i] ?? [])),
    );
    expect(found).toHaveLength(setting.trials_used);
    expect(found.reduce((sum, budget) => sum + budget)).toBe(setting.budget_used);
  });

  test.each(smac_hyperband.n_trials_for_total_budget)(
    'trials of hyperband for a total budget of $total_budget',
    (setting) => {
      let left = setting.total_budget;
      expect(
        budgets(hyperband(line, options(setting))).filter((budget) => (left -= budget) >= 0),
      ).toHaveLength(setting.n_trials);
    },
  );

  test.each(smac_successive_halving.cases)(
    'successive halving from $min_budget to $max_budget',
    (setting) => {
      expect(budgets(successiveHalving(line, options(setting)))).toEqual(
        listed(setting.n_configs_in_stage, setting.budgets_in_stage),
      );
    },
  );
});
