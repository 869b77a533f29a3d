import * as z from 'zod';
import {
  afterSteps,
  allOf,
  anyOf,
  ashaPruner,
  autoPruner,
  hyperbandPruner,
  medianPruner,
  type Pruner,
  patientPruner,
  percentilePruner,
  thresholdPruner,
  wilcoxonPruner,
} from '../pruners/index.ts';
import { parseOptions } from '../parse-options.ts';
import { located } from './located.ts';

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
  'threshold',
  'wilcoxon',
] as const;

/** The zod schema of a pruner as data: its `kind`; the other keys are checked by the pruner itself, in `buildPruner`. */
export const prunerConfig = z.looseObject({
  kind: z.enum(kinds, { error: `expected one of ${kinds.join(', ')}` }),
});

/** A pruner as data: its `kind`, and its options. */
export type PrunerConfig = z.input<typeof prunerConfig>;

const several = z.strictObject({ pruners: z.array(z.unknown()) });

/**
 * Builds a pruner from plain data.
 *
 * `kind` names the pruner without the word, as in `{ kind: 'median', startupTrials: 10 }`; all other keys are its own options. `allOf` and `anyOf` take
 * `pruners`, `afterSteps` takes `steps` and `pruner`, `patient` takes `pruner` beside its options.
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
  const { kind, ...options } = parseOptions('buildPruner', prunerConfig, config);
  switch (kind) {
    case 'allOf':
      return allOf(...buildSeveral(kind, options));
    case 'anyOf':
      return anyOf(...buildSeveral(kind, options));
    case 'afterSteps': {
      const schema = z.strictObject({ steps: z.unknown(), pruner: z.unknown() });
      const { steps, pruner } = parseOptions('afterSteps', schema, options);
      return afterSteps(steps as number, buildInner(pruner));
    }
    case 'patient': {
      const { pruner, ...rest } = options;
      return patientPruner(pruner === undefined ? undefined : buildInner(pruner), rest as never);
    }
    default:
      return rules[kind](options as never);
  }
}

/** Each checks its options itself. */
const rules = {
  asha: ashaPruner,
  auto: autoPruner,
  hyperband: hyperbandPruner,
  median: medianPruner,
  percentile: percentilePruner,
  threshold: thresholdPruner,
  wilcoxon: wilcoxonPruner,
};

function buildSeveral(kind: string, options: unknown): Pruner[] {
  const { pruners } = parseOptions(kind, several, options);
  return pruners.map((pruner, i) => located(`pruners[${i}]`, () => buildPruner(pruner)));
}

function buildInner(pruner: unknown): Pruner {
  return located('pruner', () => buildPruner(pruner));
}
