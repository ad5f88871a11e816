import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import { countedMonth } from '../counted-month.ts';
import type { SegmentsBuild } from '../duckdb/build.ts';
import { quoted, rowsOf } from '../duckdb/connection.ts';
import { monthOfCode, windowCode } from '../window-code.ts';
import { numberedPlaces } from './numbered-places.ts';

interface MoveInOptions {
  /** In which some row is booked. */
  readonly months: readonly number[];
  readonly publishedWindows: ReadonlySet<string>;
}

/** Moves `fresh` into the lists and the payments, and computes what depends on them. */
export async function moveIn(build: SegmentsBuild, profile: Profile, options: MoveInOptions): Promise<void> {
  const { connection } = build;
  await connection.run(
    'INSERT INTO customers (number, customer_id) SELECT number, text FROM customer_numbers WHERE is_new ORDER BY number',
  );
  // A new customer has a new row. A new merchant may only be in rows that are refused because of their payment ids.
  await connection.run(
    'INSERT INTO payment_merchants SELECT number, text FROM merchant_numbers WHERE is_new AND number IN (SELECT merchant FROM fresh) ORDER BY number',
  );
  const { areas } = numberedPlaces(profile);
  await tellCustomers(
    connection,
    'place',
    ['region', 'area'],
    'region_since',
    areas.map((area) => [regionOf(profile, area), quoted(area)]),
  );
  await tellCustomers(
    connection,
    'age',
    ['age_band'],
    'age_since',
    profile.ageBands.map(({ id }) => [quoted(id)]),
  );
  const counted = await movePayments(build, options);
  for (const view of ['fresh', 'identities']) await connection.run(`DROP VIEW temp.${view}`);
  for (const table of ['sorted', 'repeats', 'known', 'customer_numbers', 'merchant_numbers'])
    await connection.run(`DROP TABLE temp.${table}`);
  await build.computeSpend(profile, counted);
}

function regionOf(profile: Profile, area: string): string {
  const own = profile.regions.findIndex(({ id }) => id === area);
  return String(own >= 0 ? own : profile.regions.findIndex(({ parts }) => parts.includes(area)));
}

/**
 * A customer's region and age band are those of the newest payment that says them. Nearly every customer's payments say one thing, which a minimum and a
 * maximum show; only for the others are the rows themselves looked at again.
 * @param known column of the rows with a number, or nothing where the row does not say
 * @param meanings by number: the values of `columns`, as SQL
 */
async function tellCustomers(
  connection: DuckDBConnection,
  known: 'place' | 'age',
  columns: readonly string[],
  since: string,
  meanings: readonly (readonly string[])[],
): Promise<void> {
  const [said] = await rowsOf(connection, `SELECT count(${known}) FROM fresh`);
  if (Number(said?.[0]) === 0) return;
  await connection.run(`CREATE OR REPLACE TEMP TABLE told AS
    SELECT customer, max(paid_at) AS since, min(${known}) AS said, max(${known}) AS also FROM fresh WHERE ${known} IS NOT NULL GROUP BY customer`);
  await connection.run(`UPDATE told SET said = newest FROM
    (SELECT customer, arg_max(${known}, (paid_at, line)) AS newest FROM fresh
     WHERE ${known} IS NOT NULL AND customer IN (SELECT customer FROM told WHERE said <> also) GROUP BY customer) n
    WHERE told.customer = n.customer`);
  const values = meanings.map((each, number) => `(${[number, ...each].join(', ')})`);
  await connection.run(`UPDATE customers SET ${columns.map((column) => `${column} = n.${column}`).join(', ')}, ${since} = n.since
    FROM (SELECT customer, since, ${columns.join(', ')} FROM told JOIN (VALUES ${values.join(', ')}) meanings(number, ${columns.join(', ')}) ON number = said) n
    WHERE customers.number = n.customer AND (customers.${since} IS NULL OR customers.${since} < n.since)`);
  await connection.run('DROP TABLE temp.told');
}

/** Gives the months in which something new counts. */
async function movePayments(build: SegmentsBuild, { months, publishedWindows }: MoveInOptions): Promise<readonly number[]> {
  const countedMonths = new Set<number>();
  for (const month of months) {
    const first = `${monthOfCode(month)}-01`;
    const ofMonth = `FROM fresh WHERE paid_at >= DATE '${first}' AND paid_at < DATE '${first}' + INTERVAL 1 MONTH`;
    const [found] = await rowsOf(build.connection, `SELECT 1 ${ofMonth} LIMIT 1`);
    if (found === undefined) continue;
    const counted = windowCode(countedMonth(monthOfCode(month), publishedWindows));
    countedMonths.add(counted);
    const payments = await build.openPayments(month);
    await build.connection.run(`INSERT INTO ${payments}
      SELECT id_high, id_low, customer, merchant, category, ${month}, ${counted}, paid_at, cents, region, sensitive ${ofMonth}`);
  }
  return [...countedMonths];
}
