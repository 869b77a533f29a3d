import type { BudgetSampler } from '../samplers/sampler.ts';
import { choice, float, int, type Space, space, variant } from '../space/index.ts';
import { completeTrial, type Course, course, type Log } from './budget-study.ts';
import { type ContractCase, demand } from './contract.ts';
import { hiddenInputs } from './hidden-inputs.ts';
import type { SamplerSetting } from './sampler-contract.ts';
import { text } from './sampler-study.ts';

/** Makes a sampler that gives budgets, on any space that the contract comes up with. */
export type MakeBudgetSampler = <P>(space: Space<P>, setting: SamplerSetting) => BudgetSampler<P>;

/**
 * What every sampler that gives budgets, or lets trials be continued, must do, as cases for any test runner.
 *
 * It proposes what is in the space and what the constraints allow; what it continues is a complete trial that it was told of, with the checkpoint that was handed over;
 * it never waits for nothing, whatever fails, is pruned or gets lost, in whatever order; the same seed and the same results give the same candidates; it knows trials
 * again that come back as copies.
 *
 * @param make gives a new sampler; called several times for each case.
 *
 * @example
 * ```ts
 * import { asha } from 'rxtune/samplers';
 * import { budgetSamplerContract } from 'rxtune/testing';
 *
 * const cases = budgetSamplerContract((space, { seed }) => asha(space, { maxBudget: 9, seed }));
 * for (const { run } of cases) await run(); // in a test file: test(name, run)
 * ```
 */
export function budgetSamplerContract(make: MakeBudgetSampler): ContractCase[] {
  const contract: readonly (readonly [name: string, check: (make: MakeBudgetSampler) => void])[] = [
    ['proposes what is in the space and allowed, with budgets above 0', staysInSpace],
    ['continues complete trials, from their checkpoints', continues],
    ['waits only for what is outstanding, whatever becomes of its trials', neverStalls],
    ['bears it when nothing is ever complete', bearsFailures],
    ['proposes the same when it is told the same', repeatsItself],
    ['reads no clock and no shared generator', isPure],
  ];
  return contract.map(([name, check]) => ({
    name,
    // Not `async` alone: what a case throws must reject.
    run: () =>
      new Promise<void>((resolve) => {
        check(make);
        resolve();
      }),
  }));
}

const net = space({
  rate: float(1e-4, 1, { scale: 'log' }),
  width: int(8, 64, { step: 8 }),
  activation: choice(['relu', 'gelu']),
  optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: {} }),
}).where(({ rate, width }) => rate * width < 30, 'too fast');

/** Trials, in case it goes on for ever. */
const most = 300;

const courses: readonly Course[] = [1, 2, 3, 4, 5, 6].map((seed) => ({
  seed,
  parallel: [1, 3, 8][seed % 3] ?? 1,
  failing: seed % 2 === 0 ? 0.3 : 0,
  pruned: seed % 3 === 0 ? 0.2 : 0,
  lost: seed > 3 ? 0.2 : 0,
  losses: seed === 1 ? 2 : 1000,
}));

const study = (make: MakeBudgetSampler, one: Course, seed = 1) => course(make(net, { seed }), one, { most });

function staysInSpace(make: MakeBudgetSampler): void {
  for (const one of courses) {
    for (const { candidate } of study(make, one)) {
      const { params, budget } = candidate;
      net.parse(params);
      demand(
        budget === undefined || (budget > 0 && budget < Infinity),
        `it gives the budget ${String(budget)}`,
      );
    }
  }
}

function continues(make: MakeBudgetSampler): void {
  for (const one of courses) {
    const logs = study(make, one);
    const complete = new Map(logs.map((log) => [completeTrial(log)?.number, log]));
    for (const { candidate } of logs) {
      if (candidate.from === undefined) continue;
      const { number, checkpoint } = candidate.from;
      const before: Log<unknown> | undefined = complete.get(number);
      demand(before !== undefined, `it continues trial ${number}, which is not complete`);
      demand(
        text(checkpoint) === text({ checkpoint: number }),
        `it continues trial ${number} from ${text(checkpoint)}, which is not its checkpoint`,
      );
    }
  }
}

function neverStalls(make: MakeBudgetSampler): void {
  for (const one of courses) {
    for (const parallel of [1, 2, 5, 20]) study(make, { ...one, parallel });
  }
}

function bearsFailures(make: MakeBudgetSampler): void {
  for (const parallel of [1, 4]) {
    const calm = { seed: 1, parallel, failing: 0, pruned: 0, lost: 0, losses: 10 };
    for (const trouble of [{ failing: 1 }, { pruned: 1 }, { lost: 1 }]) {
      const continued = study(make, { ...calm, ...trouble }).find(({ candidate }) => candidate.from);
      demand(continued === undefined, 'it continues a trial although none is complete');
    }
  }
}

function repeatsItself(make: MakeBudgetSampler): void {
  for (const one of courses) {
    const [first, second] = [study(make, one), study(make, one)];
    const at = first.findIndex(({ candidate }, i) => text(candidate) !== text(second[i]?.candidate));
    demand(
      at < 0 && first.length === second.length,
      `candidate ${at} is ${text(first[at]?.candidate)}, and ${text(second[at]?.candidate)} the second time`,
    );
  }
}

function isPure(make: MakeBudgetSampler): void {
  const read = hiddenInputs(() => {
    for (const one of courses) study(make, one);
  });
  demand(read.length === 0, `it reads ${read.join(', ')}; candidates may depend on the seed alone`);
}
