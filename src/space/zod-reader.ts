import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { choice } from './choice.ts';
import { constant } from './constant.ts';
import type { Dimension, Option } from './dimension.ts';
import { list } from './list.ts';
import { ordinal } from './ordinal.ts';
import { isFields } from './refuse.ts';
import type { Shape } from './shape.ts';
import { space } from './space.ts';
import { variant } from './variant.ts';
import { isUnbounded, zodNumber } from './zod-number.ts';

type Def = z.core.$ZodTypes['_zod']['def'];
type Meta = Readonly<Record<string, unknown>>;

/** Checks that bounds, steps and lengths are read off; any other is left to the schema itself. */
const understood = new Set([
  'greater_than',
  'less_than',
  'multiple_of',
  'number_format',
  'min_length',
  'max_length',
  'length_equals',
]);

/** What to write instead of what cannot be sampled. */
const instead: Readonly<Record<string, string>> = {
  string: 'list the texts with z.enum([…]), or fix one with .default(…)',
  optional: 'leave out .optional(), or say when it is there with z.discriminatedUnion(…)',
  nullable: 'only options can be nullable; write the cases as z.discriminatedUnion(…)',
  pipe: 'sample what goes in, and transform the parameters in the objective',
  transform: 'sample what goes in, and transform the parameters in the objective',
  union: 'use z.discriminatedUnion(…), or a union of literals',
  intersection: 'use one z.object({ … }), for example with .extend(…)',
  record: 'name its members with z.object({ … })',
  map: 'name its members with z.object({ … })',
  set: 'use a boolean for each member',
  tuple: 'use z.object({ … }), or z.array(…).length(…)',
  date: 'use a number of days, and make a date of it in the objective',
  bigint: 'use z.int()',
  lazy: 'write it out to a fixed depth',
};

/** Reads dimensions off zod schemas. */
export class ZodReader {
  /** Whether there was a check that only the schema itself can make. */
  refined = false;

  /** `outer` is the metadata of the wrappers around the schema. */
  read(schema: z.core.$ZodType, path: string, outer: Meta = {}): Dimension<unknown> {
    const def = this.#def(schema, path);
    const meta = { ...z.globalRegistry.get(schema), ...outer };
    if (def.type === 'readonly') return this.read(def.innerType, path, meta);
    if (def.type === 'default' || def.type === 'prefault') {
      // A constant refuses whatever is no option.
      if (isFree(def.innerType)) return at(path, () => constant(def.defaultValue as Option));
      return this.read(def.innerType, path, meta);
    }
    const options = this.#options(schema, path);
    const { scale, ordinal: ordered = false } = meta;
    if (typeof ordered !== 'boolean')
      throw refused(path, `.meta({ ordinal }) must be true or false, not ${shown(ordered)}`);
    if (ordered && options === undefined)
      throw refused(path, '.meta({ ordinal: true }) is for enums and literals');
    if (scale !== undefined && def.type !== 'number')
      throw refused(path, `.meta({ scale: ${shown(scale)} }) is for numbers`);
    if (options !== undefined) return at(path, () => optionsDimension(options, ordered));
    if (def.type === 'number') return at(path, () => zodNumber(def, scale));
    if (def.type === 'array') return this.#array(def, path);
    if (def.type === 'object') {
      const shape = this.#shape(def, path);
      return at(path, () => space(shape));
    }
    if (isDiscriminated(def)) return this.#variant(def, path);
    throw refused(path, `${def.type} cannot be sampled; ${instead[def.type] ?? 'leave it out'}`);
  }

  /** What a schema says of itself; notes its refinements on the way. */
  #def(schema: z.core.$ZodType, path: string): Def {
    const given: unknown = schema;
    if (!isFields(given) || !isFields(given['_zod'])) {
      throw refused(path, `expected a schema of zod 4, not ${shown(given)}`);
    }
    const { def } = (schema as z.core.$ZodTypes)._zod;
    for (const { _zod } of def.checks ?? []) {
      if (_zod.def.check === 'overwrite')
        throw refused(path, `a check changes the value; ${instead['transform'] ?? ''}`);
      this.refined ||= !understood.has(_zod.def.check);
    }
    return def;
  }

  /** All values of a schema that lists them. */
  #options(schema: z.core.$ZodType, path: string): unknown[] | undefined {
    const def = this.#def(schema, path);
    switch (def.type) {
      case 'boolean':
        return [true, false];
      case 'enum':
      case 'literal':
      case 'null':
        return [...(schema._zod.values ?? [])];
      case 'readonly':
        return this.#options(def.innerType, path);
      case 'nullable': {
        const inner = this.#options(def.innerType, path);
        return inner && [...inner, null];
      }
      case 'union': {
        const each = def.options.map((option) => this.#options(option, path));
        return each.includes(undefined) ? undefined : each.flatMap((options) => options ?? []);
      }
      default:
        return undefined;
    }
  }

  #shape({ shape, catchall }: z.core.$ZodObjectDef, path: string, tag?: string): Shape {
    if (catchall !== undefined && catchall._zod.def.type !== 'never') {
      throw refused(path, 'unknown keys cannot be sampled; use z.object or z.strictObject');
    }
    const members = Object.entries(shape).filter(([key]) => key !== tag);
    return Object.fromEntries(
      members.map(([key, member]) => [key, this.read(member, path === '' ? key : `${path}.${key}`)]),
    );
  }

  #array({ element, checks = [] }: z.core.$ZodArrayDef, path: string): Dimension<unknown> {
    let min = 0;
    let max = Infinity;
    for (const check of checks) {
      const { def } = (check as z.core.$ZodChecks)._zod;
      if (def.check === 'min_length') min = Math.max(min, def.minimum);
      if (def.check === 'max_length') max = Math.min(max, def.maximum);
      if (def.check === 'length_equals') min = max = def.length;
    }
    if (max === Infinity) throw refused(path, 'an array needs a greatest length: add .max(…) or .length(…)');
    const dimension = this.read(element, `${path}[]`);
    return at(path, () => list(dimension, min, max));
  }

  #variant({ discriminator, options }: z.core.$ZodDiscriminatedUnionDef, path: string): Dimension<unknown> {
    const branches: Record<string, Shape> = {};
    for (const option of options) {
      const def = this.#def(option, path);
      if (def.type !== 'object')
        throw refused(path, `a case of a discriminated union must be an object, not ${def.type}`);
      const tag = def.shape[discriminator];
      const [name, ...others] = (tag && this.#options(tag, path)) ?? [];
      if (typeof name !== 'string' || others.length > 0) {
        throw refused(path, `each case must name itself with one text: ${discriminator}: z.literal('…')`);
      }
      branches[name] = this.#shape(def, `${path}.${name}`, discriminator);
    }
    return at(path, () => variant(discriminator, branches));
  }
}

/** The error of a schema that cannot be sampled. */
export function refused(path: string, why: string, cause?: unknown): TuningError {
  return new TuningError(
    'InvalidSpace',
    `fromZod: ${path === '' ? '' : `${path}: `}${why}`,
    cause === undefined ? {} : { cause },
  );
}

/** Makes a dimension; where that is refused, says at which path. */
function at<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof TuningError ? refused(path, error.message, error) : error;
  }
}

/** A value that is listed twice is no likelier to a schema. */
function optionsDimension(options: readonly unknown[], ordered: boolean): Dimension<unknown> {
  // Their builders refuse whatever is no option.
  const different = [...new Set(options)] as Option[];
  const [first, ...others] = different;
  if (first !== undefined && others.length === 0) return constant(first);
  return ordered ? ordinal(different) : choice(different);
}

/** Whether nothing says which values there are, so that only a default can. */
function isFree(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'readonly' || def.type === 'nullable') return isFree(def.innerType);
  return def.type === 'string' || (def.type === 'number' && isUnbounded(def));
}

function isDiscriminated(def: Def): def is z.core.$ZodDiscriminatedUnionDef {
  return def.type === 'union' && 'discriminator' in def;
}
