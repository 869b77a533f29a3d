import { concat, defer, from, lastValueFrom, mergeMap, of, scan, tap } from 'rxjs';
import { run } from './run.ts';

/** Everything a contributor must pass, what takes longest first. A gate counts as one, unless it ends with a line of counts of its own. */
const gates: Record<string, string> = {
  tests: 'vitest run',
  lint: 'npm run --silent lint',
  'API reports': 'tsx test/tooling/api-report.ts',
  'documented API': 'typedoc --options test/tooling/typedoc.json --emit none',
  types: 'npm run --silent typecheck',
  format: 'biome format --config-path test/tooling/biome-format.json',
  'unused code': 'knip --tsConfig src/tsconfig.json',
  'bundle size': 'size-limit',
};

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly output: string;
  readonly seconds: number;
}

async function outcome(name: string, command: string): Promise<Outcome> {
  const start = performance.now();
  const [ok, output] = await run(command).then(
    (text): [boolean, string] => [true, text],
    (error: unknown): [boolean, string] => [false, error instanceof Error ? error.message : String(error)],
  );
  return { name, ok, output, seconds: (performance.now() - start) / 1000 };
}

function print({ name, ok, output, seconds }: Outcome): void {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(output);
  else
    for (const line of output.split('\n')) if (line.startsWith('skipped: ')) console.log(`        ${line}`);
}

type Counts = readonly [passed: number, failed: number, skipped: number];

function counts({ ok, output }: Outcome): Counts {
  const own = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(output);
  if (own === null) return ok ? [1, 0, 0] : [0, 1, 0];
  const [passed = 0, failed = 0, skipped = 0] = own.slice(1).map(Number);
  // A run of tests in which nothing passed, or that failed without a failing test, has failed.
  const sound = passed > 0 && (ok || failed > 0);
  return [passed, sound ? failed : failed + 1, skipped];
}

const build = defer(() => outcome('build', 'npm run --silent build'));
const rest = from(Object.entries(gates)).pipe(mergeMap(([name, command]) => outcome(name, command), 2));

const total = await lastValueFrom(
  concat(of(build), of(rest)).pipe(
    mergeMap((outcomes) => outcomes, 1),
    tap(print),
    scan(
      ([a, b, c]: Counts, next): Counts => {
        const [passed, failed, skipped] = counts(next);
        return [a + passed, b + failed, c + skipped];
      },
      [0, 0, 0],
    ),
  ),
);
console.log(`${total[0]} passed, ${total[1]} failed, ${total[2]} skipped`);
process.exitCode = total[1] === 0 ? 0 : 1;
