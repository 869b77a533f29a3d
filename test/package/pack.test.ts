import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { run } from '../tooling/run.ts';
import { compile, pack, type Packed, study } from './packed.ts';

let packed: Packed;
let project: string;

// Installing and compiling take seconds, and much longer beside other work.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  packed = await pack();
  project = await packed.consumer('current', ['rxjs@7.8.2', '@types/node@20.19.43'], study);
  return () => packed.remove();
}, 120_000);

test('publint finds nothing', async () => {
  await run(`publint run ${packed.tarball} --strict`);
});

test('the types resolve wherever ES modules do', async () => {
  await run(`attw ${packed.tarball} --profile esm-only`);
});

test('holds the licence, the README, and for each built file its source', async () => {
  const installed = join(project, 'node_modules/rxtune');
  expect(await readFile(join(installed, 'LICENSE'), 'utf8')).toContain('rxtune contributors');
  expect(await readFile(join(installed, 'README.md'), 'utf8')).toContain('rxtune');
  const map = JSON.parse(await readFile(join(installed, 'dist/index.js.map'), 'utf8')) as {
    sources: string[];
  };
  for (const source of map.sources) await readFile(join(installed, 'dist', source));
});

test.each([
  ['typescript', 'nodenext'],
  ['typescript', 'bundler'],
  ['typescript-7', 'nodenext'],
  ['typescript-7', 'bundler'],
] as const)('compiles in a strict project with %s under %s', async (compiler, resolution) => {
  await compile(project, `node_modules/${compiler}`, resolution);
});

test('runs in an empty project', async () => {
  expect(await run('node study.js', { cwd: project })).toBe('complete 5');
});
