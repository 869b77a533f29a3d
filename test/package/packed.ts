import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from '../tooling/run.ts';

/** A consumer's project: a study that uses every entry point and prints what came of it. */
export const study = {
  'study.ts': `
import { lastValueFrom, take, toArray } from 'rxjs';
import { best, evaluate, float, minimize, random, space, track, type Params } from 'rxtune';
import { jsonl, readTrials } from 'rxtune/node';
import { random as sampler } from 'rxtune/samplers';
import * as testing from 'rxtune/testing';

const net = space({ lr: float(1e-4, 1, { scale: 'log' }) });
const loss = ({ lr }: Params<typeof net>): number => (lr - 0.1) ** 2;

const trials$ = random(net, { seed: 1 }).pipe(take(5), evaluate(loss), track([jsonl('trials.jsonl')]));
const winner = await lastValueFrom(trials$.pipe(best()));
const kept = await lastValueFrom(readTrials('trials.jsonl', net).pipe(toArray()));
const again = await minimize(net, loss, { trials: 5, seed: 1 });
const asked: unknown = sampler(net, { seed: 1 }).ask();
if (again.value < 0 || asked === undefined || typeof testing !== 'object') throw new Error('unusable');
console.log(winner.state, kept.length);
`,
};

/** The project's package as it would be published, packed into a folder of its own. */
export interface Packed {
  readonly folder: string;
  readonly tarball: string;
  /** Makes an empty project with the package and the given others installed; answers its folder. */
  consumer(
    name: string,
    packages: readonly string[],
    files: Readonly<Record<string, string>>,
  ): Promise<string>;
  remove(): Promise<void>;
}

export async function pack(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'rxtune-pack-'));
  // Built apart from dist, which other checks read at the same time.
  const stage = join(folder, 'stage');
  for (const file of ['package.json', 'tsconfig.json', 'README.md', 'LICENSE', 'src']) {
    await cp(file, join(stage, file), { recursive: true });
  }
  await symlink(resolve('node_modules'), join(stage, 'node_modules'));
  await run('node node_modules/typescript-7/bin/tsc -p src/tsconfig.json', { cwd: stage });
  const packed = await run(`npm pack --silent --ignore-scripts --pack-destination ${folder}`, { cwd: stage });
  const tarball = join(folder, packed.split('\n').at(-1) ?? '');

  return {
    folder,
    tarball,
    async consumer(name, packages, files) {
      const project = join(folder, name);
      await mkdir(project);
      await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
      for (const [file, text] of Object.entries(files)) await writeFile(join(project, file), text);
      await run(
        `npm install --silent --prefer-offline --no-audit --no-fund ${[tarball, ...packages].join(' ')}`,
        {
          cwd: project,
        },
      );
      return project;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Compiles a consumer's `study.ts` to `study.js`, checking the package's own declarations with it. */
export function compile(
  project: string,
  compiler: string,
  resolution: 'nodenext' | 'bundler',
): Promise<string> {
  const module = resolution === 'nodenext' ? 'nodenext' : 'esnext';
  const flags =
    '--strict --target es2022 --lib es2023,dom --types node --skipLibCheck false --skipDefaultLibCheck';
  const tsc = resolve(compiler, 'bin/tsc');
  return run(`node ${tsc} ${flags} --module ${module} --moduleResolution ${resolution} study.ts`, {
    cwd: project,
  });
}
