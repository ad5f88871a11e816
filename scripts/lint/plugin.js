// Lint rules of this repository.
import path from 'node:path';
import { importViolation, resolveImport } from './import-law.ts';

const checkout = path.resolve(import.meta.dirname, '../..');

const importLaw = {
  meta: { type: 'problem', schema: [], messages: { law: 'Import law: {{problem}}.' } },
  create(context) {
    const from = path.relative(checkout, context.filename).split(path.sep).join('/');
    const check = (node) => {
      if (typeof node?.source?.value !== 'string') return;
      const problem = importViolation(resolveImport(from, node.source.value));
      if (problem !== undefined) context.report({ node: node.source, messageId: 'law', data: { problem } });
    };
    return { ImportDeclaration: check, ImportExpression: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};

/** A type assertion carries its reason: a comment at the end of its line or on the line above. `as const` needs none. */
const explainedAssertion = {
  meta: { type: 'problem', schema: [], messages: { reason: 'Say in a comment why this assertion is true, or parse instead.' } },
  create(context) {
    const commentedLines = new Set(
      context.sourceCode.getAllComments().flatMap((comment) => [comment.loc.start.line, comment.loc.end.line]),
    );
    return {
      TSAsExpression(node) {
        const target = node.typeAnnotation;
        if (target.type === 'TSTypeReference' && target.typeName.name === 'const') return;
        const { start, end } = node.loc;
        for (let line = start.line - 1; line <= end.line; line += 1) if (commentedLines.has(line)) return;
        context.report({ node, messageId: 'reason' });
      },
    };
  },
};

const fileLength = {
  meta: { type: 'suggestion', schema: [], messages: { long: '{{lines}} lines: more than 300 is a sign of two things in one file.' } },
  create(context) {
    return {
      'Program:exit'(node) {
        const lines = context.sourceCode.lines.length;
        if (lines > 300) context.report({ node, loc: { line: 300, column: 0 }, messageId: 'long', data: { lines: String(lines) } });
      },
    };
  },
};

const plugin = { rules: { 'import-law': importLaw, 'explained-assertion': explainedAssertion, 'file-length': fileLength } };
export { plugin as florin };
