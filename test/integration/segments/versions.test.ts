import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { publishNext } from '#bank/segments/duckdb/build.ts';
import { openEngine, quoted, rowsOf } from '#bank/segments/duckdb/connection.ts';
import { temporaryDirectory } from '#bank/segments/duckdb/files.ts';
import { openSnapshotReader } from '#bank/segments/duckdb/snapshot.ts';
import { importRows } from '../../support/payment-rows.ts';
import { openTemporarySegments, type TemporarySegments } from '../../support/temporary-segments.ts';

const LIMIT = '64MB';
const LIMIT_BYTES = 64e6;

let market: TemporarySegments;
let directory: string;
beforeEach(async () => {
  market = await openTemporarySegments({ name: 'versions', currency: 'EUR', categories: [{ id: 'garden' }], regions: [] });
  directory = market.bank.segmentsDirectory;
  await importRows(market, ['anna,2025-01-05,shop,garden,10', 'anna,2025-03-01,shop,garden,10', 'bram,2025-04-01,shop,garden,10']);
});
afterEach(() => market.remove());

/** The files of payments and spend that are there, each with what tells whether it was written again. */
async function filesOnDisk(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(directory)).filter((name) => /^(payments|spend)-/.test(name));
  const facts = await Promise.all(
    names.map(async (name) => {
      const { ino, mtimeNs } = await stat(path.join(directory, name), { bigint: true });
      return `${ino} ${mtimeNs} ${(await readFile(path.join(directory, name))).toString('base64')}`;
    }),
  );
  return new Map(names.map((name, index) => [name, facts[index] ?? '']));
}

const windowOf = (name: string) => name.split('-').slice(0, 2).join('-');

test('payments of a month touch the files of that month and the sums of its season; every other file stays as it is', async () => {
  const before = await filesOnDisk();
  const windows = [
    'payments-202501',
    'payments-202503',
    'payments-202504',
    'spend-202501',
    'spend-202503',
    'spend-202504',
    'spend-202416',
    'spend-202513',
  ];
  expect([...before.keys()].map(windowOf).sort()).toEqual(windows.sort());
  await importRows(market, ['cato,2025-04-09,shop,garden,10']);
  const after = await filesOnDisk();
  const written = [...after].filter(([name, facts]) => before.get(name) !== facts).map(([name]) => windowOf(name));
  expect(written.sort()).toEqual(['payments-202504', 'spend-202504', 'spend-202513']);
  expect([...after.keys()].map(windowOf).sort()).toEqual(windows);
});

test('work that began before a load ends on what it began with, beside questions that see the load; then the files of before are let go', async () => {
  const reader = openSnapshotReader(directory);
  const payments = async (connection: DuckDBConnection) => (await rowsOf(connection, 'SELECT count(*) FROM payments'))[0]?.[0];
  const asked = () => reader.read(({ connection }) => payments(connection));
  const attached = () =>
    reader.read(
      async ({ connection }) =>
        (await rowsOf(connection, `SELECT database_name FROM duckdb_databases() WHERE database_name LIKE 'payments_%'`)).length,
    );
  try {
    await reader.read(async ({ connection }) => {
      expect(await payments(connection)).toBe(3);
      await importRows(market, ['cato,2025-04-09,shop,garden,10', 'cato,2025-05-09,shop,garden,10']);
      expect(await asked()).toBe(5);
      expect(await payments(connection)).toBe(3);
      expect(await attached()).toBe(5);
    });
    expect(await asked()).toBe(5);
    expect(await attached()).toBe(4);
  } finally {
    reader.close();
  }
});

describe.each([
  { name: 'that builds', use: (work: (connection: DuckDBConnection) => Promise<void>) => building(work) },
  { name: 'that answers', use: (work: (connection: DuckDBConnection) => Promise<void>) => answering(work) },
])('the engine $name', ({ use }) => {
  test('reaches no file outside the folder, no network and no extension, has the memory that it was given, and nobody can change that', async () => {
    const asked = { statements: 0 };
    await use(async (connection) => {
      const [limit] = await rowsOf(connection, "SELECT current_setting('memory_limit'), current_setting('temp_directory')");
      expect(limit).toEqual(['61.0 MiB', temporaryDirectory(directory)]);
      for (const statement of [
        "SELECT * FROM read_text('/etc/passwd')",
        `COPY (SELECT 1) TO ${quoted(path.join(market.folder, 'out.csv'))}`,
        `ATTACH ${quoted(path.join(market.folder, 'other.duckdb'))}`,
        "SELECT * FROM read_csv('https://bank.example/payments.csv')",
        'INSTALL httpfs',
      ]) {
        await expect(connection.run(statement), statement).rejects.toThrow(/disabled|not exist|Permission/i);
        asked.statements += 1;
      }
      for (const statement of ['SET enable_external_access = true', "SET memory_limit = '9GB'", 'SET lock_configuration = false'])
        await expect(connection.run(statement), statement).rejects.toThrow(/locked|cannot/i);
    });
    expect(asked.statements).toBe(5);
    expect((await readdir(market.folder)).filter((name) => /^(out|other)/.test(name))).toEqual([]);
  });
});

test('what does not fit the memory limit goes to disk and comes out whole, and what cannot go there is refused', async () => {
  const engine = await openEngine({ directory, temporaryDirectory: temporaryDirectory(directory), memoryLimit: LIMIT });
  const { connection } = engine;
  try {
    // Numbers that no compression makes small: 128 MB of them.
    await connection.run('CREATE TEMP TABLE wide AS SELECT hash(i) AS a, hash(i + 1) AS b FROM range(8000000) t(i)');
    const [use] = await rowsOf(
      connection,
      'SELECT (SELECT sum(memory_usage_bytes) FROM duckdb_memory()), (SELECT sum(size) FROM duckdb_temporary_files())',
    );
    expect(Number(use?.[0])).toBeLessThanOrEqual(LIMIT_BYTES);
    expect(Number(use?.[1])).toBeGreaterThan(LIMIT_BYTES / 2);
    expect(await rowsOf(connection, 'SELECT count(*), count(DISTINCT a) FROM wide')).toEqual([[8_000_000, 8_000_000]]);
    await expect(connection.run('SELECT list(a) FROM wide')).rejects.toThrow(/Out of Memory/);
  } finally {
    engine.close();
  }
});

async function building(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
  await publishNext(
    directory,
    async ({ connection }) => {
      await work(connection);
      return { publish: false, result: undefined };
    },
    { memoryLimit: LIMIT },
  );
}

async function answering(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
  const reader = openSnapshotReader(directory, LIMIT);
  try {
    await reader.read(({ connection }) => work(connection));
  } finally {
    reader.close();
  }
}
