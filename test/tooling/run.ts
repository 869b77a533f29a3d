import { exec, type ExecOptions } from 'node:child_process';

/** Runs a command line and gives what it printed; a failure's message has all of it. */
export function run(command: string, options: ExecOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    exec(command, { maxBuffer: 2 ** 26, ...options, encoding: 'utf8' }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trimEnd();
      if (error === null) resolve(output);
      else reject(new Error(`${command} failed (${error.code ?? error.signal})\n${output}`));
    });
  });
}
