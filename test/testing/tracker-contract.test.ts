import { concat, concatMap, filter, ignoreElements, NEVER, Subject, tap, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';
import type { Tracker } from '../../src/stream/track.ts';
import {
  type ContractTrial,
  type TrackerUnderTest,
  trackerContract,
} from '../../src/testing/tracker-contract.ts';

type Keep = (number: number) => void;

/** The names of the cases that a tracker breaks, with what is said of them. */
async function broken(make: (keep: Keep) => Tracker<ContractTrial>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, run } of trackerContract(
    (): TrackerUnderTest => {
      const stored: number[] = [];
      return { tracker: make((number) => stored.push(number)), stored: () => stored };
    },
    { patience: 100 },
  )) {
    await run().catch((error: unknown) => {
      found[name] = String(error);
    });
  }
  return found;
}

describe('the tracker contract', () => {
  test('is kept by a tracker that stores at once', async () => {
    expect(
      await broken(
        (keep) => (trials) =>
          trials.pipe(
            tap(({ number }) => {
              keep(number);
            }),
          ),
      ),
    ).toEqual({});
  });

  test('is kept by a tracker that stores later', async () => {
    const later =
      (keep: Keep): Tracker<ContractTrial> =>
      (trials) =>
        trials.pipe(
          concatMap(async ({ number }) => {
            await Promise.resolve();
            keep(number);
          }),
        );
    expect(await broken(later)).toEqual({});
  });

  test.each<[string, (keep: Keep) => Tracker<ContractTrial>]>([
    [
      'leaves failed trials out',
      (keep) => (trials) =>
        trials.pipe(
          filter(({ state }) => state !== 'failed'),
          tap(({ number }) => {
            keep(number);
          }),
        ),
    ],
    [
      'turns the order round',
      (keep) => (trials) =>
        trials.pipe(
          toArray(),
          concatMap((all) => all.reverse()),
          tap(({ number }) => {
            keep(number);
          }),
        ),
    ],
    [
      'acknowledges nothing',
      (keep) => (trials) =>
        trials.pipe(
          tap(({ number }) => {
            keep(number);
          }),
          ignoreElements(),
        ),
    ],
    [
      'stores after it has completed',
      (keep) => (trials) => trials.pipe(tap(({ number }) => setTimeout(keep, 50, number))),
    ],
    [
      'never completes',
      (keep) => (trials) =>
        concat(
          trials.pipe(
            tap(({ number }) => {
              keep(number);
            }),
          ),
          NEVER,
        ),
    ],
    [
      'can be used once',
      (keep) => {
        const once = new Subject<ContractTrial>();
        return (trials) => {
          trials.subscribe(once);
          return once.pipe(
            tap(({ number }) => {
              keep(number);
            }),
          );
        };
      },
    ],
  ])('is broken by one that %s', async (_, make) => {
    expect(await broken(make)).toMatchSnapshot();
  });
});
