import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundle, type Bundle } from './bundle.ts';
import { reachableFiles, readImports } from './import-directions.ts';
import { run } from './run.ts';

test('rxtune and rxtune/samplers type-check without the types of Node', async () => {
  await run('node node_modules/typescript-7/bin/tsc -p test/tooling/tsconfig.browser.json');
});

describe('in a page', () => {
  let page: Bundle;

  beforeAll(async () => {
    page = await bundle(`
      import { lastValueFrom, take } from 'rxjs';
      import { best, evaluate, float, random, space } from 'rxtune';
      const trials$ = random(space({ x: float(0, 1) }), { seed: 1 }).pipe(take(5), evaluate(({ x }) => x));
      done(lastValueFrom(trials$.pipe(best())));
    `);
  });

  test('the bundle asks for no Node module', () => {
    expect(page.nodeImports).toEqual([]);
  });

  test('a study runs with the globals of a page alone', async () => {
    const globals = { AbortController, AbortSignal, DOMException, URL, console, performance };
    const timers = { clearInterval, clearTimeout, queueMicrotask, setInterval, setTimeout };
    const best = await new Promise((done) => {
      runInContext(page.code, createContext({ ...globals, ...timers, done }));
    });
    expect(best).toMatchObject({ state: 'complete', params: { x: expect.any(Number) as unknown } });
  });
});

test('a study with random alone leaves the other algorithms out', async () => {
  const { inputs } = await bundle(`
    import { evaluate, float, random, space } from 'rxtune';
    console.log(space, float, random, evaluate);
  `);
  const own = reachableFiles(readImports(), 'src/samplers/random.ts');
  const bundled = inputs.filter((file) => file.startsWith('src/samplers/'));
  expect(bundled).toContain('src/samplers/random.ts');
  expect(bundled.filter((file) => !own.has(file))).toEqual([]);
});
