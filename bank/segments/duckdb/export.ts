import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import type { ExportedUnit, SegmentExport } from '../export-port.ts';
import { rowsOf } from './connection.ts';
import { isAdultSql } from './eligible.ts';
import { outwardId } from './payment-id.ts';
import { readSummary } from './payments-read.ts';

/** What a `spend` or `payments` row without a band or region holds there. */
const NONE = 255;

/**
 * The published file for another engine ({@link SegmentExport}), over one connection and so one version of it.
 * @throws RangeError where two customers of the file would have one number
 */
export async function exportSegments(connection: DuckDBConnection, profile: Profile): Promise<SegmentExport> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE customer_keys AS
    SELECT number AS customer, customer_id, md5_number_upper(customer_id) AS key FROM customers`);
  const [clash] = await rowsOf(connection, 'SELECT count(*) - count(DISTINCT key) FROM customer_keys');
  if (clash?.[0] !== 0) throw new RangeError('two customers have one number; the cluster cannot tell them apart');
  const units = [...(await customers(connection, profile)), ...(await spend(connection)), ...(await payments(connection))];
  return {
    units,
    summary: await readSummary(connection),
    rows: (unit, batch) => lines(connection, ROWS[unit.table](profile, unit.unit, batch)),
  };
}

async function customers(connection: DuckDBConnection, profile: Profile): Promise<readonly ExportedUnit[]> {
  const [row] = await rowsOf(connection, `SELECT count(*), ${fingerprint(`customer_id, ${judged(profile)}`)} FROM customers`);
  const [rows, print] = row ?? [];
  return Number(rows) === 0 ? [] : [{ table: 'customers', unit: 'all', rows: Number(rows), fingerprint: String(print) }];
}

async function spend(connection: DuckDBConnection): Promise<readonly ExportedUnit[]> {
  const rows = await rowsOf(
    connection,
    `SELECT "window", count(*), ${fingerprint('key, category, cents, visits, band, kept')}
     FROM spend JOIN customer_keys USING (customer) GROUP BY "window" ORDER BY "window"`,
  );
  return rows.map(([window, count, print]) => ({ table: 'spend', unit: String(window), rows: Number(count), fingerprint: String(print) }));
}

async function payments(connection: DuckDBConnection): Promise<readonly ExportedUnit[]> {
  const rows = await rowsOf(
    connection,
    `SELECT month, count(*), ${fingerprint('id_high, id_low, key, merchant_id, category, counted_month, paid_at, cents, region, sensitive')},
       min(counted_month), max(counted_month)
     FROM payments JOIN customer_keys USING (customer) JOIN payment_merchants ON number = merchant GROUP BY month ORDER BY month`,
  );
  return rows.map(([month, count, print, from, until]) => ({
    table: 'payments',
    unit: String(month),
    rows: Number(count),
    fingerprint: String(print),
    countedFrom: Number(from),
    countedUntil: Number(until),
  }));
}

/** Whatever the order of the rows. */
function fingerprint(columns: string): string {
  return `concat(count(*), ':', bit_xor(hash(${columns})), ':', sum(hash(${columns}) % 1000003))`;
}

/** Region and whether adult, as the profile has them. */
function judged(profile: Profile): string {
  const region = profile.regions.length === 0 ? '0' : `coalesce(region, ${NONE})`;
  return `${region}, coalesce((${isAdultSql(profile)})::INTEGER, 0)`;
}

const OUTWARD = outwardId({ payment: 'p', customerId: 'customer_id', merchantId: 'merchant_id' });

const ROWS: Readonly<Record<ExportedUnit['table'], (profile: Profile, unit: string, batch: number) => string>> = {
  customers: (profile, _, batch) =>
    line([`${batch}`, 'key', text('customers.customer_id'), judged(profile)], 'customers JOIN customer_keys ON customer = number'),
  spend: (_, window, batch) =>
    line(
      [`${batch}`, 'key', 'category', 'cents', 'visits', `coalesce(band, ${NONE})`, 'kept::INTEGER'],
      `(SELECT * FROM spend WHERE "window" = ${Number(window)}) JOIN customer_keys USING (customer)`,
    ),
  payments: (_, month, batch) =>
    line(
      [
        `${batch}`,
        OUTWARD.high,
        OUTWARD.low,
        'key',
        text('merchant_id'),
        'category',
        'month',
        'counted_month',
        'epoch_ms(paid_at)',
        'cents',
        `coalesce(region, ${NONE})`,
        'sensitive::INTEGER',
      ],
      `(SELECT * FROM payments WHERE month = ${Number(month)}) p JOIN customer_keys USING (customer) JOIN payment_merchants ON number = merchant`,
    ),
};

function line(fields: readonly string[], source: string): string {
  return `SELECT concat_ws(chr(9), ${fields.join(', ')}) FROM ${source}`;
}

/** Escaped for a tab-separated row. */
function text(column: string): string {
  return [
    ['chr(92)', 'chr(92) || chr(92)'],
    ['chr(9)', "chr(92) || 't'"],
    ['chr(10)', "chr(92) || 'n'"],
    ['chr(13)', "chr(92) || 'r'"],
  ].reduce((inner, [from, to]) => `replace(${inner}, ${from}, ${to})`, column);
}

async function* lines(connection: DuckDBConnection, sql: string): AsyncGenerator<string> {
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield `${chunk.getColumnValues(0).join('\n')}\n`;
  }
}
