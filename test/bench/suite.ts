import { readFileSync } from 'node:fs';
import { continuousFunctions, structuredFunctions, type TestFunction } from './functions.ts';
import type { Problem, Values } from './problem.ts';
import { type ParameterData, problemSpace } from './problem-space.ts';

/** How the optimum of a function is moved: x is what a tuner proposes, z what the function takes. */
type Transform =
  | { readonly type: 'none' }
  | { readonly type: 'wrap'; readonly delta: readonly number[] }
  | {
      readonly type: 'shift';
      readonly s: readonly number[];
      readonly o: number;
      readonly R: readonly (readonly number[])[] | null;
    };

/** A function of the suite as data. */
export interface FunctionData {
  readonly name: string;
  readonly kind: 'continuous' | 'mixed' | 'conditional';
  readonly base: string;
  readonly lo?: number;
  readonly hi?: number;
  readonly fopt: number;
  readonly transform?: Transform;
  readonly params: readonly ParameterData[];
  readonly vectors: readonly { readonly x: Values; readonly f: number; readonly note?: string }[];
}

interface SuiteData {
  readonly functions: readonly FunctionData[];
}

/** The functions of suite.json. */
export function suiteData(): readonly FunctionData[] {
  const text = readFileSync(new URL('suite.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as SuiteData).functions;
}

/** The 17 functions that tuners are compared on, all to be minimised; their regret is the distance to the minimum. */
export function suite(): Problem[] {
  return suiteData().map(suiteProblem);
}

/** Makes a problem of a function that is given as data. */
export function suiteProblem(data: FunctionData): Problem {
  const { space, toValues } = problemSpace(data.params);
  const value = valueOf(data);
  return {
    name: data.name,
    direction: 'minimize',
    space,
    evaluate(params) {
      const score = value(toValues(params));
      return { value: score, score };
    },
    regret: (score) => Math.max(0, score - data.fopt),
  };
}

function valueOf(data: FunctionData): (values: Values) => number {
  if (data.kind !== 'continuous') return known(structuredFunctions[data.base], data);
  const base: TestFunction = known(continuousFunctions[data.base], data);
  return (values) =>
    base(
      transformed(
        data,
        data.params.map(({ name }) => Number(values[name])),
      ),
    );
}

function known<F>(found: F | undefined, { base }: FunctionData): F {
  if (found === undefined) throw new Error(`no function ${base}`);
  return found;
}

function transformed({ transform, lo = 0, hi = 1 }: FunctionData, x: readonly number[]): readonly number[] {
  switch (transform?.type) {
    case 'wrap':
      return x.map((v, i) => lo + ((v - lo + transform.delta[i]!) % (hi - lo)));
    case 'shift': {
      const y = x.map((v, i) => v - transform.s[i]!);
      const z = transform.R?.map((row) => row.reduce((sum, r, j) => sum + r * y[j]!, 0)) ?? y;
      return z.map((v) => v + transform.o);
    }
    default:
      return x;
  }
}
