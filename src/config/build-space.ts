import * as z from 'zod';
import { TuningError } from '../errors.ts';
import { parseOptions } from '../parse-options.ts';
import {
  choice,
  constant,
  type Dimension,
  float,
  int,
  list,
  type Option,
  ordinal,
  type Shape,
  type Space,
  space,
  variant,
  type When,
  when,
} from '../space/index.ts';
import { located } from './located.ts';

type OptionList = readonly Option[];

/** A dimension as data: an array of options, or an object whose `kind` names the builder and whose other keys are its arguments. */
export type DimensionConfig =
  | OptionList
  | {
      kind: 'float' | 'int';
      low: number;
      high: number;
      scale?: 'linear' | 'log' | undefined;
      step?: number | undefined;
    }
  | { kind: 'choice'; options: OptionList; weights?: number[] | undefined }
  | { kind: 'ordinal'; options: OptionList }
  | { kind: 'constant'; value: Option }
  | { kind: 'variant'; tag: string; branches: Record<string, SpaceConfig> }
  | { kind: 'when'; condition: Record<string, Option | OptionList>; dimension: DimensionConfig }
  | { kind: 'list'; dimension: DimensionConfig; min: number; max: number }
  | { kind: 'space'; parameters: SpaceConfig };

/** A space as data: dimensions by the names of the parameters. */
export interface SpaceConfig {
  [name: string]: DimensionConfig;
}

const option = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: 'expected a string, a finite number, a boolean or null',
});
const options = z.array(option);
const numeric = {
  low: z.number(),
  high: z.number(),
  scale: z.enum(['linear', 'log'], { error: "expected 'linear' or 'log'" }).optional(),
  step: z.number().optional(),
};
const kinds = ['float', 'int', 'choice', 'ordinal', 'constant', 'variant', 'when', 'list', 'space'].join(
  ', ',
);

const dimension: z.ZodType<DimensionConfig> = z.lazy(() =>
  z.union(
    [
      options,
      z.discriminatedUnion(
        'kind',
        [
          z.strictObject({ kind: z.enum(['float', 'int']), ...numeric }),
          z.strictObject({ kind: z.literal('choice'), options, weights: z.array(z.number()).optional() }),
          z.strictObject({ kind: z.literal('ordinal'), options }),
          z.strictObject({ kind: z.literal('constant'), value: option }),
          z.strictObject({
            kind: z.literal('variant'),
            tag: z.string(),
            branches: z.record(z.string(), spaceConfig),
          }),
          z.strictObject({
            kind: z.literal('when'),
            condition: z.record(z.string(), z.union([option, options])),
            dimension,
          }),
          z.strictObject({ kind: z.literal('list'), dimension, min: z.number(), max: z.number() }),
          z.strictObject({ kind: z.literal('space'), parameters: spaceConfig }),
        ],
        {
          error: (issue: z.core.$ZodRawIssue) =>
            issue.code === 'invalid_union' ? `expected one of ${kinds}` : undefined,
        },
      ),
    ],
    { error: 'expected an array of options or an object with a kind' },
  ),
);

/** The zod schema of a space as data, to build into the schema of a configuration file. */
export const spaceConfig: z.ZodType<SpaceConfig> = z.record(z.string(), dimension, {
  error: 'expected an object of parameters',
});

/**
 * Builds a space from plain data, such as a JSON file.
 *
 * Every builder has its `kind`; arguments have their own names. A plain array is a `choice`.
 *
 * @throws TuningError `InvalidConfig` or `InvalidSpace` with the path of the offending key.
 *
 * @example
 * ```ts
 * import { buildSpace } from 'rxtune';
 *
 * const net = buildSpace({
 *   lr: { kind: 'float', low: 1e-5, high: 0.1, scale: 'log' },
 *   batch: [16, 32, 64],
 *   units: { kind: 'list', dimension: { kind: 'int', low: 16, high: 512 }, min: 1, max: 4 },
 *   optimizer: { kind: 'variant', tag: 'kind', branches: { sgd: { momentum: { kind: 'float', low: 0, high: 1 } }, adam: {} } },
 * });
 * ```
 */
export function buildSpace(config: unknown): Space<Record<string, unknown>> {
  const shape = buildShape('', parseOptions('buildSpace', spaceConfig, config));
  return space(shape);
}

function buildShape(path: string, config: SpaceConfig): Shape {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, buildMember(`${path}${name}`, value)]),
  );
}

function buildMember(path: string, config: DimensionConfig): Dimension<unknown> | When<unknown> {
  if ('kind' in config && config.kind === 'when') {
    const inner = buildDimension(`${path}.dimension`, config.dimension);
    return located(path, () => when(config.condition, inner));
  }
  return buildDimension(path, config);
}

function buildDimension(path: string, config: DimensionConfig): Dimension<unknown> {
  if (!('kind' in config)) return located(path, () => choice(config));
  switch (config.kind) {
    case 'float':
      return located(path, () => float(config.low, config.high, numericOptions(config)));
    case 'int':
      return located(path, () => int(config.low, config.high, numericOptions(config)));
    case 'choice':
      return located(path, () =>
        choice(config.options, config.weights === undefined ? {} : { weights: config.weights }),
      );
    case 'ordinal':
      return located(path, () => ordinal(config.options));
    case 'constant':
      return located(path, () => constant(config.value));
    case 'variant': {
      const branches = Object.entries(config.branches).map(
        ([name, branch]) => [name, buildShape(`${path}.branches.${name}.`, branch)] as const,
      );
      return located(path, () => variant(config.tag, Object.fromEntries(branches)));
    }
    case 'list': {
      const element = buildDimension(`${path}.dimension`, config.dimension);
      return located(path, () => list(element, config.min, config.max));
    }
    case 'space': {
      const shape = buildShape(`${path}.parameters.`, config.parameters);
      return located(path, () => space(shape));
    }
    case 'when':
      throw new TuningError(
        'InvalidConfig',
        `buildSpace: ${path}: when belongs around a whole parameter, not inside another dimension`,
      );
  }
}

function numericOptions({
  scale,
  step,
}: {
  scale?: 'linear' | 'log' | undefined;
  step?: number | undefined;
}): { scale?: 'linear' | 'log'; step?: number } {
  return { ...(scale !== undefined && { scale }), ...(step !== undefined && { step }) };
}
