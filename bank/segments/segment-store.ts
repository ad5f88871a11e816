import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { countAudience, readAudiencePage } from './duckdb/audience-page.ts';
import { tableSizes } from '../privacy/release/build-release.ts';
import type { CellRequest } from '../privacy/release/ports.ts';
import { cellsOfTable } from './duckdb/cells.ts';
import { loadEligible } from './duckdb/eligible.ts';
import { readExact } from './duckdb/exact.ts';
import { readAttribution, readPayments, readSummary } from './duckdb/payments-read.ts';
import { bookedSpendSql, type SpendTable } from './duckdb/schema.ts';
import { slicesOfWindow } from './duckdb/slices.ts';
import { openSnapshotReader } from './duckdb/snapshot.ts';
import type { OptInSource, SegmentStore } from './port.ts';

export interface SegmentStoreOptions {
  /** Folder of the analytics files. */
  readonly directory: string;
  readonly profile: Profile;
  readonly optIns: OptInSource;
}

/** The payments of one bank over DuckDB files. Opens nothing until it is asked; close it when done. */
export function openSegmentStore({ directory, profile, optIns }: SegmentStoreOptions): SegmentStore {
  const snapshots = openSnapshotReader(directory);
  return {
    async cellsOfWindow(request) {
      const cells = await snapshots.read(async (connection) => {
        await loadEligible(connection, profile, optIns, request.asOf);
        const spend = await spendTable(connection, request);
        const answers = [];
        for (const table of request.tables) answers.push(await cellsOfTable(connection, profile, request.window, table, spend));
        return answers;
      });
      return (
        cells ??
        request.tables.map((table) => ({
          tableId: table.id,
          counts: new Int32Array(tableSizes(profile, table).reduce((product, size) => product * size, 1)),
        }))
      );
    },
    async slicesOfWindow(request) {
      const slices = await snapshots.read(async (connection) => {
        await loadEligible(connection, profile, optIns, request.asOf);
        return slicesOfWindow(connection, request, await spendTable(connection, request));
      });
      const cells = tableSizes(profile, request.table).reduce((product, size) => product * size, 1);
      return slices ?? request.merchants.map((merchant) => ({ merchantId: merchant.id, counts: new Int32Array(cells) }));
    },
    async pageOfAudience(request) {
      if (!Number.isInteger(request.limit) || request.limit < 1 || request.limit > 100_000)
        throw new AppError('invalid_input', { issues: [{ path: 'limit', problem: '1 to 100000 expected' }] });
      const page = await snapshots.read(async (connection) => {
        await loadEligible(connection, profile, optIns, request.asOf);
        return readAudiencePage(connection, profile, request);
      });
      return page ?? { customers: [] };
    },
    async countOfAudience(request) {
      const count = await snapshots.read(async (connection) => {
        await loadEligible(connection, profile, optIns, request.asOf);
        return countAudience(connection, profile, request);
      });
      return count ?? 0;
    },
    async paymentsAtMerchants(request) {
      if (request.customerIds.length === 0 || request.paymentMerchantIds.length === 0) return [];
      return (await snapshots.read((connection) => readPayments(connection, profile.timeZone, request))) ?? [];
    },
    async attribution(request) {
      if (request.customerIds.length === 0 || request.paymentMerchantIds.length === 0) return [];
      return (await snapshots.read((connection) => readAttribution(connection, request))) ?? [];
    },
    async exactCounts({ by, eligibleAsOf }) {
      const cells = await snapshots.read(async (connection) => {
        if (eligibleAsOf !== undefined) await loadEligible(connection, profile, optIns, eligibleAsOf);
        return readExact(connection, profile, by, eligibleAsOf !== undefined);
      });
      return cells ?? [];
    },
    async summary() {
      return (await snapshots.read(readSummary)) ?? { payments: 0, customers: 0, paymentMerchants: 0 };
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
