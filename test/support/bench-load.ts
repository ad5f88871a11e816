import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { loadProfile } from '#bank/market/load-profile.ts';
import { quoted } from '#bank/segments/duckdb/connection.ts';
import type { Profile } from '#shared/market/profile.ts';
import { atLeast, atMost, type BenchRow, measured, timeMs } from './bench.ts';
import { type BenchMarket, customerId, generatedPayments, PAYMENTS_A_MONTH } from './bench-market.ts';

const LOADED_CUSTOMERS = 200_000;
const MONTH = '2025-03';
/** Delivered customers and the holdout of one campaign, PRIVACY’s worked size. */
const ASSIGNED = 68_040;
const CALLS = 7;
const CHILD = path.join(import.meta.dirname, '../fixtures/loading-child.ts');

/** Median milliseconds of the attribution of one campaign of a month at one merchant. */
export async function attributionMs({ store, customers }: BenchMarket, month: string): Promise<number> {
  const assigned = Math.min(ASSIGNED, Math.floor(customers / 2));
  const step = Math.floor(customers / assigned);
  const customerIds = Array.from({ length: assigned }, (_, index) => customerId(index * step));
  const request = { paymentMerchantIds: ['M00500', 'M00501', 'M00502'], from: `${month}-01`, to: `${month}-28`, customerIds };
  const times: number[] = [];
  for (let call = 0; call <= CALLS; call += 1) times.push((await timeMs(() => store.attribution(request))).ms);
  return times.slice(1).sort((left, right) => left - right)[CALLS >> 1] ?? Number.NaN;
}

const Loaded = z.strictObject({ ms: z.number(), cpuMs: z.number(), rssMb: z.number(), imported: z.int() });

/**
 * What `bank import` does with a month of payments, from the first byte to the publication: ids of customers and merchants as texts, codes, dates and amounts read and
 * checked, identities, spend and packed columns of the month and its season. Each format in a process of its own, whose peak of resident memory is the
 * import's. Beside it what the engine needs at the least for the same file: to copy it into a table of its own, sorted by merchant, nothing checked or computed.
 */
export async function loadRates(memoryLimit: string): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'florin-bench-load-'));
  const payments = LOADED_CUSTOMERS * PAYMENTS_A_MONTH;
  const rows: BenchRow[] = [];
  try {
    await writeFiles(folder, await loadProfile('scale'));
    for (const [kind, goal] of [
      ['parquet', 4_000_000],
      ['csv', 2_000_000],
    ] as const) {
      const file = path.join(folder, `payments.${kind}`);
      const directory = path.join(folder, kind);
      const { stdout } = await promisify(execFile)(process.execPath, [CHILD, kind, file, directory, memoryLimit]);
      const loaded = Loaded.parse(JSON.parse(stdout));
      if (loaded.imported !== payments) throw new RangeError(`${loaded.imported} payments imported, ${payments} expected`);
      const copyMs = await sortedCopyMs(file, kind, path.join(folder, `${kind}.duckdb`), memoryLimit);
      rows.push(
        atLeast(`bank import of ${kind}, ${payments} payments`, (payments / loaded.ms) * 1_000, goal, '1/s'),
        measured(`bank import of ${kind}: processor time a payment`, (loaded.cpuMs / payments) * 1_000_000, 'ns'),
        atMost(`bank import of ${kind}: most memory of its process`, loaded.rssMb, 1_000, 'MB'),
        measured(`${kind}: the engine alone copies the file into a sorted table`, (payments / copyMs) * 1_000, '1/s'),
        measured(`bank import of ${kind} against that copy`, loaded.ms / copyMs, 'times'),
      );
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A month as a bank would hand it over: ids as texts, category codes, decimal amounts. */
async function writeFiles(folder: string, profile: Profile): Promise<void> {
  const codes = profile.categories.map(({ mccs }) => quoted(mccs[0] ?? ''));
  const regions = profile.regions.map(({ id }) => quoted(id));
  await withEngine(path.join(folder, 'spill'), '2GB', async (run) => {
    await run(`CREATE TABLE payments AS SELECT printf('C%09d', customer) AS customer, paid_at AS paid, printf('M%05d', merchant) AS shop,
        ([${codes.join(', ')}])[1 + category] AS mcc, (cents / 100)::DECIMAL(12, 2) AS amount, ([${regions.join(', ')}])[1 + customer % ${regions.length}] AS region
      FROM (${generatedPayments(profile, LOADED_CUSTOMERS, MONTH)})`);
    for (const kind of ['parquet', 'csv'] as const)
      await run(`COPY payments TO ${quoted(path.join(folder, `payments.${kind}`))} (FORMAT ${kind})`);
  });
}

async function sortedCopyMs(file: string, kind: 'parquet' | 'csv', target: string, memoryLimit: string): Promise<number> {
  const source = kind === 'parquet' ? `read_parquet(${quoted(file)})` : `read_csv(${quoted(file)}, header = true)`;
  return withEngine(`${target}.spill`, memoryLimit, async (run) => {
    await run(`ATTACH ${quoted(target)} AS copy`);
    return (await timeMs(() => run(`CREATE TABLE copy.payments AS FROM ${source} ORDER BY shop, paid`))).ms;
  });
}

async function withEngine<Result>(
  spill: string,
  memoryLimit: string,
  work: (run: (sql: string) => Promise<unknown>) => Promise<Result>,
): Promise<Result> {
  const engine = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: memoryLimit, temp_directory: spill });
  const connection = await engine.connect();
  try {
    return await work((sql) => connection.run(sql));
  } finally {
    connection.closeSync();
    engine.closeSync();
  }
}
