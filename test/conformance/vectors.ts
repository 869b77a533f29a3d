import { existsSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';

/** A number of a conformance file, where NaN and the infinities are words. */
export type Value = number | string;

/**
 * Runs a suite on a file of numbers that other libraries computed; skips it, saying so, where the file is not
 * at hand. The suite says what it expects the file to hold.
 */
export function conformance(file: string, suite: (vectors: never) => void): void {
  const url = new URL(`../../../shared/bench/conformance/${file}`, import.meta.url);
  if (existsSync(url)) {
    describe(`conformance with ${file}`, () => {
      suite(JSON.parse(readFileSync(url, 'utf8')) as never);
    });
  } else {
    describe.skip(`conformance with ${file}: the file is not here`);
  }
}

/** The largest error of a over b, relative where b is above 1e-300; equal infinities agree. */
export function relativeError(a: number, b: Value): number {
  const expected = Number(b);
  if (Object.is(a, expected) || a === expected) return 0;
  return Math.abs(a - expected) / Math.max(Math.abs(expected), 1e-300);
}
