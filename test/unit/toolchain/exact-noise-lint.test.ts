import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../../..');
const SAMPLER = path.join(ROOT, 'bank/privacy/noise');
const RULE = 'no-restricted-syntax';

/** The project's own configuration, this one rule of it: it needs syntax only, so no types are computed while other tests write files. */
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: { languageOptions: { parserOptions: { project: null } }, linterOptions: { reportUnusedDisableDirectives: 'off' } },
  ruleFilter: ({ ruleId }) => ruleId === RULE,
});

/** Messages of the exactness rule for this text, as if it stood in the sampler. A text that does not parse is an error, not an answer. */
async function exactnessProblems(text: string, file = path.join(SAMPLER, 'exact-sampler.ts')): Promise<readonly string[]> {
  return problemsOf(await eslint.lintText(text, { filePath: file }));
}

function problemsOf(results: readonly ESLint.LintResult[]): readonly string[] {
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message }) => {
      if (ruleId !== RULE) throw new Error(`${filePath}: ${message}`);
      return message;
    }),
  );
}

describe('floating point does not get into the sampler', () => {
  test.each([
    ['a decimal', 'export const half = 0.5;'],
    ['a whole number that is not a bigint', 'export const two = 2;'],
    ['a hexadecimal number', 'export const mask = 0xff;'],
    ['a decimal without a leading zero', 'export const half = .5;'],
    ['an exponent', 'export const tiny = 1e-9;'],
    ['a function of Math', 'export const root = (x: number) => Math.sqrt(x);'],
    ['a constant of Math', 'export const e = Math.E;'],
    ['Math taken apart', 'export const { sqrt } = Math;'],
    ['Math under another name', 'const m = Math; export const root = (x: number) => m.sqrt(x);'],
    ['Number of a bigint', 'export const plain = (x: bigint) => Number(x);'],
    ['Number under another name', 'export const convert = [1n].map(Number);'],
    ['a constant of Number', 'export const big = Number.MAX_SAFE_INTEGER;'],
    ['parseFloat', "export const read = parseFloat('1');"],
    ['parseInt', "export const read = parseInt('1');"],
    ['globalThis', 'export const root = globalThis.Math;'],
    ['unary plus', "export const read = +'1';"],
    ['an array of floats', 'export const cells = new Float64Array();'],
    ['an array of single floats', 'export const cells = Float32Array.of();'],
    ['a cast by a method', 'export const shown = (x: { toFixed(): string }) => x.toFixed();'],
    ['seeded or weak randomness', 'export const weak = (source: { random(): bigint }) => source.random();'],
    ['a length as a number in arithmetic', 'export const size = (xs: readonly bigint[]) => xs.length / xs.length;'],
    ['a type of number', 'export const same = (x: number) => x;'],
    ['NaN', 'export const none = NaN;'],
    ['Infinity', 'export const all = Infinity;'],
    ['a date', 'export const now = Date.now();'],
  ])('%s is refused', async (_what, text) => {
    expect(await exactnessProblems(text)).not.toEqual([]);
  });

  test('exact arithmetic on bigints is accepted', async () => {
    expect(await exactnessProblems('export const half = (x: bigint) => (x + 1n) / 2n;')).toEqual([]);
  });

  test('every file of the sampler obeys, and stands under the rule', async () => {
    const files = readdirSync(SAMPLER).map((file) => path.join(SAMPLER, file));
    expect(files.length).toBeGreaterThan(3);
    expect(problemsOf(await eslint.lintFiles(files))).toEqual([]);
    for (const file of files) expect(await exactnessProblems('export const half = 0.5;', file)).not.toEqual([]);
  });
});
