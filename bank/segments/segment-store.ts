import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile, ReleaseTable } from '#shared/market/profile.ts';
import { countAudience, readAudiencePage } from './duckdb/audience-page.ts';
import type { CellRequest, TableCells } from '../privacy/release/ports.ts';
import { categoryCells, cellsOfTable, isOfCategoryCells, tableOfCategoryCells } from './duckdb/cells.ts';
import { openPlaneReader } from './duckdb/bitmaps.ts';
import { keepCustomerOrder } from './duckdb/customer-order.ts';
import { type Eligible, keepEligible, nameEligible } from './duckdb/eligible.ts';
import { keepHoldouts } from './duckdb/holdout-bits.ts';
import { readExact } from './duckdb/exact.ts';
import { readAttribution, readPayments, readSummary } from './duckdb/payments-read.ts';
import { bookedSpendSql, type SpendTable } from './duckdb/schema.ts';
import { slicesOfWindow } from './duckdb/slices.ts';
import { openSnapshotReader, type Reading } from './duckdb/snapshot.ts';
import { checkPageLimit } from './audience-members.ts';
import type { OptInSource, SegmentStore } from './port.ts';
import { cellsOfRows, slicesOfRows } from './table-cells.ts';

export interface SegmentStoreOptions {
  /** Folder of the analytics files. */
  readonly directory: string;
  readonly profile: Profile;
  readonly optIns: OptInSource;
  /** Of the engine, as DuckDB writes it: `512MB`. Beyond it the engine spills into the folder. */
  readonly memoryLimit?: string;
}

/** Bitmaps that are kept in memory, beside what the engine may use. */
const BITMAP_BYTES = 64 * 1024 * 1024;
/** Draws of campaigns that are kept, a bitmap each. */
const KEPT_HOLDOUTS = 8;

/** The payments of one bank over DuckDB files. Opens nothing until it is asked; close it when done. */
export function openSegmentStore({ directory, profile, optIns, memoryLimit }: SegmentStoreOptions): SegmentStore {
  const snapshots = openSnapshotReader(directory, memoryLimit);
  const eligibility = keepEligible(profile, optIns);
  const planes = openPlaneReader(profile, BITMAP_BYTES);
  const orderOf = keepCustomerOrder();
  const holdouts = keepHoldouts(KEPT_HOLDOUTS);
  /** Work over the eligible customers of an instant; undefined where nothing was published. */
  const readEligible = <Result>(asOf: string, work: (reading: Reading, eligible: Eligible) => Promise<Result>) =>
    snapshots.read((reading) => eligibility.at(reading, asOf, (eligible) => work(reading, eligible)));
  return {
    async cellsOfWindow(request) {
      const { tables, window } = request;
      const cells = await readEligible(request.asOf, async (reading, eligible) => {
        const spend = await spendTable(reading.connection, request);
        const eligibleTable = await eligible.table();
        await nameEligible(reading.connection, eligibleTable);
        const isByCategory = (table: ReleaseTable) => spend === 'spend' && isOfCategoryCells(table);
        const byCategory = tables.some(isByCategory) ? await categoryCells(reading, profile, window, eligibleTable) : undefined;
        const answers: TableCells[] = [];
        for (const table of tables)
          answers.push(
            byCategory !== undefined && isByCategory(table)
              ? tableOfCategoryCells(profile, table, byCategory)
              : await cellsOfTable(reading.connection, profile, window, table, spend),
          );
        return answers;
      });
      return cells ?? tables.map((table) => cellsOfRows(profile, table, []));
    },
    async slicesOfWindow(request) {
      const slices = await readEligible(request.asOf, async ({ connection }, eligible) => {
        await nameEligible(connection, await eligible.table());
        return slicesOfWindow(connection, request, await spendTable(connection, request));
      });
      return slices ?? slicesOfRows(profile, request, []);
    },
    async pageOfAudience(request) {
      checkPageLimit(request);
      const page = await readEligible(request.asOf, async (reading, eligible) =>
        readAudiencePage({ reading, profile, eligible, planes, holdouts }, request, await orderOf(reading)),
      );
      return page ?? { customers: [] };
    },
    async countOfAudience(request) {
      const ask = (reading: Reading, eligible: Eligible) => countAudience({ reading, profile, eligible, planes, holdouts }, request);
      return (await readEligible(request.asOf, ask)) ?? 0;
    },
    async paymentsAtMerchants(request) {
      if (request.customerIds.length === 0 || request.paymentMerchantIds.length === 0) return [];
      return (await snapshots.read(({ connection }) => readPayments(connection, profile.timeZone, request))) ?? [];
    },
    async attribution(request) {
      if (request.customerIds.length === 0 || request.paymentMerchantIds.length === 0) return [];
      return (await snapshots.read(({ connection }) => readAttribution(connection, request))) ?? [];
    },
    async exactCounts({ by, eligibleAsOf }) {
      const cells =
        eligibleAsOf === undefined
          ? await snapshots.read(({ connection }) => readExact(connection, profile, by, false))
          : await readEligible(eligibleAsOf, async ({ connection }, eligible) => {
              await nameEligible(connection, await eligible.table());
              return readExact(connection, profile, by, true);
            });
      return cells ?? [];
    },
    async summary() {
      return (await snapshots.read(({ connection }) => readSummary(connection))) ?? { payments: 0, customers: 0, paymentMerchants: 0 };
    },
    async close() {
      snapshots.close();
    },
  };
}

/** Which rows a request counts: a correction goes by booking. */
async function spendTable(
  connection: DuckDBConnection,
  { profile, window, basis }: Pick<CellRequest, 'profile' | 'window' | 'basis'>,
): Promise<SpendTable> {
  if (basis !== 'booked') return 'spend';
  await connection.run(bookedSpendSql(profile, window));
  return 'booked_spend';
}
