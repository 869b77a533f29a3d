import { defineConfig } from 'vitest/config';
import { CountsReporter } from './test/tooling/counts-reporter.ts';

const long = process.env['RXTUNE_LONG'] === '1';

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: [long ? 'test/**/*.long.test.ts' : 'test/**/*.test.ts'],
    exclude: long ? [] : ['test/**/*.long.test.ts'],
    testTimeout: long ? 300_000 : 30_000,
    hookTimeout: long ? 300_000 : 60_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', new CountsReporter()],
    typecheck: {
      enabled: !long,
      checker: './node_modules/typescript-7/bin/tsc',
      include: ['test/**/*.test-d.ts'],
      tsconfig: './tsconfig.json',
    },
  },
});
