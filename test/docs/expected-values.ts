import ts from 'typescript';

/**
 * Turns `expression; // => value` into an assertion that the value is shown so. The expression may be the value of
 * a variable, and of `console.log` it is what would be printed. Lines stay where they are.
 */
export function assertExpectedValues(code: string): string {
  const source = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.Latest, true);
  const edits: { start: number; end: number; text: string }[] = [];

  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    const comment = ts
      .getTrailingCommentRanges(code, node.end)
      ?.find(({ pos }) => code.startsWith('// =>', pos));
    if (comment === undefined) return;
    const expected = JSON.stringify(code.slice(comment.pos + '// =>'.length, comment.end).trim());
    if (ts.isExpressionStatement(node)) {
      const text = `__shows(${shown(node.expression)}, ${expected});`;
      edits.push({ start: node.getStart(), end: node.end, text });
    } else if (ts.isVariableStatement(node)) {
      const name = node.declarationList.declarations[0]?.name.getText() ?? '';
      edits.push({ start: node.end, end: node.end, text: ` __shows(__inspect(${name}), ${expected});` });
    }
  };
  visit(source);

  const wanted = [...code.matchAll(/\/\/ =>.*/g)];
  if (wanted.length !== edits.length) {
    throw new Error(`of ${wanted.length} comments "// =>" only ${edits.length} stand behind a statement`);
  }
  return edits.reduceRight(
    (text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end),
    code,
  );
}

function shown(expression: ts.Expression): string {
  const printed = /^console\.log\(([^]*)\)$/.exec(expression.getText());
  return printed === null ? `__inspect(${expression.getText()})` : `__format(${printed[1]})`;
}
