import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publishedVersion } from '#bank/segments/duckdb/files.ts';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { openReader, type ReaderFiles } from '#bank/segments/import/open-reader.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { CAMT_HEAD, CAMT_TAIL, statementText } from '../support/camt-file.ts';
import { writeParquet } from '../support/parquet-file.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../support/temporary-segments.ts';

const CHILD = path.resolve(import.meta.dirname, '../fixtures/importing-child.ts');
const PROFILE: ProfileInput = { name: 'kill', currency: 'EUR', categories: [{ id: 'a', mccs: ['5261'] }], regions: [] };
const MAPPING = {
  format: 'florin-mapping/1',
  customer: { column: 'customer' },
  timestamp: { column: 'date', format: 'yyyy-MM-dd' },
  merchant: { column: 'shop' },
  category: { constant: 'a' },
  amount: { column: 'amount' },
};
const HEADER = 'customer,date,shop,amount';
const CUSTOMERS = 5_000;

interface Format {
  readonly format: 'csv' | 'parquet' | 'camt';
  /** Enough for the import to be in its middle when it is killed. */
  readonly rows: number;
  readonly write: (file: string, rows: number) => Promise<void>;
}

const FORMATS: readonly Format[] = [
  {
    format: 'csv',
    rows: 120_000,
    write: (file, rows) =>
      writeFile(
        file,
        `${[HEADER, ...Array.from({ length: rows }, (_, index) => `c${index % CUSTOMERS},2025-0${1 + (index % 9)}-11,s${index % 40},${1 + (index % 90)}.50`)].join('\n')}\n`,
      ),
  },
  {
    format: 'parquet',
    rows: 600_000,
    write: (file, rows) =>
      writeParquet(
        file,
        `SELECT 'c' || i % ${CUSTOMERS} AS customer, '2025-0' || 1 + i % 9 || '-11' AS date, 's' || i % 40 AS shop, (1 + i % 90) || '.50' AS amount FROM range(${rows}) t(i)`,
      ),
  },
  {
    format: 'camt',
    rows: 60_000,
    write: async (file, rows) => {
      const statement = (index: number) =>
        statementText(`c${index % CUSTOMERS}`, [
          { amount: '1.50', on: `2025-0${1 + (index % 9)}-11`, reference: `R${index}`, details: [{ creditor: 'Tuin' }] },
        ]);
      await writeFile(file, `${CAMT_HEAD}${Array.from({ length: rows }, (_, index) => statement(index)).join('')}${CAMT_TAIL}`);
    },
  },
];

let market: TemporarySegments;
let child: ChildProcess | undefined;
let files: ReaderFiles;

beforeEach(async () => {
  market = await openTemporarySegments(PROFILE);
  const mapping = path.join(market.folder, 'mapping.json');
  await writeFile(mapping, JSON.stringify(MAPPING));
  const merchants = path.join(market.folder, 'merchants.json');
  await writeFile(
    merchants,
    JSON.stringify({ format: 'florin-merchant-directory/1', merchants: [{ merchant: 'tuin', mcc: '5261', names: ['Tuin'] }] }),
  );
  files = { mapping, directory: merchants };
  const first = path.join(market.folder, 'first.csv');
  await writeFile(first, `${HEADER}\nold,2025-01-01,shop,5.00\n`);
  await importFile('csv', first);
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await market.remove();
});

/** The mapping is for columns, the directory for statements. */
const filesFor = (format: Format['format']): ReaderFiles =>
  format === 'camt' ? { directory: files.directory } : { mapping: files.mapping };

async function importFile(format: Format['format'], file: string) {
  const reader = await openReader(format, filesFor(format));
  return importPayments(market.bank, { file, reader, publishedWindows: NOTHING_PUBLISHED });
}

async function writeRows({ format, rows, write }: Format): Promise<string> {
  const file = path.join(market.folder, `payments.${format}`);
  await write(file, rows);
  return file;
}

function startImport(format: Format['format'], file: string): ChildProcess {
  const { mapping, directory } = filesFor(format);
  const settings = JSON.stringify({
    directory: market.folder,
    segmentsDirectory: market.bank.segmentsDirectory,
    profile: market.bank.profile,
    file,
    format,
    mapping,
    merchants: directory,
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

test.each(FORMATS)(
  'an import of $format that is killed in the middle changes nothing, and the same import again is whole, with nothing twice',
  async (each) => {
    const { format, rows } = each;
    const file = await writeRows(each);
    const before = await publishedVersion(market.bank.segmentsDirectory);
    const began = buildingBegan();
    child = startImport(format, file);
    const ended = once(child, 'exit');
    await began;
    child.kill('SIGKILL');
    expect((await ended)[1]).toBe('SIGKILL');

    expect(await publishedVersion(market.bank.segmentsDirectory)).toBe(before);
    expect(await market.store.summary()).toMatchObject({ payments: 1 });

    expect(await importFile(format, file)).toMatchObject({ rowsRead: rows, imported: rows, duplicates: 0, rejected: 0 });
    expect(await market.store.summary()).toMatchObject({ payments: rows + 1, customers: CUSTOMERS + 1 });
    expect((await readdir(market.bank.segmentsDirectory)).filter((name) => name.startsWith('building-'))).toEqual([]);
  },
  120_000,
);

test('while another process imports, a second import is refused, readers keep the published data, and the first ends well', async () => {
  const [csv] = FORMATS;
  if (csv === undefined) throw new Error('CSV expected');
  const file = await writeRows(csv);
  const began = buildingBegan();
  child = startImport('csv', file);
  const ended = once(child, 'exit');
  await began;
  await expect(importFile('csv', file)).rejects.toMatchObject({ code: 'data_directory_busy' });
  expect(await market.store.summary()).toMatchObject({ payments: 1 });
  expect((await ended)[0]).toBe(0);
  expect(await market.store.summary()).toMatchObject({ payments: csv.rows + 1 });
});
