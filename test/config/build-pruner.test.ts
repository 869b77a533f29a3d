import { buildPruner } from 'rxtune';
import { describe, expect, it } from 'vitest';

/** At which of a trial's reports it is pruned, after five complete trials that fell from 1 to 0. */
function prunedAt(config: unknown, losses: readonly number[]): number | undefined {
  const state = buildPruner(config).start();
  for (let number = 0; number < 5; number++) {
    [1, 0.5, 0].forEach((loss, i) => state.report({ number, step: i + 1, value: loss, loss, params: {} }));
    const reports = [1, 0.5, 0].map((value, i) => ({ step: i + 1, value, at: 0 }));
    state.finish({
      state: 'complete',
      number,
      params: {},
      value: 0,
      loss: 0,
      reports,
      startedAt: 0,
      finishedAt: 0,
    });
  }
  const at = losses.findIndex((loss, i) =>
    state.report({ number: 5, step: i + 1, value: loss, loss, params: {} }),
  );
  return at < 0 ? undefined : at + 1;
}

describe('buildPruner', () => {
  it('builds rules and their compositions', () => {
    expect(prunedAt({ kind: 'median' }, [2, 2, 2])).toBe(1);
    expect(prunedAt({ kind: 'median', warmupSteps: 1 }, [2, 2, 2])).toBe(2);
    expect(prunedAt({ kind: 'threshold', upper: 10 }, [2, 20, 2])).toBe(2);
    expect(prunedAt({ kind: 'afterSteps', steps: 2, pruner: { kind: 'median' } }, [2, 2, 2])).toBe(3);
    const both = [{ kind: 'median' }, { kind: 'threshold', upper: 10 }];
    expect(prunedAt({ kind: 'allOf', pruners: both }, [2, 20, 2])).toBe(2);
    expect(prunedAt({ kind: 'anyOf', pruners: both }, [2, 20, 2])).toBe(1);
    expect(prunedAt({ kind: 'patient', patience: 1, pruner: { kind: 'median' } }, [2, 3, 4])).toBe(3);
    expect(prunedAt({ kind: 'scalarised', weights: [3], pruner: { kind: 'median' } }, [2, 2, 2])).toBe(1);
    for (const kind of ['asha', 'auto', 'hyperband', 'wilcoxon'])
      expect(() => buildPruner({ kind })).not.toThrow();
    expect(() => buildPruner({ kind: 'percentile', percentile: 25 })).not.toThrow();
  });

  it.each([
    undefined,
    {},
    { kind: 'mean' },
    { kind: 'median', startup: 3 },
    { kind: 'percentile' },
    { kind: 'percentile', percentile: 101 },
    { kind: 'anyOf', pruners: [{ kind: 'median' }, { kind: 'asha', reductionFactor: 1 }] },
    { kind: 'anyOf' },
    { kind: 'afterSteps', steps: -1, pruner: { kind: 'median' } },
    { kind: 'afterSteps', steps: 1, pruner: { kind: 'median', warmup: 1 } },
    { kind: 'patient', pruner: { kind: 'median' } },
    { kind: 'scalarised', weights: [1, -1], pruner: { kind: 'median' } },
    { kind: 'hyperband', minResource: 9, maxResource: 3 },
    { kind: 'threshold', lower: 2, upper: [3, 1] },
  ])('refuses %j with the path of what is wrong', (config) => {
    expect(() => buildPruner(config)).toThrowErrorMatchingSnapshot();
  });
});
