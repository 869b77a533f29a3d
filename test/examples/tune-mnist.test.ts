import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../node/temp-folder.ts';

const root = join(import.meta.dirname, '../..');

/** Runs the main job, by default in an empty folder; `meanwhile` may send it signals as its output grows. */
async function tune(
  args: readonly string[],
  meanwhile: (output: string, interrupt: () => void) => void = () => undefined,
  folder = tempFolder(),
): Promise<{ code: unknown; output: string; lines: unknown[] }> {
  const script = join(root, 'docs/examples/tune-mnist.ts');
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...args], {
    cwd: folder,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      meanwhile(output, () => child.kill('SIGINT'));
    });
  }
  const [code] = (await once(child, 'close')) as unknown[];
  const runs = readdirSync(folder).includes('runs') ? readdirSync(join(folder, 'runs')) : [];
  const lines = runs
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) =>
      readFileSync(join(folder, 'runs', file), 'utf8')
        .trim()
        .split('\n'),
    );
  return {
    code,
    output,
    lines: lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown),
  };
}

describe('the main job', { timeout: 60_000 }, () => {
  test('tunes, and says what it found and what it kept', async () => {
    const { code, output, lines } = await tune(['--trials', '3', '--seed', '2', '--sampler', 'random']);
    expect(code).toBe(0);
    expect(output).toMatch(/3 trials in .*: \d complete/);
    expect(output).toMatch(/Epochs trained: \d+ of 24; giving up early saved \d+ %\./);
    expect(output).toMatch(/it reads \d+\.\d % right/);
    expect(lines.map((line) => (line as { number: number }).number).sort()).toEqual([0, 1, 2]);
  });

  test('goes on where it was when it is started again', async () => {
    const folder = tempFolder();
    const args = ['--seed', '2', '--sampler', 'random'];
    const go = async (trials: string) => await tune([...args, '--trials', trials], undefined, folder);
    expect((await go('2')).output).not.toContain('Going on');
    const { code, output, lines } = await go('3');
    expect(code).toBe(0);
    expect(output).toContain('Going on: 2 trials are in the journal already.');
    expect(output).toMatch(/3 trials in /);
    expect(lines.map((line) => (line as { number: number }).number).sort()).toEqual([0, 1, 2]);
  });

  test('ends gracefully when it is interrupted: what runs is finished and on disk', async () => {
    let interrupted = false;
    const { code, output, lines } = await tune(['--trials', '1000', '--seed', '10'], (sofar, interrupt) => {
      if (interrupted || !sofar.includes('Ctrl-C stops early')) return;
      interrupted = true;
      setTimeout(interrupt, 1500);
    });
    expect(code).toBe(0);
    expect(output).toContain('Stopping when the running trials have finished');
    expect(output).toMatch(/Best parameters|No trial is complete/);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(1000);
  });

  test.each([
    [['--trials', '0'], '--trials must be an integer of at least 1, not 0\n'],
    [['--sampler', 'best'], /^--sampler must be one of .*random.*, not best\n$/],
  ])('refuses %j', async (args, message) => {
    const { code, output } = await tune(args);
    expect(code).toBe(2);
    expect(output).toMatch(message);
  });
});
