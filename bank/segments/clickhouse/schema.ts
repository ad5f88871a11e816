import type { Cluster } from './cluster.ts';

/**
 * Every table holds batches: rows that were loaded together and are counted on together. A batch is a partition, so that a server can say at once how many
 * of its rows it holds, and what is no longer needed goes at once. Which batches are valid is said by the manifest, not here; rows never change.
 *
 * `customer` is the first eight bytes of the MD5 of the customer's id, little-endian: the same number everywhere, without a list that all must share. It
 * spreads customers over shards. `region` and `band` are 255 where there is none. `paid_ms` is local time in milliseconds since 1970. `adult` and `region`
 * are judged by the profile at load. The rest is as in the DuckDB file.
 */
const TABLES = {
  customers: {
    columns: 'batch UInt64, customer UInt64, customer_id String, region UInt8, adult UInt8',
    order: 'customer_id',
  },
  opted: { columns: 'batch UInt64, customer UInt64, channel_set UInt32', order: 'customer' },
  spend: {
    columns: 'batch UInt64, customer UInt64, category UInt8, cents Int64, visits UInt32, band UInt8, kept UInt8',
    order: '(category, band, customer)',
  },
  payments: {
    columns:
      'batch UInt64, id_high UInt64, id_low UInt64, customer UInt64, merchant String, category UInt8, month UInt32, counted_month UInt32, paid_ms Int64, cents Int64, region UInt8, sensitive UInt8',
    order: '(merchant, paid_ms)',
  },
} as const;
export type Table = keyof typeof TABLES;
export const TABLE_NAMES = ['customers', 'opted', 'spend', 'payments'] as const satisfies readonly Table[];

/**
 * The statements that every server needs before the first load, each of them harmless where it ran before.
 * A table `x` holds the rows of the server's shard. `x_all` spreads what is inserted into it over the shards; in a replicated cluster it hands a row to one
 * replica of its shard and the engine copies it, else it hands the row to each of them and waits for those that are away.
 */
export function createSchemaSql({ database, name, isReplicated }: Pick<Cluster, 'database' | 'name' | 'isReplicated'>): readonly string[] {
  const statements = [`CREATE DATABASE IF NOT EXISTS ${database}`];
  for (const table of TABLE_NAMES) {
    const { columns, order } = TABLES[table];
    const engine = isReplicated ? `ReplicatedMergeTree('/clickhouse/tables/{shard}/${database}/${table}', '{replica}')` : 'MergeTree';
    statements.push(
      `CREATE TABLE IF NOT EXISTS ${database}.${table} (${columns}) ENGINE = ${engine} PARTITION BY batch ORDER BY ${order}`,
      ...(name === undefined
        ? []
        : [
            `CREATE TABLE IF NOT EXISTS ${database}.${table}_all (${columns}) ENGINE = Distributed(${name}, ${database}, ${table}, customer)`,
          ]),
    );
  }
  return statements;
}
