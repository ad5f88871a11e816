import { type DuckDBConnection, INTEGER, SMALLINT, TIMESTAMP, UTINYINT, VARCHAR } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import { LISTS, type SegmentsBuild } from './build.ts';
import { type ChunkAppender, openAppender } from './connection.ts';
import { monthOfCode } from './schema.ts';

/** Payments as columns of equal length, customers and merchants by number. See the synthetic market. */
export interface NumberedPayments {
  readonly length: number;
  readonly customer: Int32Array;
  readonly merchant: Int32Array;
  readonly category: Int32Array;
  readonly region: Int32Array;
  readonly day: Int32Array;
  readonly second: Int32Array;
  readonly cents: Int32Array;
  readonly slot: Int32Array;
}

/** First half of the identity of every generated payment. */
const GENERATED_ID = '5067543000001122';
const COLUMN_TYPES = [INTEGER, INTEGER, INTEGER, INTEGER, SMALLINT];
const MS_PER_DAY = 86_400_000;
const SECONDS_PER_DAY = 86_400;
/** Payments of a customer and day have slots below this. */
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
  /** Nothing of this month is stored yet. */
  readonly isFirstLoad: boolean;
}

/** Collects payments of one month and moves them in: `add` any number of batches, then `finish` once. Other months go to other loaders. */
export interface MonthLoader {
  add(payments: NumberedPayments): void;
  finish(): Promise<void>;
}

/**
 * Rows travel packed, because appending costs by the value: the payment merchant with the slot, the day with the second. Payments that are stored already
 * (same customer, day and slot) are left as they are.
 */
export async function openMonthLoader(
  build: SegmentsBuild,
  profile: Profile,
  { month, countedMonth, isFirstLoad }: MonthLoad,
): Promise<MonthLoader> {
  const { connection } = build;
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE incoming (customer INTEGER, merchant_slot INTEGER, cents INTEGER, second_of_month INTEGER, place SMALLINT)',
  );
  const appender: ChunkAppender = await openAppender(connection, 'incoming', COLUMN_TYPES, 'temp');
  const region = profile.regions.length === 0 ? 'NULL' : '(place % 256)::UTINYINT';
  const firstDay = Math.round(Date.parse(`${monthOfCode(month)}-01T00:00:00Z`) / MS_PER_DAY);
  return {
    add(payments) {
      const { length, customer, merchant, category, day, second, cents, slot } = payments;
      const merchantSlot = new Int32Array(length);
      const secondOfMonth = new Int32Array(length);
      const place = new Int16Array(length);
      for (let row = 0; row < length; row += 1) {
        merchantSlot[row] = (merchant[row] ?? 0) * SLOTS + (slot[row] ?? 0);
        secondOfMonth[row] = ((day[row] ?? 0) - firstDay) * SECONDS_PER_DAY + (second[row] ?? 0);
        place[row] = (category[row] ?? 0) * 256 + (payments.region[row] ?? 0);
      }
      appender.append([customer, merchantSlot, cents, secondOfMonth, place], 0, length);
    },
    async finish() {
      appender.close();
      const payments = await build.openPayments(month);
      const isNew = isFirstLoad ? '' : `WHERE id_low NOT IN (SELECT id_low FROM ${payments} WHERE id_high = ${GENERATED_ID}::UBIGINT)`;
      await connection.run(`INSERT INTO ${payments}
        SELECT ${GENERATED_ID}::UBIGINT, id_low, customer, merchant_slot // ${SLOTS}, (place // 256)::UTINYINT, ${month}, ${countedMonth},
          make_timestamp((${firstDay}::BIGINT * ${SECONDS_PER_DAY} + second_of_month) * 1000000), cents::BIGINT, ${region}, false
        FROM (SELECT *, (${firstDay} + second_of_month // ${SECONDS_PER_DAY})::UBIGINT * 4294967296 + customer::UBIGINT * ${SLOTS} + (merchant_slot % ${SLOTS})::UBIGINT AS id_low
              FROM incoming) ${isNew}
        ORDER BY merchant_slot // ${SLOTS}, id_low`);
      await connection.run('DROP TABLE temp.incoming');
      await build.computeMonth(profile, countedMonth);
    },
  };
}
