import { type Observable, take } from 'rxjs';
import * as z from 'zod';
import type { Candidate } from '../candidate.ts';
import { ashaOptions } from '../samplers/asha.ts';
import { autoOptions } from '../samplers/auto.ts';
import { bohbOptions } from '../samplers/bohb.ts';
import { cmaesOptions } from '../samplers/cmaes.ts';
import { gpOptions } from '../samplers/gp.ts';
import { gridOptions } from '../samplers/grid.ts';
import { hyperbandOptions } from '../samplers/hyperband.ts';
import { parseOptions } from '../parse-options.ts';
import { populationBasedOptions } from '../samplers/population-based.ts';
import { randomOptions } from '../samplers/random.ts';
import { sobolOptions } from '../samplers/sobol.ts';
import { successiveHalvingOptions } from '../samplers/successive-halving.ts';
import { tpeOptions } from '../samplers/tpe.ts';
import type { Space } from '../space/space.ts';
import { asha, bohb, hyperband, populationBased, successiveHalving } from '../stream/budget-tuners.ts';
import { located } from './located.ts';
import { auto, cmaes, gp, tpe } from '../stream/learning-tuners.ts';
import { grid, points, random, sobol } from '../stream/tuners.ts';

const budget = {
  maxTrials: z
    .int({ error: 'expected an integer of at least 1' })
    .min(1, { error: 'expected an integer of at least 1' })
    .optional(),
};

const kinds = [
  'asha',
  'auto',
  'bohb',
  'cmaes',
  'gp',
  'grid',
  'hyperband',
  'points',
  'populationBased',
  'random',
  'sobol',
  'successiveHalving',
  'tpe',
];

/** The zod schema of a tuner as data, to build into the schema of a configuration file. */
export const tunerConfig = z.discriminatedUnion(
  'kind',
  [
    ashaOptions.extend({ kind: z.literal('asha'), ...budget }),
    autoOptions.omit({ history: true }).extend({ kind: z.literal('auto'), ...budget }),
    bohbOptions.extend({ kind: z.literal('bohb'), ...budget }),
    cmaesOptions.extend({ kind: z.literal('cmaes'), ...budget }),
    gpOptions.omit({ history: true }).extend({ kind: z.literal('gp'), ...budget }),
    gridOptions.extend({ kind: z.literal('grid'), ...budget }),
    hyperbandOptions.extend({ kind: z.literal('hyperband'), ...budget }),
    z.strictObject({ kind: z.literal('points'), candidates: z.array(z.unknown()), ...budget }),
    populationBasedOptions.extend({ kind: z.literal('populationBased'), ...budget }),
    randomOptions.extend({ kind: z.literal('random'), ...budget }),
    sobolOptions.extend({ kind: z.literal('sobol'), ...budget }),
    successiveHalvingOptions.extend({ kind: z.literal('successiveHalving'), ...budget }),
    tpeOptions.omit({ history: true }).extend({ kind: z.literal('tpe'), ...budget }),
  ],
  {
    error: (issue: z.core.$ZodRawIssue) =>
      issue.code === 'invalid_union' ? `expected one of ${kinds.join(', ')}` : undefined,
  },
);

/** A tuner as data: its `kind`, its options, and `maxTrials` where it shall stop. */
export type TunerConfig = z.input<typeof tunerConfig>;

/**
 * Builds a tuner from plain data.
 *
 * `kind` names the tuner, `maxTrials` limits the number of candidates; all other keys are the tuner's own options.
 *
 * @throws TuningError `InvalidConfig` with the path of the offending key.
 *
 * @example
 * ```ts
 * import { buildTuner, evaluate, space } from 'rxtune';
 *
 * const net = space({ lr: [0.1, 0.01, 0.001], batch: [16, 32, 64] });
 * const trials$ = buildTuner({ kind: 'random', maxTrials: 5, seed: 1, distinct: true }, net).pipe(evaluate(({ lr }) => lr));
 * ```
 */
export function buildTuner<P>(config: unknown, space: Space<P>): Observable<Candidate<P>> {
  const parsed = parseOptions('buildTuner', tunerConfig, config);
  const candidates = build(parsed, space);
  return parsed.maxTrials === undefined ? candidates : candidates.pipe(take(parsed.maxTrials));
}

function build<P>(
  { maxTrials, ...config }: z.output<typeof tunerConfig>,
  space: Space<P>,
): Observable<Candidate<P>> {
  switch (config.kind) {
    case 'asha': {
      const { kind: _, ...options } = config;
      return asha(space, options);
    }
    case 'auto': {
      const { kind: _, trials = maxTrials, ...options } = config;
      return auto(space, { ...options, trials });
    }
    case 'bohb': {
      const { kind: _, ...options } = config;
      return bohb(space, options);
    }
    case 'cmaes': {
      const { kind: _, ...options } = config;
      return cmaes(space, options);
    }
    case 'gp': {
      const { kind: _, ...options } = config;
      return gp(space, options);
    }
    case 'grid': {
      const { kind: _, points, ...options } = config;
      return grid(space, points === undefined ? options : { ...options, points });
    }
    case 'hyperband': {
      const { kind: _, ...options } = config;
      return hyperband(space, options);
    }
    case 'points':
      return points(
        space,
        config.candidates.map((candidate, i) => located(`candidates[${i}]`, () => space.parse(candidate))),
      );
    case 'populationBased': {
      const { kind: _, ...options } = config;
      return populationBased(space, options);
    }
    case 'random': {
      const { kind: _, ...options } = config;
      return random(space, options);
    }
    case 'sobol': {
      const { kind: _, ...options } = config;
      return sobol(space, options);
    }
    case 'successiveHalving': {
      const { kind: _, ...options } = config;
      return successiveHalving(space, options);
    }
    case 'tpe': {
      const { kind: _, ...options } = config;
      return tpe(space, options);
    }
  }
}
