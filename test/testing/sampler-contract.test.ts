import { random, type Sampler, wait } from 'rxtune/samplers';
import { expect, test } from 'vitest';
import type { Space } from '../../src/space/index.ts';
import {
  type MakeSampler,
  type SamplerContractOptions,
  samplerContract,
} from '../../src/testing/sampler-contract.ts';

/** What the contract says of a sampler, by case. */
async function broken(
  make: MakeSampler,
  options: SamplerContractOptions = { learns: false },
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, run } of samplerContract(make, options)) {
    await run().catch((error: unknown) => {
      found[name] = (error as Error).message;
    });
  }
  return found;
}

/** Random search with something else in place of a part of it. */
function altered(
  alter: <P>(sampler: Sampler<P>, space: Space<P>, seed: number) => Partial<Sampler<P>>,
): MakeSampler {
  return (space, { seed }) => {
    const sampler = random(space, { seed, distinct: true });
    return { ...sampler, ...alter(sampler, space, seed) };
  };
}

const kinds = 'proposes values of every kind of parameter, in their ranges';
const constraints = 'keeps the constraints of a space';
const again = 'proposes the same when it is told the same';
const seeds = 'proposes something else with another seed';
const copies = 'knows its candidates again when they come back as copies';
const pure = 'reads no clock and no shared generator';
const strangers = 'takes results that it never asked for';
const pending = 'bears many pending trials';
const abandoned = 'bears candidates that are abandoned';
const everything = 'proposes everything once in a finite space, then ends';
const one = 'bears a single candidate';
const bowl = 'does better than random search in a bowl';

test('is kept by random search without replacement, which does not learn', async () => {
  expect(await broken(altered(() => ({})))).toEqual({});
  const found = await broken(
    altered(() => ({})),
    {},
  );
  expect(Object.keys(found)).toEqual([bowl]);
  expect(found[bowl]).toMatch(
    /^at the bottom of a bowl, where the loss is 0, it reaches .* in 40 trials, and random search /,
  );
});

test('is kept by random search that may repeat itself, which says so', async () => {
  const make: MakeSampler = (space, { seed }) => random(space, { seed });
  expect(await broken(make, { learns: false, exhausts: false })).toEqual({});
  const found = await broken(make);
  expect(Object.keys(found)).toEqual([pending, abandoned, everything, one]);
  expect(found[everything]).toMatch(/^it proposes \{.*\} twice$/);
  expect(found[one]).toBe('it proposes 5 candidates of a space that has one');
});

test('candidates that are not of the space', async () => {
  const found = await broken(
    altered((sampler) => ({
      ask: () => Object.assign(sampler.ask() ?? {}, { extra: 1 }) as never,
    })),
  );
  expect(found[kinds]).toMatch(
    /^it proposes \{.*"extra":1\}, which is not in the space: extra: no such parameter$/,
  );
});

test('constraints that are passed over', async () => {
  const found = await broken(
    altered((_, space, seed) => {
      let k = 0;
      return {
        ask: () => space.decode(space.parameters.map(() => Math.abs(Math.sin(seed + k++ * 7.3)))),
      };
    }),
    { learns: false, exhausts: false },
  );
  expect(found[constraints]).toMatch(/which is not in the space: .*low must be below high/);
});

test('a state that samplers share', async () => {
  let k = 0;
  const found = await broken((space) => random(space, { seed: k++ }), { learns: false, exhausts: false });
  expect(Object.keys(found)).toEqual([again, copies, abandoned]);
  expect(found[again]).toMatch(/^candidate 0 is \{.*\}, and \{.*\} the second time$/);
});

test('a seed that does not matter', async () => {
  const found = await broken((space) => random(space, { seed: 1, distinct: true }), { learns: false });
  expect(found).toEqual({ [seeds]: 'seeds 7 and 8 give the same candidates' });
  expect(
    await broken((space) => random(space, { seed: 1, distinct: true }), { learns: false, seeded: false }),
  ).toEqual({});
});

test('candidates that are known by identity alone', async () => {
  const found = await broken(
    altered((sampler, space, seed) => {
      const asked = new Set<unknown>();
      const other = random(space, { seed: seed + 1, distinct: true });
      let strangers = 0;
      return {
        ask: () => {
          const params = strangers > 0 ? other.ask() : sampler.ask();
          asked.add(params);
          return params;
        },
        tell: ({ params }) => {
          if (!asked.has(params)) strangers++;
        },
      };
    }),
  );
  expect(found[copies]).toMatch(/^candidate 3 is .* when it is told copies of its candidates$/);
});

test('a clock and a shared generator', async () => {
  const found = await broken(
    altered((sampler) => ({ ask: () => (Date.now() + Math.random() > 0 ? sampler.ask() : undefined) })),
  );
  expect(found).toEqual({
    [pure]: 'it reads Date.now, Math.random; candidates may depend on the seed alone',
  });
});

test('results of others that are taken for errors', async () => {
  const found = await broken(
    altered((sampler, space) => {
      const asked = new Set<string>();
      return {
        ask: () => {
          const params = sampler.ask();
          if (params !== undefined && params !== wait) asked.add(space.key(params));
          return params;
        },
        tell: ({ params }) => {
          if (!asked.has(space.key(params))) throw new Error('who is that?');
        },
      };
    }),
  );
  expect(found).toEqual({ [strangers]: 'who is that?' });
});

test('losses and ends that are taken for granted', async () => {
  const found = await broken(
    altered(() => ({
      tell: (trial) => {
        if (trial.state !== 'complete') throw new Error(trial.state);
        if (!Number.isFinite(trial.loss)) throw new Error('no number');
      },
    })),
  );
  expect(found).toEqual({
    [strangers]: 'failed',
    'bears losses that are infinite': 'no number',
    'bears losses that are NaN': 'no number',
    'bears trials that fail': 'failed',
    'bears nothing but failed trials': 'failed',
    'bears pruned trials, with and without a loss': 'pruned',
  });
});

test('a trial that is changed', async () => {
  const found = await broken(
    altered(() => ({ tell: (trial) => delete (trial as { number?: number }).number })),
  );
  expect(found[kinds]).toMatch(/delete/);
});

test('a candidate that is changed after it was proposed', async () => {
  const found = await broken(
    altered((sampler) => {
      let last: Record<string, unknown> | undefined;
      return {
        ask: () => {
          if (last !== undefined && 'version' in last) last['version'] = 3;
          const params = sampler.ask();
          last = params as Record<string, unknown>;
          return params;
        },
      };
    }),
  );
  expect(found[kinds]).toBe('candidate 0 was changed after it was proposed');
});

test('an end that is not for good', async () => {
  const found = await broken(
    altered((sampler) => {
      let asked = 0;
      return { ask: () => (asked++ % 12 === 5 ? undefined : sampler.ask()) };
    }),
  );
  expect(found[kinds]).toBe('it goes on after it was exhausted');
  expect(found[again]).toMatch(/^it proposes .* after it was exhausted; exhausted is for good$/);
});

test('an end that comes too early', async () => {
  const found = await broken(
    altered((sampler) => {
      let asked = 0;
      return { ask: () => (asked++ < 10 ? sampler.ask() : undefined) };
    }),
  );
  expect(found).toEqual({
    [everything]: 'it ends after 10 candidates of a space that has 15',
  });
});

test('waiting for nothing', async () => {
  const found = await broken(altered(() => ({ ask: () => wait })));
  expect(new Set(Object.values(found))).toContain('it waits for results although none are outstanding');
  // To wait for results that are outstanding is fine, unless it waits for what was abandoned.
  const waiting = (hears: boolean): MakeSampler =>
    altered((sampler) => {
      let running = 0;
      const end = (): void => {
        running = Math.max(0, running - 1);
      };
      return {
        ask: () => {
          if (running === 2) return wait;
          const params = sampler.ask();
          if (params !== undefined) running++;
          return params;
        },
        tell: end,
        ...(hears && { abandon: end }),
      };
    });
  expect(await broken(waiting(true))).toEqual({});
  expect(await broken(waiting(false))).toEqual({
    [abandoned]: 'it waits for results although none are outstanding',
  });
});
