import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { importViolation, resolveImport } from '../../../scripts/lint/import-law.ts';

const checkout = path.resolve(import.meta.dirname, '../../..');
const IMPORT = /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|import\(\s*'([^']+)'\s*\)/g;

function sourceFiles(): readonly string[] {
  return ['shared', 'electron', 'renderer', 'bank'].flatMap((folder) =>
    readdirSync(path.join(checkout, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => path.posix.join(folder, name.split(path.sep).join('/'))),
  );
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(path.join(checkout, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

test('no file of the product imports against the law', () => {
  const files = sourceFiles();
  const broken = files.flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const problem = importViolation(resolveImport(file, specifier));
      return problem === undefined ? [] : [`${file} → ${specifier}: ${problem}`];
    }),
  );
  expect(broken).toEqual([]);
  expect(files.flatMap(importsOf).length).toBeGreaterThan(20);
});

test.each([
  ['shared/units.ts', 'node:fs'],
  ['shared/units.ts', '../bank/cli/main.ts'],
  ['renderer/app/shell.tsx', '../../electron/main/index.ts'],
  ['renderer/app/shell.tsx', 'node:fs'],
  ['renderer/app/shell.tsx', 'electron'],
  ['renderer/merchant/season/season.tsx', '../../bank-desk/queue/queue.tsx'],
  ['renderer/bank-desk/queue/queue.tsx', '../../merchant/season/season.tsx'],
  ['electron/main/index.ts', '#bank/clock/clock.ts'],
  ['bank/http/routes/campaigns.ts', '#bank/storage/repositories/campaigns.ts'],
  ['bank/privacy/ledger/reserve.ts', '#bank/storage/database.ts'],
  ['bank/privacy/ledger/reserve.ts', 'node:crypto'],
  ['bank/privacy/release/publish.ts', '../../market/seeded-random.ts'],
  ['bank/delivery/select.ts', '#bank/market/seeded-random.ts'],
  ['bank/cli/main.ts', '../../test/fixtures/bank.ts'],
])('%s may not import %s', (from, specifier) => {
  expect(importViolation(resolveImport(from, specifier))).toEqual(expect.any(String));
});

test.each([
  ['shared/units.ts', 'zod'],
  ['renderer/charts/months.tsx', 'react'],
  ['bank/http/routes/campaigns.ts', '#bank/campaigns/submit.ts'],
  ['bank/privacy/ledger/reserve.ts', '#shared/fraction.ts'],
  ['bank/market/seed.ts', './seeded-random.ts'],
])('%s may import %s', (from, specifier) => {
  expect(importViolation(resolveImport(from, specifier))).toBeUndefined();
});
