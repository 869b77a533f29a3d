import type { BudgetSampler } from 'rxtune/samplers';
import * as samplers from 'rxtune/samplers';
import { budgetSamplerContract, type MakeBudgetSampler } from 'rxtune/testing';
import { describe, expect, test } from 'vitest';
import { wait } from '../../src/samplers/sampler.ts';

const kept: Readonly<Record<string, MakeBudgetSampler>> = {
  successiveHalving: (space, { seed }) => samplers.successiveHalving(space, { maxBudget: 27, seed }),
  hyperband: (space, { seed }) => samplers.hyperband(space, { maxBudget: 9, rounds: 2, seed }),
  'hyperband of tpe': (space, { seed }) =>
    samplers.hyperband(() => samplers.tpe(space, { seed }), { maxBudget: 9, rounds: 2 }),
  bohb: (space, { seed }) => samplers.bohb(space, { maxBudget: 9, rounds: 2, seed }),
  asha: (space, { seed }) => samplers.asha(space, { maxBudget: 27, seed }),
  'asha with brackets': (space, { seed }) => samplers.asha(space, { maxBudget: 27, brackets: 3, seed }),
  populationBased: (space, { seed }) => samplers.populationBased(space, { populationSize: 6, seed }),
};

describe.each(Object.entries(kept))('%s keeps the contract of samplers with budgets:', (_, make) => {
  for (const { name, run } of budgetSamplerContract(make)) test(name, run);
});

describe('the contract', () => {
  /** What the cases say to a sampler that spoils another one. */
  async function complaints(spoil: <P>(sampler: BudgetSampler<P>) => BudgetSampler<P>): Promise<string> {
    const cases = budgetSamplerContract((space, { seed }) =>
      spoil(samplers.successiveHalving(space, { maxBudget: 9, seed })),
    );
    const ends = await Promise.allSettled(cases.map(({ run }) => run()));
    return ends.map((end) => (end.status === 'rejected' ? String(end.reason) : 'kept')).join('\n');
  }

  test('finds a rung that waits for a trial that failed', async () => {
    const found = await complaints((sampler) => ({
      propose: () => sampler.propose(),
      tell: (trial, checkpoint) => {
        if (trial.state !== 'failed') sampler.tell(trial, checkpoint);
      },
      abandon: (candidate) => sampler.abandon?.(candidate),
    }));
    expect(found).toContain('it waits for results although none are outstanding');
  });

  test('finds checkpoints that get lost, and a clock', async () => {
    const found = await complaints((sampler) => ({
      propose: () => (Date.now() < 0 ? wait : sampler.propose()),
      tell: (trial) => {
        sampler.tell(trial);
      },
      abandon: (candidate) => sampler.abandon?.(candidate),
    }));
    expect(found).toMatch(/it continues trial \d+ from undefined, which is not its checkpoint/);
    expect(found).toContain('it reads Date.now');
  });
});
