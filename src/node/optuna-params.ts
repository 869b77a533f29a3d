import { shown, TuningError } from '../errors.ts';
import type { Option, Parameter, Space } from '../space/index.ts';
import { fromInternal, kindOf } from './optuna-distribution.ts';
import type { OptunaParam } from './optuna-replay.ts';
import { parameterPlace, parameterValue } from './parameter-value.ts';

/** What the parameters of a space are called in Optuna. */
export type OptunaNames = ReadonlyMap<Parameter, string>;

/** @throws TuningError `InvalidConfig` when an unknown parameter is named, or when two would be called the same. */
export function optunaNames(
  call: string,
  { parameters }: Pick<Space<unknown>, 'parameters'>,
  names: Readonly<Record<string, string>>,
): OptunaNames {
  for (const name of Object.keys(names)) {
    if (parameters.some((parameter) => parameter.name === name)) continue;
    const known = parameters.map((parameter) => parameter.name).join(', ');
    throw new TuningError(
      'InvalidConfig',
      `${call}: names: the space has no parameter ${shown(name)}; it has ${known}`,
    );
  }
  const called = new Map<Parameter, string>();
  const taken = new Map<string, string>();
  for (const parameter of parameters) {
    const name = Object.hasOwn(names, parameter.name)
      ? (names[parameter.name] ?? parameter.name)
      : parameter.name;
    const other = taken.get(name);
    if (other !== undefined) {
      throw new TuningError(
        'InvalidConfig',
        `${call}: names: ${other} and ${parameter.name} would both be called ${shown(name)}`,
      );
    }
    taken.set(name, parameter.name);
    called.set(parameter, name);
  }
  return called;
}

/** The parameters that a candidate has, each with its value. */
export function flatParams<P>(space: Space<P>, params: P): [parameter: Parameter, value: Option][] {
  const unit = space.encode(params);
  const present: [Parameter, Option][] = [];
  for (const parameter of space.parameters) {
    const value = Number.isNaN(unit[parameter.index]) ? undefined : parameterValue(params, parameter.name);
    if (value !== undefined) present.push([parameter, value]);
  }
  return present;
}

/**
 * The candidate that a trial of Optuna's tried.
 *
 * @returns the name of the first parameter that it lacks, where it does; a constant may be lacking.
 * @throws TuningError `InvalidParameter`, naming a parameter that is of another space.
 */
export function candidateOf<P>(
  space: Space<P>,
  names: OptunaNames,
  found: ReadonlyMap<string, OptunaParam>,
): { readonly params: P } | { readonly missing: string } {
  refuseUnknown(names, found);
  const unit = new Float64Array(space.parameters.length).fill(NaN);
  const active: boolean[] = [];
  const values = new Map<Parameter, unknown>();
  for (const parameter of space.parameters) {
    const { leaf, index, conditions } = parameter;
    const name = names.get(parameter) ?? parameter.name;
    const param = found.get(name);
    active[index] = conditions.every(({ parent, cells }) => {
      const gate = space.parameters[parent];
      return active[parent] === true && gate !== undefined && cells.has(gate.leaf.cellOf(values.get(gate)));
    });
    if (!active[index]) {
      if (param !== undefined) throw foreign(name, 'is there, although other parameters turn it off');
      continue;
    }
    if (param === undefined && leaf.kind !== 'constant') return { missing: name };
    const value = param === undefined ? leaf.fromUnit(0) : valueOf(name, parameter, param);
    values.set(parameter, value);
    unit[index] = leaf.toUnit(value);
  }
  const params = space.decode(unit);
  for (const [{ name, leaf }, value] of values) {
    // Coordinates of a continuous parameter are not exact.
    const place = leaf.levels === Infinity ? parameterPlace(params, name) : undefined;
    if (place !== undefined) Reflect.set(place.holder, place.key, value);
  }
  return { params: space.parse(params) };
}

function valueOf(name: string, { leaf }: Parameter, { distribution, internal }: OptunaParam): unknown {
  if (distribution.kind !== kindOf(leaf)) {
    throw foreign(name, `has a ${distribution.name}, but in the space it is of kind ${leaf.kind}`);
  }
  const value = fromInternal(distribution, internal);
  const result = leaf.schema.safeParse(value);
  if (!result.success) throw foreign(name, `is ${shown(value)}: ${result.error.issues[0]?.message ?? ''}`);
  return value;
}

function refuseUnknown(names: OptunaNames, found: ReadonlyMap<string, OptunaParam>): void {
  const known = new Set(names.values());
  for (const name of found.keys()) {
    if (!known.has(name)) throw foreign(name, `is not in the space, which has ${[...known].join(', ')}`);
  }
}

const foreign = (name: string, what: string): TuningError =>
  new TuningError('InvalidParameter', `parameter ${name} ${what}`);
