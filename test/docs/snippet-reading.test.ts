import { describe, expect, test } from 'vitest';
import { assertExpectedValues } from './expected-values.ts';
import { snippetsOf } from './snippets.ts';

describe('snippetsOf', () => {
  test('finds the ts blocks of a guide and keeps their lines', () => {
    const text = ['# A', '```sh', 'npm start', '```', '', '```ts', 'const a = 1;', '', 'a;', '```', ''].join(
      '\n',
    );
    expect(snippetsOf('docs/a.md', text)).toEqual([
      { where: 'docs/a.md:6', name: 'docs-a.md.6.ts', code: '\n\n\n\n\n\nconst a = 1;\n\na;\n', runs: true },
    ]);
  });

  test('knows a block that is not to be run', () => {
    expect(snippetsOf('README.md', '```ts no-run\na;\n```\n')[0]).toMatchObject({
      code: '\na;\n',
      runs: false,
    });
  });

  test('takes the stars off a doc comment', () => {
    const text = '/**\n * A.\n *\n * @example\n * ```ts\n * if (a) {\n *   b();\n *\n * }\n * ```\n */\n';
    expect(snippetsOf('src/a.ts', text)).toMatchObject([
      { where: 'src/a.ts:5', code: '\n\n\n\n\nif (a) {\n  b();\n\n}\n', runs: true },
    ]);
  });
});

describe('assertExpectedValues', () => {
  test.each([
    ['1 + 1; // => 2', '__shows(__inspect(1 + 1), "2"); // => 2'],
    ['const a = f(1); // => 2', 'const a = f(1); __shows(__inspect(a), "2"); // => 2'],
    ["console.log('a', b); // => a 1", `__shows(__format('a', b), "a 1"); // => a 1`],
    ['a\n  .b(); // => "x"', '__shows(__inspect(a\n  .b()), "\\"x\\""); // => "x"'],
    ['if (a) {\n  b(); // => 1\n}', 'if (a) {\n  __shows(__inspect(b()), "1"); // => 1\n}'],
    ['a(); // gives 1', 'a(); // gives 1'],
  ])('%j', (code, asserted) => {
    expect(assertExpectedValues(code)).toBe(asserted);
  });

  test('refuses an expectation with nothing to compare', () => {
    expect(() => assertExpectedValues('a();\n// => 1')).toThrow('of 1 comments "// =>" only 0 stand behind');
  });
});
