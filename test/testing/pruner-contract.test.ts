import { expect, test } from 'vitest';
import type { Pruner, PrunerState } from '../../src/pruners/pruner.ts';
import { prunerContract } from '../../src/testing/pruner-contract.ts';

/** What the contract says of a pruner, by case. */
async function broken(start: () => Partial<PrunerState>): Promise<Record<string, string>> {
  const pruner: Pruner = { start: () => ({ report: () => false, finish: () => undefined, ...start() }) };
  const found: Record<string, string> = {};
  for (const { name, run } of prunerContract(() => pruner)) {
    await run().catch((error: unknown) => {
      found[name] = (error as Error).message;
    });
  }
  return found;
}

const again = 'answers the same when it is told the same again';
const apart = 'keeps studies apart';
const shifted = 'makes no difference between steps from 0 and from 1';
const anything = 'bears NaN, infinities, and steps that repeat, leap and fall';
const empty = 'bears trials that end without a report, or fail';

test('is kept by a pruner of few words', async () => {
  expect(await broken(() => ({ report: ({ loss }) => loss > 3 }))).toEqual({});
});

test('a state that is not started anew', async () => {
  let reports = 0;
  const found = await broken(() => ({ report: () => ++reports > 480 }));
  expect(found[again]).toBe('it answers false to trial 0 at step 1, and true when it is told the same again');
});

test('studies that share something', async () => {
  const reports = new Map<number, number>();
  const found = await broken(() => ({
    report: ({ number }) => reports.set(number, (reports.get(number) ?? 0) + 1).get(number)! > 12,
    finish: ({ number }) => void reports.delete(number),
  }));
  expect(Object.keys(found)).toEqual([apart]);
});

test('a step that is taken as it is', async () => {
  const found = await broken(() => ({ report: ({ step }) => step === 1 }));
  expect(Object.keys(found)).toEqual([shifted]);
});

test('a finite loss that is taken for granted', async () => {
  const strict = (loss: number): boolean => {
    if (!Number.isFinite(loss)) throw new Error('no number');
    return false;
  };
  expect(await broken(() => ({ report: ({ loss }) => strict(loss) }))).toEqual({ [anything]: 'no number' });
});

test('a report that is taken for granted', async () => {
  const found = await broken(() => {
    const seen = new Set<number>();
    return {
      report: ({ number }) => !seen.add(number).has(number),
      finish: ({ number }) => {
        if (!seen.delete(number)) throw new Error('who is that?');
      },
    };
  });
  expect(found).toEqual({ [empty]: 'who is that?' });
});

test('an answer of another kind', async () => {
  const found = await broken(() => ({ report: () => undefined as unknown as boolean }));
  expect(found[again]).toMatch(
    /^it must answer true or false; to loss .* of trial 0 at step 1 it answers undefined$/,
  );
});

test('a report that is changed', async () => {
  const found = await broken(() => ({ report: (report) => Reflect.set(report, 'loss', 0) }));
  expect(found).toEqual({});
  expect(
    Object.keys(await broken(() => ({ report: (report) => delete (report as { loss?: number }).loss }))),
  ).toEqual([again, apart, shifted, anything, empty]);
});
