import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fromPythonJson } from '../../src/node/optuna-json.ts';

/** Optuna as a Python has it. */
export interface OptunaProgram {
  readonly name: string;
  readonly python: string;
  /** Why it cannot be had; undefined where it can. */
  readonly missing: string | undefined;
}

const environment = 'node_modules/.cache/optuna/bin';

/** The newest one, in an environment that `.ci/run` makes, and the one that Debian has. */
export const programs: readonly OptunaProgram[] = [
  program('Optuna of PyPI', `${environment}/python`, '.ci/run makes it'),
  program('Optuna of Debian', '/usr/bin/python3', 'apt-get install python3-optuna'),
];

/** Optuna Dashboard on a free port of this machine. */
export class OptunaDashboard {
  static readonly missing = existsSync(`${environment}/optuna-dashboard`)
    ? undefined
    : `there is no ${environment}/optuna-dashboard; .ci/run makes it`;
  readonly #child: ChildProcess;
  readonly #address: string;

  /** Ready once it answers. */
  static async start(path: string): Promise<OptunaDashboard> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    probe.close();
    await once(probe, 'close');
    if (address === null || typeof address === 'string') throw new Error('no port');
    const dashboard = new OptunaDashboard(path, address.port);
    await dashboard.#isReady();
    return dashboard;
  }

  private constructor(path: string, port: number) {
    this.#address = `http://127.0.0.1:${port}`;
    const options = ['--host', '127.0.0.1', '--port', String(port), '--server', 'wsgiref'];
    this.#child = spawn(`${environment}/optuna-dashboard`, [path, ...options], { stdio: 'ignore' });
  }

  async get(route: string): Promise<unknown> {
    const response = await fetch(this.#address + route);
    if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || !this.#child.kill()) return;
    await once(this.#child, 'exit');
  }

  async #isReady(): Promise<void> {
    while (this.#child.exitCode === null) {
      try {
        await this.get('/api/studies');
        return;
      } catch {
        await setTimeout(50);
      }
    }
    throw new Error(`Optuna Dashboard has ended with the code ${this.#child.exitCode}`);
  }
}

function program(name: string, python: string, advice: string): OptunaProgram {
  const probe = 'import importlib.util as u, sys; sys.exit(u.find_spec("optuna") is None)';
  const { status } = spawnSync(python, ['-c', probe]);
  const missing = status === 0 ? undefined : `${python} has no Optuna; ${advice}`;
  return { name, python, missing };
}

/** What Optuna tells of a study. */
export interface ToldStudy {
  readonly name: string;
  readonly directions: readonly string[];
  readonly best: readonly number[];
  readonly trials: readonly ToldTrial[];
}

/** What Optuna tells of a trial. */
export interface ToldTrial {
  readonly number: number;
  readonly state: 'running' | 'complete' | 'pruned' | 'fail' | 'waiting';
  /** Each with the type that it has in Python. */
  readonly params: Readonly<Record<string, readonly [type: string, value: unknown]>>;
  readonly distributions: Readonly<Record<string, string>>;
  /** Whether each parameter lies in its distribution. */
  readonly contained: boolean;
  readonly values: readonly number[] | null;
  readonly reports: readonly (readonly [step: number, value: string])[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly seconds: number | null;
}

/** A running Python that does tasks with Optuna, one after another. */
export class OptunaBridge {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #errors = '';

  constructor({ python }: OptunaProgram) {
    this.#child = spawn(python, ['test/python/optuna_bridge.py'], { stdio: 'pipe' });
    const { stdout, stderr } = this.#child;
    if (stdout === null) throw new Error('no output');
    const lines: Interface = createInterface({ input: stdout });
    this.#answers = lines[Symbol.asyncIterator]();
    stderr?.on('data', (text: Buffer) => (this.#errors += text.toString()));
  }

  version(): Promise<string> {
    return this.#do('version', null) as Promise<string>;
  }

  /** All studies of a journal, by name. */
  read(path: string): Promise<ToldStudy[]> {
    return this.#do('read', path) as Promise<ToldStudy[]>;
  }

  make(path: string): Promise<ToldStudy[]> {
    return this.#do('make', path) as Promise<ToldStudy[]>;
  }

  work(path: string): Promise<unknown> {
    return this.#do('work', path);
  }

  goOn(path: string): Promise<Record<string, unknown>> {
    return this.#do('go_on', path) as Promise<Record<string, unknown>>;
  }

  async end(): Promise<void> {
    this.#child.stdin?.end();
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }

  async #do(task: string, path: string | null): Promise<unknown> {
    this.#child.stdin?.write(`${JSON.stringify({ [task]: path })}\n`);
    const answer = await this.#answers.next();
    if (answer.done === true) throw new Error(`Optuna failed: ${this.#errors}`);
    return fromPythonJson(answer.value);
  }
}
