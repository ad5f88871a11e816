import { BOOLEAN, DOUBLE, type DuckDBConnection, type DuckDBValue, INTEGER, UTINYINT, VARCHAR } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import { countedMonth } from '../counted-month.ts';
import type { SegmentsBuild } from '../duckdb/build.ts';
import { type ChunkAppender, openAppender, rowsOf } from '../duckdb/connection.ts';
import { monthOfCode, windowCode } from '../duckdb/schema.ts';
import type { ParsedRow } from './row-parser.ts';

const BATCH_ROWS = 16_384;
const COLUMNS =
  'line INTEGER, customer VARCHAR, merchant VARCHAR, category UTINYINT, local_ms DOUBLE, cents DOUBLE, region UTINYINT, area VARCHAR, age_band VARCHAR, payment_key VARCHAR, sensitive BOOLEAN';
const TYPES = [INTEGER, VARCHAR, VARCHAR, UTINYINT, DOUBLE, DOUBLE, UTINYINT, VARCHAR, VARCHAR, VARCHAR, BOOLEAN];

/** Takes parsed rows, then moves those that are new into the payments. */
export interface Stage {
  add(line: number, row: ParsedRow): void;
  /** Puts everything added into the temporary table `incoming`, for readers that go on with it there. Nothing can be added afterwards. */
  settle(): void;
  /** Moves the rows in. `reusedLines`: rows whose payment id stands for another payment already. */
  finish(): Promise<{ readonly imported: number; readonly duplicates: number; readonly reusedLines: readonly number[] }>;
}

/**
 * Rows wait in a temporary table of the file being built, which spills to disk beyond its memory.
 * @param publishedWindows what is booked for one of these counts in the next window that is not among them ({@link countedMonth})
 */
export async function openStage(
  build: SegmentsBuild,
  profile: Profile,
  hasPaymentIds: boolean,
  publishedWindows: ReadonlySet<string>,
): Promise<Stage> {
  const { connection } = build;
  await connection.run(`CREATE OR REPLACE TEMP TABLE incoming (${COLUMNS})`);
  const appender: ChunkAppender = await openAppender(connection, 'incoming', TYPES, 'temp');
  let columns = emptyColumns();
  let isOpen = true;
  const flush = () => {
    const rows = columns[0]?.length ?? 0;
    appender.append(columns, 0, rows);
    columns = emptyColumns();
  };
  const settle = () => {
    if (!isOpen) return;
    flush();
    appender.close();
    isOpen = false;
  };
  return {
    add(line, row) {
      const values = [
        line,
        row.customer,
        row.merchant,
        row.category,
        row.localMs,
        row.cents,
        row.region,
        row.area,
        row.ageBand,
        row.paymentKey,
        row.isSensitive,
      ];
      values.forEach((value, index) => columns[index]?.push(value));
      if (columns[0]?.length === BATCH_ROWS) flush();
    },
    settle,
    async finish() {
      settle();
      await identify(connection, hasPaymentIds);
      const reusedLines = hasPaymentIds ? await reused(connection) : [];
      const [counts] = await rowsOf(connection, 'SELECT (SELECT count(*) FROM identified), (SELECT count(*) FROM fresh)');
      const [all = 0, imported = 0] = (counts ?? []).map(Number);
      if (imported > 0) await moveIn(build, profile, publishedWindows);
      return { imported, duplicates: all - imported - reusedLines.length, reusedLines };
    },
  };
}

function emptyColumns(): DuckDBValue[][] {
  return TYPES.map(() => []);
}

const FACTS = `'row', customer, local_ms::BIGINT, merchant, category, cents::BIGINT`;
const LOW_HALF = '18446744073709551615::UHUGEINT';

/**
 * Gives every row its identity within its customer, so that no customer's payments hang on another's: its payment id where it has one, or else time,
 * merchant, category and amount with the number of the row among equal ones in the file. `known` then holds the lines that are stored already or repeat a
 * payment id of the file, and `fresh` the others. Rows without an equal one, which are nearly all, are numbered without being sorted.
 */
async function identify(connection: DuckDBConnection, hasPaymentIds: boolean): Promise<void> {
  const first = `concat_ws(chr(31), ${FACTS}, 1)`;
  const key = hasPaymentIds
    ? `CASE WHEN payment_key IS NULL THEN ${first} ELSE concat_ws(chr(31), 'id', customer, payment_key) END`
    : first;
  await connection.run(`CREATE OR REPLACE TEMP TABLE identified AS SELECT *, md5_number(${key}) AS id FROM incoming`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE repeats AS
    SELECT line, payment_key IS NOT NULL AS has_id, row_number() OVER (PARTITION BY id ORDER BY line) AS occurrence FROM identified
    WHERE id IN (SELECT id FROM identified GROUP BY id HAVING count(*) > 1) QUALIFY occurrence > 1`);
  await connection.run(`UPDATE identified SET id = md5_number(concat_ws(chr(31), ${FACTS}, r.occurrence))
    FROM repeats r WHERE r.line = identified.line AND NOT r.has_id`);
  await connection.run(`CREATE OR REPLACE TEMP VIEW identities AS
    SELECT *, (id & ${LOW_HALF})::UBIGINT AS id_high, (id >> 64)::UBIGINT AS id_low FROM identified`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE known AS
    SELECT line FROM identities i SEMI JOIN payments p ON p.id_high = i.id_high AND p.id_low = i.id_low
    UNION SELECT line FROM repeats WHERE has_id`);
  await connection.run('CREATE OR REPLACE TEMP VIEW fresh AS SELECT * FROM identities WHERE line NOT IN (SELECT line FROM known)');
  await connection.run('DROP TABLE temp.incoming');
}

/** Lines whose payment id was given to another payment before, in the store or earlier in the file. */
async function reused(connection: DuckDBConnection): Promise<readonly number[]> {
  const facts = 'i.customer, i.merchant, i.category, i.local_ms::BIGINT, i.cents::BIGINT';
  const rows = await rowsOf(
    connection,
    `SELECT i.line FROM identities i JOIN fresh f USING (id_high, id_low)
       WHERE (${facts}) IS DISTINCT FROM (f.customer, f.merchant, f.category, f.local_ms::BIGINT, f.cents::BIGINT)
     UNION ALL
     SELECT i.line FROM identities i JOIN payments p USING (id_high, id_low) JOIN customers c ON c.number = p.customer JOIN payment_merchants m ON m.number = p.merchant
       WHERE (${facts}) IS DISTINCT FROM (c.customer_id, m.merchant_id, p.category, epoch_ms(p.paid_at), p.cents)
     ORDER BY 1`,
  );
  return rows.map(([line]) => Number(line));
}

async function moveIn(build: SegmentsBuild, profile: Profile, publishedWindows: ReadonlySet<string>): Promise<void> {
  const { connection } = build;
  await connection.run(`INSERT INTO customers (number, customer_id)
    SELECT (SELECT coalesce(max(number) + 1, 0) FROM customers) + row_number() OVER (ORDER BY customer) - 1, customer
    FROM (SELECT DISTINCT customer FROM fresh) WHERE customer NOT IN (SELECT customer_id FROM customers)`);
  await connection.run(`INSERT INTO payment_merchants
    SELECT (SELECT coalesce(max(number) + 1, 0) FROM payment_merchants) + row_number() OVER (ORDER BY merchant) - 1, merchant
    FROM (SELECT DISTINCT merchant FROM fresh) WHERE merchant NOT IN (SELECT merchant_id FROM payment_merchants)`);
  // A customer's region and age band are those of the newest payment that says them.
  for (const [facts, known, since] of [
    ['region = n.region, area = n.area', 'region', 'region_since'],
    ['age_band = n.age_band', 'age_band', 'age_since'],
  ] as const)
    await connection.run(`UPDATE customers SET ${facts}, ${since} = n.since
      FROM (SELECT customer, make_timestamp_ms(max(local_ms)::BIGINT) AS since, arg_max(region, (local_ms, line)) AS region,
              arg_max(area, (local_ms, line)) AS area, arg_max(age_band, (local_ms, line)) AS age_band
            FROM fresh WHERE ${known} IS NOT NULL GROUP BY customer) n
      WHERE customers.customer_id = n.customer AND (customers.${since} IS NULL OR customers.${since} < n.since)`);
  await build.computeSpend(profile, await movePayments(build, publishedWindows));
  for (const view of ['fresh', 'identities']) await connection.run(`DROP VIEW temp.${view}`);
  for (const table of ['identified', 'repeats', 'known', 'numbered']) await connection.run(`DROP TABLE temp.${table}`);
}

/** Moves `fresh` into the payments. Gives the months in which something new counts. */
async function movePayments(build: SegmentsBuild, publishedWindows: ReadonlySet<string>): Promise<readonly number[]> {
  const { connection } = build;
  await connection.run(`CREATE OR REPLACE TEMP TABLE numbered AS
    SELECT id_high, id_low, c.number AS customer, m.number AS merchant, category, (extract(year FROM paid_at) * 100 + extract(month FROM paid_at))::INTEGER AS month,
      paid_at, cents::BIGINT AS cents, f.region, sensitive
    FROM (SELECT *, make_timestamp_ms(local_ms::BIGINT) AS paid_at FROM fresh) f
    JOIN customers c ON c.customer_id = f.customer JOIN payment_merchants m ON m.merchant_id = f.merchant`);
  const months = (await rowsOf(connection, 'SELECT DISTINCT month FROM numbered ORDER BY month')).map(([month]) => Number(month));
  const countedMonths = new Set<number>();
  for (const month of months) {
    const counted = windowCode(countedMonth(monthOfCode(month), publishedWindows));
    countedMonths.add(counted);
    const payments = await build.openPayments(month);
    await connection.run(`INSERT INTO ${payments}
      SELECT id_high, id_low, customer, merchant, category, month, ${counted}, paid_at, cents, region, sensitive
      FROM numbered WHERE month = ${month} ORDER BY merchant, paid_at, id_high, id_low`);
  }
  return [...countedMonths];
}
