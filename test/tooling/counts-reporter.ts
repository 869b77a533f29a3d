import { relative } from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Ends a run with each skipped test's reason and the line `N passed, N failed, N skipped`. */
export class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      // A file that cannot be loaded, a hook that fails: nothing then counts as a failed test by itself.
      for (const suite of [module, ...module.children.allSuites()]) counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state !== 'pending') counts[result.state]++;
        if (result.state === 'skipped') {
          const reason = result.note ?? (test.options.mode === 'run' ? 'a hook failed' : 'no reason given');
          console.log(`skipped: ${relative('.', module.moduleId)} > ${test.fullName}: ${reason}`);
        }
      }
    }
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
