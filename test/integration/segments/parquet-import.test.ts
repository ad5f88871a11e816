import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEngine } from '#bank/segments/duckdb/connection.ts';
import { temporaryDirectory } from '#bank/segments/duckdb/files.ts';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import { parquetPayments } from '#bank/segments/import/parquet-payments.ts';
import { writeParquet } from '../../support/parquet-file.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../../support/temporary-segments.ts';

const MAPPING = {
  format: 'florin-mapping/1',
  customer: { column: 'customer' },
  timestamp: { column: 'paid', format: 'iso' },
  merchant: { column: 'shop' },
  category: { constant: 'a' },
  amount: { column: 'cents', unit: 'minor' },
};
const ROWS = 50_000;
const QUERY = `SELECT i % 700 AS customer, TIMESTAMPTZ '2025-06-30 21:30:00+00' + INTERVAL (i) SECOND AS paid, 'shop-' || i % 30 AS shop,
  CASE WHEN i % 1000 = 7 THEN 0 ELSE i % 5000 + 1 END AS cents FROM range(${ROWS}) t(i)`;

let market: TemporarySegments;
beforeEach(async () => {
  market = await openTemporarySegments({ name: 'parquet', currency: 'EUR', categories: [{ id: 'a' }], regions: [] });
});
afterEach(() => market.remove());

async function importQuery(query: string, changes: Record<string, unknown> = {}, name = "pay'ments.parquet") {
  const file = path.join(market.folder, name);
  await writeParquet(file, query);
  return importFile(file, changes);
}
const importFile = (file: string, changes: Record<string, unknown> = {}) =>
  importPayments(market.bank, {
    file,
    reader: parquetPayments(Mapping.parse({ ...MAPPING, ...changes })),
    publishedWindows: NOTHING_PUBLISHED,
  });

test('instants are booked on the local day of the market; zero rows are reported with their number; the same file again adds nothing', async () => {
  const report = await importQuery(QUERY);
  expect(report).toMatchObject({ rowsRead: ROWS, imported: ROWS - 50, rejected: 50, byReason: { amount_zero: 50 } });
  expect(report.rejections[0]).toEqual({ line: 8, reason: 'amount_zero', column: 'cents', value: '0' });
  // 21:30 in UTC is 23:30 in Amsterdam: the first half hour is June's.
  expect(await market.store.exactCounts({ by: ['month'] })).toMatchObject([
    { month: '2025-06', customers: 700 },
    { month: '2025-07', customers: 700 },
  ]);
  expect(await market.store.summary()).toMatchObject({ firstPayment: '2025-06-30', payments: ROWS - 50 });
  expect(await importFile(path.join(market.folder, "pay'ments.parquet"))).toMatchObject({ imported: 0, duplicates: ROWS - 50 });
});

test('typed local times are taken as they are', async () => {
  const local = QUERY.replace('TIMESTAMPTZ', 'TIMESTAMP').replace('+00', '');
  await importQuery(local);
  expect(await market.store.summary()).toMatchObject({ firstPayment: '2025-06-30', lastPayment: '2025-07-01' });
  await expect(importQuery(local, { timestamp: { column: 'paid', format: 'yyyy-MM-dd' } })).rejects.toMatchObject({
    code: 'mapping_invalid',
  });
});

test('columns that the mapping does not name stop the import before the first row', async () => {
  await expect(importQuery(QUERY.replace('AS shop', 'AS store'))).rejects.toMatchObject({
    code: 'import_failed',
    detail: { problem: expect.stringMatching(/missing: "shop".*"store"/) },
  });
});

test('what is no Parquet file, is cut in the middle or damaged is refused as a whole', async () => {
  const whole = path.join(market.folder, 'whole.parquet');
  await writeParquet(whole, QUERY);
  const text = path.join(market.folder, 'text.parquet');
  await writeFile(text, 'customer,paid\n1,2\n');
  const cut = path.join(market.folder, 'cut.parquet');
  await copyFile(whole, cut);
  await truncate(cut, 40_000);
  const damaged = path.join(market.folder, 'damaged.parquet');
  const bytes = await readFile(whole);
  await writeFile(damaged, bytes.fill(0xff, 200, 60_000));
  for (const file of [text, cut, damaged]) await expect(importFile(file), file).rejects.toMatchObject({ code: 'import_failed' });
  expect(await market.store.summary()).toMatchObject({ payments: 0 });
});

test('a name that would stand for several files is refused', async () => {
  await expect(importQuery(QUERY, {}, 'all[ab].parquet')).rejects.toMatchObject({ code: 'import_failed' });
});

test('while it imports the engine can read that one file, and no other, and nobody can change that', async () => {
  const one = path.join(market.folder, "o'ne.parquet");
  const other = path.join(market.folder, 'other.parquet');
  for (const file of [one, other]) await writeParquet(file, 'SELECT 1 AS x');
  const directory = market.bank.segmentsDirectory;
  const opened = await openEngine({ directory, temporaryDirectory: temporaryDirectory(directory), readableFile: one });
  try {
    const rows = await opened.connection.runAndReadAll(`SELECT x FROM read_parquet('${one.replace("'", "''")}')`);
    expect(rows.getRows()).toEqual([[1]]);
    for (const statement of [
      `SELECT * FROM read_parquet('${other}')`,
      `SELECT * FROM read_parquet('${market.folder}/*.parquet')`,
      "SELECT * FROM read_text('/etc/passwd')",
      `COPY (SELECT 1) TO '${market.folder}/out.csv'`,
      `ATTACH '${market.folder}/y.duckdb'`,
    ])
      await expect(opened.connection.run(statement), statement).rejects.toThrow(/disabled by configuration/);
    for (const statement of ['SET enable_external_access = true', `SET allowed_paths = ['${other}']`, "SET memory_limit = '9GB'"])
      await expect(opened.connection.run(statement), statement).rejects.toThrow(/locked|[Cc]annot/);
  } finally {
    opened.close();
  }
});
