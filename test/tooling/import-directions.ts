import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path/posix';
import ts from 'typescript';

/** What each source file imports: files of the project by their path, packages by their specifier. */
export type ImportGraph = Readonly<Record<string, readonly string[]>>;

/** Folders of src from the bottom up: a file imports from its own folder and from those of earlier rows. */
const layers: readonly (readonly string[])[] = [
  ['errors.ts', 'trial.ts'],
  ['candidate.ts', 'parse-options.ts'],
  ['math'],
  ['space'],
  ['samplers', 'pruners', 'journal'],
  ['stream'],
  ['promise', 'config'],
  ['node', 'workers', 'bullmq', 'dashboard', 'testing'],
  ['index.ts'],
];

const pure = [
  'errors.ts',
  'parse-options.ts',
  'trial.ts',
  'candidate.ts',
  'math',
  'space',
  'samplers',
  'pruners',
];

/** Reads the imports of every file under src, those of types and the dynamic ones included. */
export function readImports(): ImportGraph {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file.replaceAll('\\', '/')}`);
  return Object.fromEntries(files.map((file) => [file, importsOf(file, readFileSync(file, 'utf8'))]));
}

export function importsOf(file: string, text: string): string[] {
  const { importedFiles } = ts.preProcessFile(text);
  return importedFiles.map(({ fileName }) =>
    fileName.startsWith('.') ? join(file, '..', fileName) : fileName,
  );
}

/** The imports that point the wrong way, one line each. */
export function wrongDirections(graph: ImportGraph): string[] {
  return edges(graph).flatMap(([from, to]) => {
    const own = part(from);
    if (layer(own) < 0) return [`${from} is in no layer`];
    if (!to.startsWith('src/')) {
      return pure.includes(own) && (isRxjs(to) || isNode(to)) ? [`${from} -> ${to}`] : [];
    }
    return own === part(to) || layer(part(to)) < layer(own) ? [] : [`${from} -> ${to}`];
  });
}

/** The files of the project that `entry` reaches, itself included. */
export function reachableFiles(graph: ImportGraph, entry: string): ReadonlySet<string> {
  const files = new Set([entry]);
  // A set that grows while it is walked visits what was added too.
  for (const file of files) {
    for (const to of graph[file] ?? []) if (to.startsWith('src/')) files.add(to);
  }
  return files;
}

/** What anything that `entry` reaches imports from outside the project, and which file does. */
export function reachablePackages(graph: ImportGraph, entry: string): { specifier: string; from: string }[] {
  const files = reachableFiles(graph, entry);
  return edges(graph)
    .filter(([from, to]) => files.has(from) && !to.startsWith('src/'))
    .map(([from, specifier]) => ({ specifier, from }));
}

export const isRxjs = (specifier: string): boolean => /^rxjs(\/|$)/.test(specifier);
export const isNode = (specifier: string): boolean =>
  isBuiltin(specifier) || /^fs-extra(\/|$)/.test(specifier);

const edges = (graph: ImportGraph): [from: string, to: string][] =>
  Object.entries(graph).flatMap(([from, imports]) => imports.map((to): [string, string] => [from, to]));
const part = (file: string): string => file.split('/')[1] ?? '';
const layer = (name: string): number => layers.findIndex((names) => names.includes(name));
