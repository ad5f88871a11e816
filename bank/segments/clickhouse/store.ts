import type { Profile } from '#shared/market/profile.ts';
import { channelSetOf, checkPageLimit, memberOf } from '../audience-members.ts';
import { exactCells } from '../exact-cells.ts';
import { EXACT_DIMENSIONS, type OptInSource, type PaymentsRequest, type SegmentStore } from '../port.ts';
import { cellsOfRows, slicesOfRows } from '../table-cells.ts';
import { ask, askAll, type Row, type Sources } from './ask.ts';
import { countSql, pageSql } from './audiences.ts';
import { cellsSql } from './cells.ts';
import type { Cluster } from './cluster.ts';
import { exactSql } from './exact.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { openOptedLists } from './opted.ts';
import { attributionOfRows, attributionSql, CUSTOMERS_PER_STATEMENT, paymentsOfRows, paymentsSql } from './payments.ts';
import { type Ground, isOpted, judgedCustomers, relationsSql } from './questions.ts';

export interface ClusterStoreOptions {
  readonly cluster: Cluster;
  /** Folder of the manifest. */
  readonly directory: string;
  readonly profile: Profile;
  readonly optIns: OptInSource;
}

/**
 * The payments of one bank over a cluster. Every question is answered by sub-queries that stay within a shard, whose answers are added or merged; an answer
 * is whole or there is none (`database_unavailable`). Opens nothing until it is asked; closes the cluster's connections when it is closed.
 */
export function openClusterStore({ cluster, directory, profile, optIns }: ClusterStoreOptions): SegmentStore {
  const lists = openOptedLists(cluster, optIns);
  let turn = 0;

  /** The answers to statements about customers who have opted in; undefined before the first load. */
  async function ofCustomers(
    asOf: string,
    statements: (ground: Ground, sources: Sources) => readonly string[],
  ): Promise<readonly (readonly Row[])[] | undefined> {
    const manifest = await readManifest(directory);
    if (manifest === undefined) return undefined;
    return lists.using(asOf, (opted) => {
      turn += 1;
      const ground = { profile, manifest, opted };
      return askAll(cluster, [...manifest.batches, opted], (sources) => statements(ground, sources), turn);
    });
  }

  async function ofPayments(statement: (manifest: Manifest, sources: Sources) => string): Promise<readonly Row[]> {
    const manifest = await readManifest(directory);
    if (manifest === undefined) return [];
    turn += 1;
    return ask(cluster, manifest.batches, (sources) => statement(manifest, sources), turn);
  }

  /** Statements name a bounded number of customers; nobody is in two of them. */
  async function inParts(
    request: PaymentsRequest,
    sql: (ground: Pick<Ground, 'manifest'>, sources: Sources, request: PaymentsRequest) => string,
  ): Promise<readonly Row[]> {
    const customers = [...new Set(request.customerIds)];
    const rows: Row[][] = [];
    if (request.paymentMerchantIds.length === 0) return [];
    for (let start = 0; start < customers.length; start += CUSTOMERS_PER_STATEMENT) {
      const part = { ...request, customerIds: customers.slice(start, start + CUSTOMERS_PER_STATEMENT) };
      rows.push([...(await ofPayments((manifest, sources) => sql({ manifest }, sources, part)))]);
    }
    return rows.flat();
  }

  return {
    async cellsOfWindow(request) {
      const answers = await ofCustomers(request.asOf, (ground, sources) =>
        request.tables.map((table) => cellsSql(ground, sources, request, table)),
      );
      return request.tables.map((table, index) => cellsOfRows(profile, table, answers?.[index] ?? []));
    },
    async slicesOfWindow(request) {
      const { merchants, window, asOf, basis } = request;
      const [rows = []] =
        (await ofCustomers(asOf, (ground, sources) => [
          `SELECT place, is_loyal, band, count() AS people
          FROM ${sources.all('customers')} ALL INNER JOIN ${relationsSql(ground, sources, window, merchants, basis)} AS r USING (customer)
          WHERE ${judgedCustomers(ground)} AND ${isOpted(ground, sources)} GROUP BY place, is_loyal, band`,
        ])) ?? [];
      return slicesOfRows(profile, request, rows);
    },
    async pageOfAudience(request) {
      checkPageLimit(request);
      const channelSet = channelSetOf(profile, request.channels);
      const [rows = []] = (await ofCustomers(request.asOf, (ground, sources) => [pageSql(ground, sources, request, channelSet)])) ?? [];
      const customers = rows
        .slice(0, request.limit)
        .map(([customerId, set, region]) => memberOf(profile, String(customerId), Number(set), Number(region)));
      const last = customers.at(-1);
      return rows.length > request.limit && last !== undefined ? { customers, next: last.customerId } : { customers };
    },
    async countOfAudience(request) {
      const [rows] = (await ofCustomers(request.asOf, (ground, sources) => [countSql(ground, sources, request)])) ?? [];
      return Number(rows?.[0]?.[0] ?? 0);
    },
    async paymentsAtMerchants(request) {
      return paymentsOfRows(await inParts(request, paymentsSql), request.customerIds, profile.timeZone);
    },
    async attribution(request) {
      return attributionOfRows(await inParts(request, attributionSql), request.customerIds);
    },
    async exactCounts({ by, eligibleAsOf }) {
      const dimensions = EXACT_DIMENSIONS.filter((dimension) => by.includes(dimension));
      if (eligibleAsOf === undefined)
        return exactCells(profile, dimensions, await ofPayments((manifest, sources) => exactSql({ profile, manifest }, sources, by)));
      const [rows = []] = (await ofCustomers(eligibleAsOf, (ground, sources) => [exactSql(ground, sources, by, ground.opted)])) ?? [];
      return exactCells(profile, dimensions, rows);
    },
    async summary() {
      const { firstPayment, lastPayment, ...counts } = (await readManifest(directory))?.summary ?? {
        payments: 0,
        customers: 0,
        paymentMerchants: 0,
      };
      return firstPayment !== undefined && lastPayment !== undefined ? { ...counts, firstPayment, lastPayment } : counts;
    },
    async close() {
      await lists.close();
      await cluster.close();
    },
  };
}
