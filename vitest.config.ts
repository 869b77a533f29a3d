import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { CountsReporter } from './test/tooling/counts-reporter.ts';

const long = process.env['RXTUNE_LONG'] === '1';
const include = long ? 'test/**/*.long.test.ts' : 'test/**/*.test.ts';
const exclude = long ? [] : ['test/**/*.long.test.ts'];

// Loading the library anew for each file costs more than most files' tests; only who replaces a module needs that.
const replacing = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => `test/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.test.ts') && file.endsWith('.long.test.ts') === long)
  .filter((file) => readFileSync(file, 'utf8').includes('vi.mock('));

/** Starts first what installs packages and trains networks: it takes longest, and begun last it would keep one worker waiting. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = sorted.filter(({ moduleId }) => /\/test\/(package|examples)\//.test(moduleId));
    return [...long, ...sorted.filter((file) => !long.includes(file))];
  }
}

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    testTimeout: long ? 300_000 : 30_000,
    hookTimeout: long ? 300_000 : 60_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', new CountsReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          isolate: false,
          include: [include],
          exclude: [...exclude, ...replacing],
          typecheck: {
            enabled: !long,
            checker: './node_modules/typescript-7/bin/tsc',
            include: ['test/**/*.test-d.ts'],
            tsconfig: './tsconfig.json',
          },
        },
      },
      { extends: true, test: { name: 'alone', include: replacing } },
    ],
  },
});
