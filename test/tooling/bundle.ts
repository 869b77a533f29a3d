import { build } from 'esbuild';
import { isNode } from './import-directions.ts';

export interface Bundle {
  readonly code: string;
  /** The files of which something stayed in the bundle. */
  readonly inputs: readonly string[];
  /** Node modules that the bundle still asks for. */
  readonly nodeImports: readonly string[];
}

/** Bundles and minifies a script for browsers, all packages included. */
export async function bundle(script: string): Promise<Bundle> {
  const result = await build({
    stdin: { contents: script, resolveDir: '.', loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'browser',
    external: ['node:*'],
    logLevel: 'silent',
  });
  const output = Object.values(result.metafile.outputs)[0];
  const file = result.outputFiles[0];
  if (output === undefined || file === undefined) throw new Error('esbuild made no output');
  return {
    code: file.text,
    inputs: Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([name]) => name),
    nodeImports: output.imports.map(({ path }) => path).filter(isNode),
  };
}
