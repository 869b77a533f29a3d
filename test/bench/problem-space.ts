import type { Option } from '../../src/space/dimension.ts';
import { choice, float, int, ordinal, space, when } from '../../src/space/index.ts';
import type { DimensionLike, Shape, When } from '../../src/space/shape.ts';
import type { Space } from '../../src/space/space.ts';
import type { Values } from './problem.ts';

/** A parameter as data files of problems describe it. */
export interface ParameterData {
  readonly name: string;
  readonly type: 'float' | 'int' | 'ordinal' | 'cat' | 'categorical';
  readonly low?: number;
  readonly high?: number;
  /** Evenly in the logarithm. */
  readonly log?: boolean;
  /** Evenly in the logarithm of 1 - x, so that the space has 1 - x. */
  readonly log1m?: boolean;
  readonly choices?: readonly Option[];
  /** There only when each named parameter is there with one of these values. */
  readonly when?: Readonly<Record<string, readonly Option[]>>;
}

/** A space of parameters that are given as data, and the way back to their own names and values. */
export interface ProblemSpace {
  readonly space: Space<Values>;
  toValues(params: Values): Values;
}

/** Builds the space of a problem. */
export function problemSpace(parameters: readonly ParameterData[]): ProblemSpace {
  const shape: Record<string, DimensionLike | When<unknown>> = {};
  for (const parameter of parameters) {
    const { name, when: condition } = parameter;
    const own = Object.entries(condition ?? {}).map(([parent, values]) => [named(parent), values] as const);
    const dimension = dimensionOf(parameter);
    shape[named(name)] = own.length === 0 ? dimension : when(Object.fromEntries(own), dimension);
  }
  return {
    space: space(shape as Shape),
    toValues(params) {
      const values: Values = {};
      for (const { name, log1m } of parameters) {
        const value = params[named(name)];
        if (value !== undefined) values[name] = log1m === true ? 1 - Number(value) : value;
      }
      return values;
    },
  };
}

/** Dots separate the parts of a path, so names have none. */
function named(name: string): string {
  return name.replaceAll('.', '_');
}

function dimensionOf({ type, low = 0, high = 1, log, log1m, choices = [] }: ParameterData): DimensionLike {
  if (type === 'cat' || type === 'categorical') return choice(choices);
  if (type === 'ordinal') return ordinal(choices);
  if (log1m === true) return float(1 - high, 1 - low, { scale: 'log' });
  return (type === 'int' ? int : float)(low, high, { scale: log === true ? 'log' : 'linear' });
}
