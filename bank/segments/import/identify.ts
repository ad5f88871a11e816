import type { DuckDBConnection } from '@duckdb/node-api';
import { rowsOf } from '../duckdb/connection.ts';
import { ROW_IDENTITY } from '../duckdb/payment-id.ts';

/**
 * Turns the rows that count into numbers, sorted as payments are stored, and tells new ones from known ones. Afterwards the temporary tables `customer_numbers`
 * and `merchant_numbers` say which number is whose, `sorted` holds all rows, and the view `fresh` those that are to be stored, with their identities.
 *
 * A row that has a payment id is known by it within its customer, so that no customer's payments hang on another's. Any other is known by its facts: customer, time,
 * merchant, category and amount, together with its place among equal rows of the file. Facts are compared as they are stored; nothing is hashed.
 */
export async function identifyRows(
  connection: DuckDBConnection,
  hasPaymentIds: boolean,
): Promise<{ readonly months: readonly number[]; readonly reusedLines: readonly number[] }> {
  await numberTexts(connection, 'customer', 'customers');
  await numberTexts(connection, 'merchant', 'payment_merchants');
  const months = await monthsOf(connection);
  await sortRows(connection, hasPaymentIds, months.length > 1);
  await findRepeats(connection, hasPaymentIds);
  const known = await findKnown(connection, hasPaymentIds, months);
  await connection.run(
    `CREATE OR REPLACE TEMP VIEW fresh AS SELECT * FROM identities ${known === 0 ? '' : 'WHERE line NOT IN (SELECT line FROM known)'}`,
  );
  return { months, reusedLines: hasPaymentIds ? await reused(connection) : [] };
}

/** Texts of rows that were added join those of rows that were taken. Those that the store knows have their number; the others get the next ones, in the order of the texts. */
async function numberTexts(connection: DuckDBConnection, kind: 'customer' | 'merchant', list: string): Promise<void> {
  await connection.run(
    `INSERT INTO ${kind}_texts SELECT DISTINCT ${kind} FROM incoming WHERE ${kind} NOT IN (SELECT text FROM ${kind}_texts)`,
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${kind}_numbers AS
    SELECT text, coalesce(l.number, (SELECT coalesce(max(number) + 1, 0) FROM ${list}) + row_number() OVER (PARTITION BY l.number IS NULL ORDER BY text) - 1)::INTEGER AS number,
      l.number IS NULL AS is_new
    FROM ${kind}_texts t LEFT JOIN ${list} l ON l.${kind}_id = t.text`);
  await connection.run(`DROP TABLE temp.${kind}_texts`);
}

const MONTH = '(extract(year FROM paid_at) * 100 + extract(month FROM paid_at))::INTEGER';
const PAID_AT = 'make_timestamp_ms(local_ms::BIGINT)';

async function monthsOf(connection: DuckDBConnection): Promise<readonly number[]> {
  const months = async (source: string) =>
    (await rowsOf(connection, `SELECT DISTINCT ${MONTH} AS month FROM (${source}) ORDER BY month`)).map(([month]) => Number(month));
  // Nearly always one month, which the first and the last row tell.
  const ends = await months(
    `SELECT unnest([make_timestamp_ms(min(local_ms)::BIGINT), make_timestamp_ms(max(local_ms)::BIGINT)]) AS paid_at FROM accepted HAVING count(*) > 0`,
  );
  return ends.length < 2 ? ends : months(`SELECT ${PAID_AT} AS paid_at FROM accepted`);
}

async function sortRows(connection: DuckDBConnection, hasPaymentIds: boolean, severalMonths: boolean): Promise<void> {
  const id = hasPaymentIds
    ? `, CASE WHEN payment_key IS NOT NULL THEN md5_number(concat_ws(chr(31), 'id', i.customer, payment_key)) END AS id`
    : '';
  await connection.run(`CREATE OR REPLACE TEMP TABLE sorted AS
    SELECT line, c.number AS customer, m.number AS merchant, category, ${PAID_AT} AS paid_at, cents::BIGINT AS cents, region, place, age, sensitive ${id}
    FROM accepted i JOIN customer_numbers c ON c.text = i.customer JOIN merchant_numbers m ON m.text = i.merchant
    ORDER BY ${severalMonths ? `${MONTH}, ` : ''}merchant, paid_at, customer, line`);
  await connection.run('DROP VIEW temp.accepted');
  for (const table of ['incoming', 'taken']) await connection.run(`DROP TABLE temp.${table}`);
}

const FACTS = 'customer, merchant, paid_at, category, cents';
const LOW_HALF = '18446744073709551615::UHUGEINT';

/**
 * `repeats`: rows that are not the first of their kind in the file, with their number among equal ones; and `identities`, all rows with theirs. Equal rows
 * stand side by side, so that the few that have an equal one are found by looking at the row before.
 */
async function findRepeats(connection: DuckDBConnection, hasPaymentIds: boolean): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE repeated AS SELECT DISTINCT customer, merchant, paid_at FROM
    (SELECT customer, merchant, paid_at, lag(customer) OVER () AS customer_before, lag(merchant) OVER () AS merchant_before, lag(paid_at) OVER () AS paid_before FROM sorted)
    WHERE customer = customer_before AND merchant = merchant_before AND paid_at = paid_before`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE repeats AS
    SELECT line, row_number() OVER (PARTITION BY ${FACTS} ORDER BY line) AS occurrence
    FROM sorted SEMI JOIN repeated USING (customer, merchant, paid_at) ${hasPaymentIds ? 'WHERE id IS NULL' : ''} QUALIFY occurrence > 1`);
  await connection.run('DROP TABLE temp.repeated');
  const [row] = await rowsOf(connection, 'SELECT count(*) FROM repeats');
  const isFirst = Number(row?.[0]) === 0;
  const occurrence = isFirst ? '1::UBIGINT' : 'coalesce(occurrence, 1)::UBIGINT';
  const [high, low] = hasPaymentIds
    ? [
        `coalesce((id & ${LOW_HALF})::UBIGINT, ${ROW_IDENTITY}::UBIGINT)`,
        `CASE WHEN id IS NULL THEN ${occurrence} ELSE (id >> 64)::UBIGINT END`,
      ]
    : [`${ROW_IDENTITY}::UBIGINT`, occurrence];
  await connection.run(`CREATE OR REPLACE TEMP VIEW identities AS
    SELECT sorted.*, ${high} AS id_high, ${low} AS id_low FROM sorted ${isFirst ? '' : 'LEFT JOIN repeats USING (line)'}`);
}

/** `known`: lines that are stored already, or repeat a payment id of the file. Gives their number. */
async function findKnown(connection: DuckDBConnection, hasPaymentIds: boolean, months: readonly number[]): Promise<number> {
  await connection.run('CREATE OR REPLACE TEMP TABLE known (line INTEGER)');
  const inMonths = `month IN (${[0, ...months].join(', ')})`;
  const [stored] = await rowsOf(connection, `SELECT count(*) FROM payments WHERE ${inMonths}`);
  if (Number(stored?.[0]) > 0)
    await connection.run(`INSERT INTO known SELECT line FROM identities SEMI JOIN
      (SELECT ${FACTS}, id_high, id_low FROM payments WHERE ${inMonths} AND id_high = ${ROW_IDENTITY}) stored USING (${FACTS}, id_high, id_low)`);
  if (hasPaymentIds)
    await connection.run(`INSERT INTO known
      SELECT line FROM identities SEMI JOIN payments USING (id_high, id_low) WHERE id IS NOT NULL
      UNION SELECT line FROM (SELECT line, id FROM sorted WHERE id IN (SELECT id FROM sorted WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1))
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY line) > 1`);
  const [row] = await rowsOf(connection, 'SELECT count(*) FROM known');
  return Number(row?.[0]);
}

/** Lines whose payment id was given to another payment before, in the store or earlier in the file. */
async function reused(connection: DuckDBConnection): Promise<readonly number[]> {
  const differ = (other: string) => {
    const facts = (table: string) => FACTS.replaceAll(/\w+/g, `${table}.$&`);
    return `i.id IS NOT NULL AND (${facts('i')}) IS DISTINCT FROM (${facts(other)})`;
  };
  const rows = await rowsOf(
    connection,
    `SELECT i.line FROM identities i JOIN fresh f USING (id_high, id_low) WHERE ${differ('f')}
     UNION ALL SELECT i.line FROM identities i JOIN payments p USING (id_high, id_low) WHERE ${differ('p')}
     ORDER BY 1`,
  );
  return rows.map(([line]) => Number(line));
}
