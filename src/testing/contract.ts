/** One thing that a contract demands, for any test runner: `for (const { name, run } of contract) test(name, run)`. */
export interface ContractCase {
  readonly name: string;
  /** Rejects with an Error that says what was broken. */
  run(): Promise<void>;
}

/** Fails a case unless a condition holds. */
export function demand(condition: boolean, broken: string): asserts condition {
  if (!condition) throw new Error(broken);
}
