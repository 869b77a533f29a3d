import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import { afterSteps, stepsToWait } from '../pruners/after-steps.ts';
import { allOf } from '../pruners/all-of.ts';
import { anyOf } from '../pruners/any-of.ts';
import { ashaPruner, ashaPrunerOptions } from '../pruners/asha.ts';
import { autoPruner, autoPrunerOptions } from '../pruners/auto.ts';
import { hyperbandPruner, hyperbandPrunerOptions } from '../pruners/hyperband.ts';
import { medianPruner } from '../pruners/median.ts';
import { patientPruner, patientPrunerOptions } from '../pruners/patient.ts';
import { medianPrunerOptions, percentilePruner, percentilePrunerOptions } from '../pruners/percentile.ts';
import type { Pruner } from '../pruners/pruner.ts';
import { scalarised, scalarisedWeights } from '../pruners/scalarised.ts';
import { thresholdPruner, thresholdPrunerOptions } from '../pruners/threshold.ts';
import { wilcoxonPruner, wilcoxonPrunerOptions } from '../pruners/wilcoxon.ts';

const kinds = [
  'afterSteps',
  'allOf',
  'anyOf',
  'asha',
  'auto',
  'hyperband',
  'median',
  'patient',
  'percentile',
  'scalarised',
  'threshold',
  'wilcoxon',
];

/** The zod schema of a pruner as data, to build into the schema of a configuration file. */
export const prunerConfig = z.discriminatedUnion(
  'kind',
  [
    ashaPrunerOptions.extend({ kind: z.literal('asha') }),
    autoPrunerOptions.extend({ kind: z.literal('auto') }),
    hyperbandPrunerOptions.safeExtend({ kind: z.literal('hyperband') }),
    medianPrunerOptions.extend({ kind: z.literal('median') }),
    percentilePrunerOptions.extend({ kind: z.literal('percentile') }),
    thresholdPrunerOptions.safeExtend({ kind: z.literal('threshold') }),
    wilcoxonPrunerOptions.extend({ kind: z.literal('wilcoxon') }),
    z.strictObject({
      kind: z.literal('allOf'),
      get pruners() {
        return z.array(prunerConfig).readonly();
      },
    }),
    z.strictObject({
      kind: z.literal('anyOf'),
      get pruners() {
        return z.array(prunerConfig).readonly();
      },
    }),
    z.strictObject({
      kind: z.literal('afterSteps'),
      steps: stepsToWait,
      get pruner() {
        return prunerConfig;
      },
    }),
    z.strictObject({
      kind: z.literal('scalarised'),
      weights: scalarisedWeights,
      get pruner() {
        return prunerConfig;
      },
    }),
    patientPrunerOptions.extend({
      kind: z.literal('patient'),
      get pruner() {
        return prunerConfig.optional();
      },
    }),
  ],
  {
    error: (issue: z.core.$ZodRawIssue) =>
      issue.code === 'invalid_union' ? `expected one of ${kinds.join(', ')}` : undefined,
  },
);

/** A pruner as data: its `kind`, and its options. */
export type PrunerConfig = z.input<typeof prunerConfig>;

/**
 * Builds a pruner from plain data.
 *
 * `kind` names the pruner without the word, as in `{ kind: 'median', startupTrials: 10 }`; all other keys are its own options. `allOf` and `anyOf` take
 * `pruners`, `afterSteps` takes `steps` and `pruner`, `scalarised` takes `weights` and `pruner`, `patient` takes `pruner` beside its options.
 *
 * @throws TuningError `InvalidConfig` with the path of the offending key.
 *
 * @example
 * ```ts
 * import { buildPruner } from 'rxtune';
 *
 * const pruner = buildPruner({
 *   kind: 'anyOf',
 *   pruners: [{ kind: 'threshold', upper: 100 }, { kind: 'afterSteps', steps: 3, pruner: { kind: 'median' } }],
 * });
 * ```
 */
export function buildPruner(config: unknown): Pruner {
  return build(parseOptions('buildPruner', prunerConfig, config));
}

function build(config: z.output<typeof prunerConfig>): Pruner {
  switch (config.kind) {
    case 'allOf':
      return allOf(...config.pruners.map(build));
    case 'anyOf':
      return anyOf(...config.pruners.map(build));
    case 'afterSteps':
      return afterSteps(config.steps, build(config.pruner));
    case 'scalarised':
      return scalarised(build(config.pruner), config.weights);
    case 'patient': {
      const { kind: _, pruner, ...options } = config;
      return patientPruner(pruner && build(pruner), options);
    }
    case 'asha': {
      const { kind: _, ...options } = config;
      return ashaPruner(options);
    }
    case 'auto': {
      const { kind: _, ...options } = config;
      return autoPruner(options);
    }
    case 'hyperband': {
      const { kind: _, ...options } = config;
      return hyperbandPruner(options);
    }
    case 'median': {
      const { kind: _, ...options } = config;
      return medianPruner(options);
    }
    case 'percentile': {
      const { kind: _, ...options } = config;
      return percentilePruner(options);
    }
    case 'threshold': {
      const { kind: _, ...options } = config;
      return thresholdPruner(options);
    }
    case 'wilcoxon': {
      const { kind: _, ...options } = config;
      return wilcoxonPruner(options);
    }
  }
}
