import { functionsOfManyDimensions } from './dimensions.ts';
import type { Problem } from './problem.ts';
import { realProblem } from './real.ts';
import { suite } from './suite.ts';

let functions: ReadonlyMap<string, Problem> | undefined;

/** The problem of a name: a function of the suite, or of many dimensions, else a real problem. */
export async function problemNamed(name: string): Promise<Problem> {
  functions ??= new Map(
    [...suite(), ...functionsOfManyDimensions()].map((problem) => [problem.name, problem]),
  );
  return functions.get(name) ?? (await realProblem(name));
}
