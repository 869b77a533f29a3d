import { readdirSync, readFileSync } from 'node:fs';

/** One fenced block of TypeScript in a guide or in a doc comment. */
export interface Snippet {
  /** `file:line` of the opening fence. */
  readonly where: string;
  /** The file's name where all snippets are written out. */
  readonly name: string;
  /** As many lines as the file has before it, then the code: positions in it are positions in the file. */
  readonly code: string;
  /** False for a block marked `no-run`, which is only type-checked. */
  readonly runs: boolean;
}

/** Every `ts` block of the README, of the guides under docs, and of the doc comments in src. */
export function readSnippets(): Snippet[] {
  const guides = list('docs', '.md').filter((file) => !/^docs\/(api|reference)\//.test(file));
  return ['README.md', ...guides, ...list('src', '.ts')].flatMap((file) =>
    snippetsOf(file, readFileSync(file, 'utf8')),
  );
}

export function snippetsOf(file: string, text: string): Snippet[] {
  const margin = file.endsWith('.ts') ? String.raw`[ \t]*\*[ \t]?` : String.raw`[ \t]*`;
  const fence = new RegExp(`^(${margin})\`\`\`ts\\b([^\\n]*)\\n([^]*?)^${margin}\`\`\`[ \\t]*$`, 'gm');
  return [...text.matchAll(fence)].map(({ index, 1: indent = '', 2: marks = '', 3: body = '' }) => {
    const line = text.slice(0, index).split('\n').length;
    const lines = body.split('\n').map((each) => withoutMargin(each, indent));
    return {
      where: `${file}:${line}`,
      name: `${file.replaceAll('/', '-')}.${line}.ts`,
      code: '\n'.repeat(line) + lines.join('\n'),
      runs: !marks.split(/\s+/).includes('no-run'),
    };
  });
}

/** An empty line of a comment has no space after its star. */
const withoutMargin = (line: string, margin: string): string =>
  line.startsWith(margin) ? line.slice(margin.length) : line.replace(/^\s*\*?\s*$/, '');

const list = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith(ending))
    .sort();
