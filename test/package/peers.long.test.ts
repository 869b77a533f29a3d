import { beforeAll, expect, test } from 'vitest';
import { run } from '../tooling/run.ts';
import { compile, pack, type Packed, study } from './packed.ts';

let packed: Packed;
beforeAll(async () => {
  packed = await pack();
  return () => packed.remove();
});

test('works with the oldest RxJS that the peer range allows', async () => {
  const project = await packed.consumer('oldest-rxjs', ['rxjs@7.8.0', '@types/node@20.19.43'], study);
  await compile(project, 'node_modules/typescript-7', 'nodenext');
  expect(await run('node study.js', { cwd: project })).toBe('complete 5');
});

test.each(['5.4.5', '5.9.3'])('compiles in a strict project with TypeScript %s', async (version) => {
  const packages = ['rxjs@7.8.2', '@types/node@20.19.43', `typescript@${version}`];
  const project = await packed.consumer(`typescript-${version}`, packages, study);
  await compile(project, `${project}/node_modules/typescript`, 'nodenext');
  await compile(project, `${project}/node_modules/typescript`, 'bundler');
});
