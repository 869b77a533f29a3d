import type { Observable } from 'rxjs';
import type { Candidate } from '../../src/candidate.ts';
import { ashaPruner, autoPruner, hyperbandPruner, type Pruner } from '../../src/pruners/index.ts';
import type { Space } from '../../src/space/space.ts';
import { tpe } from '../../src/samplers/tpe.ts';
import { asha, bohb, hyperband, successiveHalving } from '../../src/stream/budget-tuners.ts';
import { random } from '../../src/stream/tuners.ts';

/** A tuner, with a pruner where it has one. */
export interface Rule {
  readonly tuner: <P>(space: Space<P>, seed: number, maxBudget: number) => Observable<Candidate<P>>;
  readonly pruner?: (maxBudget: number) => Pruner;
}

/** Where rungs are: the first at so small a part of the whole. */
interface Rungs {
  readonly reductionFactor: number;
  readonly part: number;
}

const anything: Rule['tuner'] = (space, seed) => random(space, { seed });

/** Stopping and promotion with the same rungs. */
function withRungs(name: string, { reductionFactor, part }: Rungs): Record<string, Rule> {
  const rungs = (maxBudget: number) => ({ reductionFactor, maxBudget, minBudget: maxBudget / part });
  const rules: Record<string, Rule> = {
    'random, ASHA pruner': {
      tuner: anything,
      pruner: (whole) => ashaPruner({ reductionFactor, minResource: whole / part }),
    },
    asha: { tuner: (space, seed, whole) => asha(space, { seed, ...rungs(whole) }) },
    successiveHalving: {
      tuner: (space, seed, whole) => successiveHalving(space, { seed, rounds: Infinity, ...rungs(whole) }),
    },
    'random, Hyperband pruner': {
      tuner: anything,
      pruner: (whole) => hyperbandPruner({ reductionFactor, minResource: whole / part, maxResource: whole }),
    },
    hyperband: {
      tuner: (space, seed, whole) => hyperband(space, { seed, rounds: Infinity, ...rungs(whole) }),
    },
    'hyperband(tpe)': {
      tuner: (space, seed, whole) =>
        hyperband(() => tpe(space, { seed }), { rounds: Infinity, ...rungs(whole) }),
    },
    bohb: { tuner: (space, seed, whole) => bohb(space, { seed, rounds: Infinity, ...rungs(whole) }) },
    'asha(tpe)': { tuner: (space, seed, whole) => asha(() => tpe(space, { seed }), rungs(whole)) },
  };
  return Object.fromEntries(Object.entries(rules).map(([rule, value]) => [`${rule}, ${name}`, value]));
}

/** What is compared, under its name in the table. */
export const promotionRules: Readonly<Record<string, Rule>> = {
  'random, whole trials': { tuner: anything },
  'random, autoPruner': { tuner: anything, pruner: () => autoPruner() },
  ...withRungs('1/8', { reductionFactor: 2, part: 8 }),
  ...withRungs('1/9', { reductionFactor: 3, part: 9 }),
  ...withRungs('1/27', { reductionFactor: 3, part: 27 }),
};

/** Who is compared with whom. */
export const promotionPairs: readonly (readonly [promotes: string, stops: string])[] = [
  '1/8',
  '1/9',
  '1/27',
].flatMap((rungs) => [
  [`asha, ${rungs}`, `random, ASHA pruner, ${rungs}`] as const,
  [`successiveHalving, ${rungs}`, `random, ASHA pruner, ${rungs}`] as const,
  [`asha(tpe), ${rungs}`, `random, ASHA pruner, ${rungs}`] as const,
  [`hyperband, ${rungs}`, `random, Hyperband pruner, ${rungs}`] as const,
  [`hyperband(tpe), ${rungs}`, `random, Hyperband pruner, ${rungs}`] as const,
  [`bohb, ${rungs}`, `random, Hyperband pruner, ${rungs}`] as const,
]);
