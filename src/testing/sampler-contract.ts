import { random } from '../samplers/random.ts';
import type { Sampler } from '../samplers/sampler.ts';
import {
  choice,
  constant,
  float,
  int,
  list,
  ordinal,
  type Space,
  space,
  variant,
  when,
} from '../space/index.ts';
import { type ContractCase, demand } from './contract.ts';
import { hiddenInputs } from './hidden-inputs.ts';
import { distance, type Ending, study, text, trialOf } from './sampler-study.ts';

/** What `samplerContract` asks a sampler to be made with. */
export interface SamplerSetting {
  readonly seed: number;
}

/** Makes a sampler on any space that the contract comes up with. */
export type MakeSampler = <P>(space: Space<P>, setting: SamplerSetting) => Sampler<P>;

/** Options of `samplerContract`: what a sampler does not claim to do, and how long to look at it. */
export interface SamplerContractOptions {
  /** Whether it does better than random search. Default true. */
  readonly learns?: boolean;
  /** Whether it proposes nothing twice in a finite space, and ends when everything was proposed. Default true. */
  readonly exhausts?: boolean;
  /** Whether another seed gives other candidates. Default true. */
  readonly seeded?: boolean;
  /** How many trials to run in most cases. Default 40. */
  readonly trials?: number;
}

interface UnderTest {
  readonly make: MakeSampler;
  readonly exhausts: boolean;
  readonly trials: number;
}

type Check = (sampler: UnderTest) => void;

/**
 * What every sampler must do, as cases for any test runner.
 *
 * It proposes what is in the space and what the constraints allow; the same seed and the same results give the same candidates, whatever the clock says; it takes
 * results in any order, of trials it never asked for, of any size and kind; it bears several pending trials and abandoned candidates, and spaces with a single candidate or with two hundred
 * parameters; when it is exhausted it stays so.
 *
 * @param make gives a new sampler; called several times for each case.
 *
 * @example
 * ```ts
 * import { random } from 'rxtune/samplers';
 * import { samplerContract } from 'rxtune/testing';
 *
 * const cases = samplerContract((space, { seed }) => random(space, { seed }), { learns: false, exhausts: false });
 * for (const { run } of cases) await run(); // in a test file: test(name, run)
 * ```
 */
export function samplerContract(make: MakeSampler, options: SamplerContractOptions = {}): ContractCase[] {
  const { learns = true, exhausts = true, seeded = true, trials = 40 } = options;
  const contract: readonly (readonly [name: string, check: Check, applies?: boolean])[] = [
    ['proposes values of every kind of parameter, in their ranges', proposesEveryKind],
    ['keeps the constraints of a space', keepsConstraints],
    ['proposes the same when it is told the same', repeatsItself],
    ['proposes something else with another seed', followsTheSeed, seeded],
    ['knows its candidates again when they come back as copies', knowsCopies],
    ['reads no clock and no shared generator', isPure],
    ['takes results in any order', takesAnyOrder],
    ['takes results that it never asked for', takesOthersResults],
    ...awkwardLosses.map(([name, end]) => [`bears ${name}`, bears(end)] as const),
    ['bears many pending trials', bearsPending],
    ['bears candidates that are abandoned', bearsAbandoned],
    ['proposes everything once in a finite space, then ends', exhaustsSpace, exhausts],
    ['bears one parameter', bearsOneParameter],
    ['bears a single candidate', bearsSingleCandidate],
    ['bears two hundred parameters', bearsManyParameters],
    ['does better than random search in a bowl', beatsRandom, learns],
  ];
  return contract
    .filter(([, , applies = true]) => applies)
    .map(([name, check]) => ({
      name,
      // Not `async` alone: what a case throws must reject.
      run: () =>
        new Promise<void>((resolve) => {
          check({ make, exhausts, trials });
          resolve();
        }),
    }));
}

const everyKind = space({
  rate: float(1e-4, 1, { scale: 'log' }),
  dropout: float(0, 0.5, { step: 0.05 }),
  layers: list(int(16, 512, { scale: 'log' }), 1, 3),
  batch: int(8, 64, { step: 8 }),
  activation: choice(['relu', 'gelu'], { weights: [3, 1] }),
  size: ordinal(['small', 'medium', 'large']),
  version: constant(2),
  warmup: when({ size: ['medium', 'large'] }, float(0, 1)),
  optimizer: variant('kind', {
    sgd: { momentum: float(0, 1) },
    adam: { beta: float(0.8, 0.999), decoupled: choice([true, false]) },
  }),
});
const constrained = space({ low: int(1, 9), high: int(1, 9), x: float(0, 1), y: float(0, 1) })
  .where(({ low, high }) => low < high, 'low must be below high')
  .where(({ x, y }) => x + y <= 1, 'x and y may add up to 1');
const finite = space({
  width: int(1, 4),
  kind: choice(['a', 'b', 'c']),
  depth: when({ kind: 'c' }, int(1, 2)),
}).where(({ width, kind }) => width > 1 || kind !== 'b', 'b needs a width');
const line = space({ x: float(-1, 1) });
const single = space({ only: constant('a'), low: int(3, 3) });
const plane = space({ x: float(-5, 10), y: float(0, 15) });
const wide = space(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x${i}`, float(0, 1)])));

const awkwardLosses: readonly (readonly [name: string, end: (i: number) => Ending])[] = [
  ['losses that are infinite', (i) => (i % 2 === 0 ? Infinity : -Infinity)],
  ['losses that are NaN', (i) => (i % 3 === 0 ? i : NaN)],
  ['losses that are huge or tiny', (i) => [1e308, -1e308, 5e-324, 1e-300, Number.MAX_VALUE][i % 5] ?? 0],
  ['losses that are all equal', () => 0.1],
  ['losses of 0 and -0', (i) => (i % 2 === 0 ? 0 : -0)],
  ['trials that fail', (i) => (i % 3 === 0 ? i : 'failed')],
  ['nothing but failed trials', () => 'failed'],
  [
    'pruned trials, with and without a loss',
    (i) => (i % 3 === 0 ? i : { pruned: i % 3 === 1 ? -i : undefined }),
  ],
];

function proposesEveryKind({ make, trials }: UnderTest): void {
  const keys: string[] = [];
  const sampler = make(everyKind, { seed: 1 });
  const end = (params: Parameters<typeof everyKind.key>[0]): Ending => {
    keys.push(everyKind.key(params));
    return distance(everyKind, params);
  };
  const asked = study(everyKind, sampler, { trials, end });
  demand(asked.length > 0, 'it proposes nothing');
  const changed = asked.findIndex((params, i) => everyKind.key(params) !== keys[i]);
  demand(changed < 0, `candidate ${changed} was changed after it was proposed`);
}

function keepsConstraints({ make, trials }: UnderTest): void {
  study(constrained, make(constrained, { seed: 1 }), { trials });
  study(constrained, make(constrained, { seed: 2 }), { trials, parallel: 5 });
}

function repeatsItself({ make, trials }: UnderTest): void {
  const first = study(everyKind, make(everyKind, { seed: 7 }), { trials, parallel: 3 });
  // What samplers share shows when another one has run in between.
  study(plane, make(plane, { seed: 7 }), { trials: 5 });
  const second = study(everyKind, make(everyKind, { seed: 7 }), { trials, parallel: 3 });
  same(first, second, 'the second time');
}

function followsTheSeed({ make, trials }: UnderTest): void {
  const [one, other] = [7, 8].map((seed) => study(everyKind, make(everyKind, { seed }), { trials }));
  demand(text(one) !== text(other), 'seeds 7 and 8 give the same candidates');
}

function knowsCopies({ make, trials }: UnderTest): void {
  const own = study(everyKind, make(everyKind, { seed: 3 }), { trials, parallel: 3 });
  const copies = study(everyKind, make(everyKind, { seed: 3 }), { trials, parallel: 3, copies: true });
  same(own, copies, 'when it is told copies of its candidates');
}

function isPure({ make, trials }: UnderTest): void {
  const read = hiddenInputs(() => study(everyKind, make(everyKind, { seed: 1 }), { trials, parallel: 2 }));
  demand(read.length === 0, `it reads ${read.join(', ')}; candidates may depend on the seed alone`);
}

function takesAnyOrder({ make, trials }: UnderTest): void {
  study(everyKind, make(everyKind, { seed: 1 }), { trials, parallel: 8 });
  study(everyKind, make(everyKind, { seed: 2 }), { trials, parallel: trials });
}

function takesOthersResults({ make, trials }: UnderTest): void {
  const sampler = make(everyKind, { seed: 1 });
  const others = study(everyKind, random(everyKind, { seed: 5 }), { trials });
  const tell = (): void => {
    others.forEach((params, i) => {
      sampler.tell(trialOf(params, i, i % 7 === 3 ? 'failed' : distance(everyKind, params)));
    });
  };
  tell();
  study(everyKind, sampler, { trials: Math.ceil(trials / 4), parallel: 2 });
  tell();
  study(everyKind, sampler, { trials: Math.ceil(trials / 4), parallel: 2 });
}

function bears(end: (i: number) => Ending): Check {
  return ({ make, trials }) => {
    study(everyKind, make(everyKind, { seed: 1 }), { trials, end: (_, i) => end(i) });
  };
}

function bearsPending({ make, trials, exhausts }: UnderTest): void {
  study(plane, make(plane, { seed: 1 }), { trials, parallel: trials });
  const asked = study(finite, make(finite, { seed: 1 }), { trials, parallel: trials });
  if (exhausts) refuseDuplicates(asked);
}

function bearsAbandoned({ make, trials, exhausts }: UnderTest): void {
  const abandons = (number: number): boolean => number % 3 === 1;
  const first = study(everyKind, make(everyKind, { seed: 1 }), { trials, parallel: 3, abandons });
  const second = study(everyKind, make(everyKind, { seed: 1 }), {
    trials,
    parallel: 3,
    abandons,
    copies: true,
  });
  same(first, second, 'when copies of its candidates are told and abandoned');
  const asked = study(finite, make(finite, { seed: 1 }), { trials: finite.size + 5, parallel: 4, abandons });
  if (exhausts) refuseDuplicates(asked);
}

function exhaustsSpace({ make }: UnderTest): void {
  for (const parallel of [1, 4]) {
    const asked = study(finite, make(finite, { seed: 1 }), { trials: finite.size + 5, parallel });
    refuseDuplicates(asked);
    demand(
      asked.length === finite.size,
      `it ends after ${asked.length} candidates of a space that has ${finite.size}`,
    );
  }
}

function bearsOneParameter({ make, trials }: UnderTest): void {
  study(line, make(line, { seed: 1 }), { trials });
}

function bearsManyParameters({ make, trials }: UnderTest): void {
  study(wide, make(wide, { seed: 1 }), { trials, parallel: 3 });
}

function bearsSingleCandidate({ make, exhausts }: UnderTest): void {
  const asked = study(single, make(single, { seed: 1 }), { trials: 5 });
  if (exhausts) demand(asked.length === 1, `it proposes ${asked.length} candidates of a space that has one`);
}

function beatsRandom({ make, trials }: UnderTest): void {
  const best = (of: MakeSampler, seed: number): number =>
    study(plane, of(plane, { seed }), { trials }).reduce(
      (least, params) => Math.min(least, distance(plane, params)),
      Infinity,
    );
  const seeds = [1, 2, 3, 4, 5];
  const logarithm = (of: MakeSampler): number =>
    seeds.reduce((sum, seed) => sum + Math.log(Math.max(1e-12, best(of, seed))), 0) / seeds.length;
  const [its, randoms] = [make, random].map((of) => Math.exp(logarithm(of)));
  demand(
    its !== undefined && randoms !== undefined && its < randoms,
    `at the bottom of a bowl, where the loss is 0, it reaches ${its} in ${trials} trials, and random search ${randoms}`,
  );
}

function refuseDuplicates(asked: readonly Parameters<typeof finite.key>[0][]): void {
  const seen = new Set<string>();
  for (const params of asked) {
    const key = finite.key(params);
    demand(!seen.has(key), `it proposes ${key} twice`);
    seen.add(key);
  }
}

function same(expected: readonly unknown[], found: readonly unknown[], when: string): void {
  const at = Array.from({ length: Math.max(expected.length, found.length) }).findIndex(
    (_, i) => text(expected[i]) !== text(found[i]),
  );
  demand(at < 0, `candidate ${at} is ${text(expected[at])}, and ${text(found[at])} ${when}`);
}
