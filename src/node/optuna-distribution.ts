import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { parseOptions } from '../parse-options.ts';
import type { Leaf, Option } from '../space/index.ts';
import { NumericDimension } from '../space/numeric.ts';
import { OptionsDimension } from '../space/options.ts';
import { fromPythonJson, numberOf, PythonFloat, type PythonValue, toPythonJson } from './optuna-json.ts';

/** What Optuna draws the values of a parameter from. */
export type OptunaDistribution =
  | { readonly kind: 'float' | 'int'; readonly name: string; readonly log: boolean }
  | { readonly kind: 'categorical'; readonly name: string; readonly choices: readonly unknown[] };

/** The classes that Optuna has for them, and had before its version 3. */
const kinds: Readonly<Record<string, OptunaDistribution['kind']>> = {
  FloatDistribution: 'float',
  UniformDistribution: 'float',
  LogUniformDistribution: 'float',
  DiscreteUniformDistribution: 'float',
  IntDistribution: 'int',
  IntUniformDistribution: 'int',
  IntLogUniformDistribution: 'int',
  CategoricalDistribution: 'categorical',
};

const schema = z.object({
  name: z.string().refine((name) => Object.hasOwn(kinds, name), {
    error: `expected one of ${Object.keys(kinds).join(', ')}`,
  }),
  attributes: z.object({ log: z.boolean().optional(), choices: z.array(z.unknown()).optional() }),
});

/**
 * The distribution of a parameter, as the text that Optuna keeps.
 *
 * On a log scale Optuna has no steps, so there the step is left out; it has no weights and no order of categories either.
 */
export function distributionOf(leaf: Leaf): string {
  if (leaf instanceof OptionsDimension) {
    return distribution('CategoricalDistribution', { choices: leaf.options as readonly Option[] });
  }
  const { kind, low, high, scale, step } = numeric(leaf);
  const log = scale === 'log';
  if (kind === 'int') return distribution('IntDistribution', { log, step: log ? 1 : (step ?? 1), low, high });
  return distribution('FloatDistribution', {
    step: log || step === undefined ? null : new PythonFloat(step),
    low: new PythonFloat(low),
    high: new PythonFloat(high),
    log,
  });
}

/**
 * The distribution that a text of Optuna's says.
 *
 * @throws TuningError `Serialization` when it says none that is known.
 */
export function readDistribution(text: string): OptunaDistribution {
  try {
    const { name, attributes } = parseOptions('distribution', schema, fromPythonJson(text));
    const kind = kinds[name] ?? 'categorical';
    if (kind !== 'categorical') return { kind, name, log: attributes.log ?? name.includes('Log') };
    return { kind, name, choices: attributes.choices ?? [] };
  } catch (cause) {
    throw new TuningError('Serialization', `unknown distribution ${shown(text)}`, { cause });
  }
}

/** Whether Optuna lets a parameter of one study have both of these. */
export function areCompatible(one: OptunaDistribution, other: OptunaDistribution): boolean {
  if (one.name !== other.name) return false;
  if (one.kind !== 'categorical' || other.kind !== 'categorical')
    return one.kind !== 'categorical' && other.kind !== 'categorical' && one.log === other.log;
  return (
    one.choices.length === other.choices.length &&
    one.choices.every((choice, i) => sameInPython(choice, other.choices[i]))
  );
}

/** A value of a parameter as the number that Optuna keeps: a category by its place. */
export function toInternal(leaf: Leaf, value: Option): PythonFloat {
  return new PythonFloat(leaf instanceof OptionsDimension ? leaf.cellOf(value) : Number(value));
}

/**
 * The value that Optuna keeps as a number.
 *
 * @returns undefined for a category that does not exist.
 */
export function fromInternal(distribution: OptunaDistribution, internal: number): unknown {
  switch (distribution.kind) {
    case 'float':
      return internal;
    case 'int':
      return Math.trunc(internal);
    case 'categorical':
      return distribution.choices[Math.trunc(internal)];
  }
}

/** Which kind of distribution a parameter needs, for it to be the parameter of a study. */
export function kindOf(leaf: Leaf): OptunaDistribution['kind'] {
  return leaf instanceof OptionsDimension ? 'categorical' : numeric(leaf).kind;
}

function distribution(name: string, attributes: Readonly<Record<string, PythonValue>>): string {
  return toPythonJson({ name, attributes });
}

function numeric(leaf: Leaf): NumericDimension<'float' | 'int'> {
  if (leaf instanceof NumericDimension) return leaf as NumericDimension<'float' | 'int'>;
  throw new TuningError('InvalidSpace', `Optuna has no distribution for a parameter of kind ${leaf.kind}`);
}

/** In Python true is 1, and false is 0. */
function sameInPython(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map((value) =>
    typeof value === 'boolean' ? Number(value) : (numberOf(value) ?? value),
  );
  return Object.is(a, b) || a === b;
}
