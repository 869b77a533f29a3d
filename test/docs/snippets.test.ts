import { fork } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../tooling/run.ts';
import { assertExpectedValues } from './expected-values.ts';
import { readSnippets } from './snippets.ts';

const snippets = readSnippets();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rxtune-snippets-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const paths = { rxtune: [resolve('src/index.ts')], 'rxtune/*': [resolve('src/*/index.ts')] };
  const compilerOptions = { moduleDetection: 'force', typeRoots: [resolve('node_modules/@types')], paths };
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: resolve('tsconfig.json'),
      compilerOptions,
      files: snippets.map(({ name }) => name),
    }),
  );
  for (const { name, code } of snippets) await writeFile(join(folder, name), code);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('there are snippets', () => {
  expect(snippets).not.toHaveLength(0);
});

describe('type-check', () => {
  let errors: string[];

  beforeAll(async () => {
    const tsc = resolve('node_modules/typescript-7/bin/tsc');
    const output = await run(`node ${tsc} -p .`, { cwd: folder }).catch(String);
    errors = output.split(/\n(?=\S)/).filter((line) => line !== '');
  });

  for (const { where, name } of snippets) {
    test(where, () => {
      expect(errors.filter((line) => line.startsWith(name)).join('\n')).toBe('');
    });
  }

  test('end to end', () => {
    const known = (line: string): boolean => snippets.some(({ name }) => line.startsWith(name));
    expect(errors.length === 0 || errors.some(known), errors.join('\n')).toBe(true);
  });
});

describe('run', () => {
  const errors = new Map<string, string | undefined>();
  const runnable = snippets.filter(({ runs }) => runs);

  beforeAll(async () => {
    const files = [];
    for (const { name, code } of runnable) {
      const file = join(folder, `run.${name}`);
      await writeFile(file, assertExpectedValues(code));
      files.push(file);
    }
    const child = fork(resolve('test/docs/run-snippets.ts'), files, {
      cwd: folder,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let stderr = '';
    child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
    child.on('message', ({ file, error }: { file: string; error?: string }) => errors.set(file, error));
    await new Promise((done) => child.on('exit', done));
    if (errors.size < files.length) errors.set(files[errors.size] ?? '', `ended the process\n${stderr}`);
  }, 120_000);

  for (const { where, name } of runnable) {
    test(where, () => {
      const file = join(folder, `run.${name}`);
      expect(errors.has(file), 'it was not reached').toBe(true);
      expect(errors.get(file)).toBeUndefined();
    });
  }
});
