import { type DuckDBConnection, INTEGER, TIMESTAMP, UTINYINT, VARCHAR } from '@duckdb/node-api';
import { LISTS, type SegmentsBuild } from './build.ts';
import { openAppender, rowsOf } from './connection.ts';
import { monthOfCode } from '../window-code.ts';

/** A payment with customer and payment merchant by number. */
export interface NumberedPayment {
  readonly customer: number;
  readonly merchant: number;
  readonly category: number;
  /** Local date as days since 1970-01-01, and second of that day. */
  readonly day: number;
  readonly second: number;
  readonly cents: number;
  /** Number of the payment within its customer and day, under 256; with these it is the payment's identity. */
  readonly slot: number;
}

/** First halves of the identities of generated payments: those that SQL drew, and those that were listed. */
const DRAWN_ID = '5067543000001123';
const LISTED_ID = '5067543000001122';
const MS_PER_DAY = 86_400_000;
const SECONDS_PER_DAY = 86_400;
/** Payments of a customer and day have slots below this, drawn ones of a customer, category and month places below it. */
const SLOTS = 256;

export interface NumberedCustomers {
  readonly ids: readonly string[];
  readonly regions: readonly (number | null)[];
  readonly areas: readonly (string | null)[];
  readonly ageBands: readonly (string | null)[];
}

/** Fills the lists of customers and payment merchants of an empty file; numbers are places in the lists. */
export async function loadNumberedLists(
  connection: DuckDBConnection,
  customers: NumberedCustomers,
  merchantIds: readonly string[],
): Promise<void> {
  const people = await openAppender(connection, 'customers', [INTEGER, VARCHAR, UTINYINT, VARCHAR, VARCHAR, TIMESTAMP, TIMESTAMP], LISTS);
  const unknown = customers.ids.map(() => null);
  people.append(
    [customers.ids.map((_, number) => number), customers.ids, customers.regions, customers.areas, customers.ageBands, unknown, unknown],
    0,
    customers.ids.length,
  );
  people.close();
  const merchants = await openAppender(connection, 'payment_merchants', [INTEGER, VARCHAR], LISTS);
  merchants.append([merchantIds.map((_, number) => number), merchantIds], 0, merchantIds.length);
  merchants.close();
}

export interface MonthLoad {
  /** For which the payments are booked, and in which they count: 202503. */
  readonly month: number;
  readonly countedMonth: number;
}

/**
 * Draws payments into a month, each part in the order of merchant, customer and place: the same bytes whatever the number of threads. The caller sees to
 * it that nothing is drawn twice ({@link drawnDays}).
 * @param parts SQL of payments: `customer`, `category` (under 64), `place` (under 256; with these unique in the month), `region`, `merchant`, `day` (from 1),
 *   `second`, `cents`; merchants of one part come before those of the next
 * @returns the number of payments
 */
export async function insertDrawnPayments(
  build: SegmentsBuild,
  parts: readonly string[],
  { month, countedMonth }: MonthLoad,
): Promise<number> {
  const { connection } = build;
  const payments = await build.openPayments(month);
  let drawn = 0;
  // Sorted by one number with little to carry: the merchant, and customer and place in 32 bits. In one transaction, so that the file is written once.
  await connection.run('BEGIN');
  for (const part of parts) {
    const { rowsChanged } = await connection.run(`INSERT INTO ${payments}
      SELECT ${DRAWN_ID}::UBIGINT, ${monthsOf(month) * 2 ** 38}::UBIGINT + category::UBIGINT * ${2 ** 32} + customer_place, (customer_place // ${SLOTS})::INTEGER,
        (key >> 32)::INTEGER, category, ${month}, ${countedMonth}, make_timestamp((${firstDayOf(month)}::BIGINT * ${SECONDS_PER_DAY} + second_of_month) * 1000000),
        cents::BIGINT, region, false
      FROM (SELECT *, key & ${2 ** 32 - 1} AS customer_place
            FROM (SELECT merchant::UBIGINT * ${2 ** 32} + customer::UBIGINT * ${SLOTS} + place AS key, category, region, cents,
                    (day::INTEGER - 1) * ${SECONDS_PER_DAY} + second AS second_of_month
                  FROM (${part}) ORDER BY key))`);
    drawn += rowsChanged;
  }
  await connection.run('COMMIT');
  return drawn;
}

/** The days of a month, from 1, whose payments were drawn already. */
export async function drawnDays(build: SegmentsBuild, month: number): Promise<ReadonlySet<number>> {
  const rows = await rowsOf(
    build.connection,
    `SELECT DISTINCT day(paid_at) FROM payments WHERE month = ${month} AND id_high = ${DRAWN_ID}::UBIGINT`,
  );
  return new Set(rows.map(([day]) => Number(day)));
}

/** Adds listed payments to a month. Those that are stored already (same customer, day and slot) are left as they are. */
export async function insertListedPayments(
  build: SegmentsBuild,
  listed: readonly NumberedPayment[],
  { month, countedMonth }: MonthLoad,
): Promise<void> {
  const { connection } = build;
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE incoming (customer INTEGER, merchant INTEGER, category INTEGER, day INTEGER, second INTEGER, cents INTEGER, slot INTEGER)',
  );
  const appender = await openAppender(connection, 'incoming', new Array(7).fill(INTEGER), 'temp');
  const columns = (['customer', 'merchant', 'category', 'day', 'second', 'cents', 'slot'] as const).map((name) =>
    Int32Array.from(listed, (payment) => payment[name]),
  );
  appender.append(columns, 0, listed.length);
  appender.close();
  const payments = await build.openPayments(month);
  await connection.run(`INSERT INTO ${payments}
    SELECT ${LISTED_ID}::UBIGINT, id_low, customer, merchant, category::UTINYINT, ${month}, ${countedMonth},
      make_timestamp((day::BIGINT * ${SECONDS_PER_DAY} + second) * 1000000), cents::BIGINT, region, false
    FROM (SELECT incoming.*, region, day::UBIGINT * 4294967296 + customer::UBIGINT * ${SLOTS} + slot::UBIGINT AS id_low
          FROM incoming JOIN customers ON customers.number = customer)
    WHERE id_low NOT IN (SELECT id_low FROM ${payments} WHERE id_high = ${LISTED_ID}::UBIGINT)
    ORDER BY merchant, id_low`);
  await connection.run('DROP TABLE temp.incoming');
}

function firstDayOf(month: number): number {
  return Math.round(Date.parse(`${monthOfCode(month)}-01T00:00:00Z`) / MS_PER_DAY);
}

/** Months since 1970. */
function monthsOf(month: number): number {
  return (Math.floor(month / 100) - 1970) * 12 + (month % 100) - 1;
}
