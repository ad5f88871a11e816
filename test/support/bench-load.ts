import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadProfile } from '#bank/market/load-profile.ts';
import { LISTS, publishNext } from '#bank/segments/duckdb/build.ts';
import { quoted } from '#bank/segments/duckdb/connection.ts';
import { windowCode } from '#bank/segments/duckdb/schema.ts';
import { atLeast, atMost, type BenchRow, timeMs } from './bench.ts';
import { type BenchMarket, customerId, generatedPayments, PAYMENTS_A_MONTH } from './bench-market.ts';

const LOADED_CUSTOMERS = 200_000;
const MONTH = '2025-03';
/** Delivered customers and the holdout of one campaign, PRIVACY’s worked size. */
const ASSIGNED = 68_040;
const CALLS = 7;

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

/**
 * Loads a month from Parquet and from CSV by the engine alone: read, sort by merchant, compute spend and packed columns, publish. Payments per second from the
 * first byte to the publication, and the most memory that the process held.
 */
export async function loadRates(memoryLimit: string): Promise<readonly BenchRow[]> {
  const profile = await loadProfile('scale');
  const folder = await mkdtemp(path.join(tmpdir(), 'florin-bench-load-'));
  const payments = LOADED_CUSTOMERS * PAYMENTS_A_MONTH;
  const rows: BenchRow[] = [];
  try {
    const source = await DuckDBInstance.create(':memory:', {
      threads: '2',
      memory_limit: '2GB',
      temp_directory: path.join(folder, 'spill'),
    });
    const writer = await source.connect();
    await writer.run(`CREATE TABLE payments AS ${generatedPayments(profile, LOADED_CUSTOMERS, MONTH)}`);
    for (const kind of ['parquet', 'csv'] as const)
      await writer.run(`COPY payments TO ${quoted(path.join(folder, `payments.${kind}`))} (FORMAT ${kind})`);
    writer.closeSync();
    source.closeSync();
    for (const [kind, goal] of [
      ['parquet', 4_000_000],
      ['csv', 2_000_000],
    ] as const) {
      const file = path.join(folder, `payments.${kind}`);
      const { ms } = await timeMs(() => load(folder, file, kind, memoryLimit));
      rows.push(atLeast(`load from ${kind}, ${payments} payments`, (payments / ms) * 1_000, goal, '1/s'));
    }
    rows.push(atMost('most memory of this process so far', process.resourceUsage().maxRSS / 1_000, 1_000, 'MB'));
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  async function load(directory: string, file: string, kind: 'parquet' | 'csv', limit: string): Promise<void> {
    const read = kind === 'parquet' ? `read_parquet(${quoted(file)})` : `read_csv(${quoted(file)}, header = true)`;
    await publishNext(
      directory,
      async (build) => {
        const { connection } = build;
        await connection.run(
          `INSERT INTO ${LISTS}.customers SELECT n, printf('C%09d', n), NULL, NULL, NULL, NULL, NULL FROM range(${LOADED_CUSTOMERS}) r(n)`,
        );
        const table = await build.openPayments(windowCode(MONTH));
        await connection.run(`INSERT INTO ${table} FROM ${read} ORDER BY merchant, paid_at`);
        await build.computeMonth(profile, windowCode(MONTH));
        return { publish: true, result: undefined };
      },
      { from: 'empty', memoryLimit: limit, readableFile: file },
    );
  }
}
