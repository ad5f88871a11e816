import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publishedVersion } from '#bank/segments/duckdb/files.ts';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../support/temporary-segments.ts';

const CHILD = path.resolve(import.meta.dirname, '../fixtures/importing-child.ts');
const PROFILE: ProfileInput = { name: 'kill', currency: 'EUR', categories: [{ id: 'a' }], regions: [] };
const MAPPING = {
  format: 'florin-mapping/1',
  customer: { column: 'customer' },
  timestamp: { column: 'date', format: 'yyyy-MM-dd' },
  merchant: { column: 'shop' },
  category: { constant: 'a' },
  amount: { column: 'amount' },
};
const ROWS = 120_000;
const HEADER = 'customer,date,shop,amount';

let market: TemporarySegments;
let file: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  market = await openTemporarySegments(PROFILE);
  file = path.join(market.folder, 'payments.csv');
  const first = path.join(market.folder, 'first.csv');
  await writeFile(first, `${HEADER}\nold,2025-01-01,shop,5.00\n`);
  await importPayments(market.bank, { file: first, mapping: Mapping.parse(MAPPING), publishedWindows: NOTHING_PUBLISHED });
  const rows = Array.from(
    { length: ROWS },
    (_, index) => `c${index % 5_000},2025-0${1 + (index % 9)}-11,s${index % 40},${1 + (index % 90)}.50`,
  );
  await writeFile(file, `${[HEADER, ...rows].join('\n')}\n`);
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await market.remove();
});

function startImport(): ChildProcess {
  const settings = JSON.stringify({
    directory: market.folder,
    segmentsDirectory: market.bank.segmentsDirectory,
    profile: market.bank.profile,
    file,
    mapping: MAPPING,
  });
  return spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', CHILD, settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Resolves once the build lies beside the published file and grows. */
function buildingBegan(): Promise<void> {
  return new Promise((resolve) => {
    let changes = 0;
    const watcher = watch(market.bank.segmentsDirectory, (_, name) => {
      if (name?.startsWith('building-') === true) changes += 1;
      if (changes < 4) return;
      watcher.close();
      resolve();
    });
  });
}

test('an import that is killed in the middle changes nothing, and the same import again is whole', async () => {
  const before = await publishedVersion(market.bank.segmentsDirectory);
  const began = buildingBegan();
  child = startImport();
  const ended = once(child, 'exit');
  await began;
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');

  expect(await publishedVersion(market.bank.segmentsDirectory)).toBe(before);
  expect(await market.store.summary()).toMatchObject({ payments: 1 });

  const report = await importPayments(market.bank, { file, mapping: Mapping.parse(MAPPING), publishedWindows: NOTHING_PUBLISHED });
  expect(report).toMatchObject({ rowsRead: ROWS, imported: ROWS, duplicates: 0, rejected: 0 });
  expect(await market.store.summary()).toMatchObject({ payments: ROWS + 1, customers: 5_001 });
  expect((await readdir(market.bank.segmentsDirectory)).filter((name) => name.startsWith('building-'))).toEqual([]);
});

test('while another process imports, a second import is refused, readers keep the published data, and the first ends well', async () => {
  const began = buildingBegan();
  child = startImport();
  const ended = once(child, 'exit');
  await began;
  await expect(
    importPayments(market.bank, { file, mapping: Mapping.parse(MAPPING), publishedWindows: NOTHING_PUBLISHED }),
  ).rejects.toMatchObject({
    code: 'data_directory_busy',
  });
  expect(await market.store.summary()).toMatchObject({ payments: 1 });
  expect((await ended)[0]).toBe(0);
  expect(await market.store.summary()).toMatchObject({ payments: ROWS + 1 });
});
