import { type DuckDBConnection, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import type { OptIn, OptInMark, OptInSource } from '../port.ts';
import { openAppender } from './connection.ts';
import type { Reading } from './snapshot.ts';

/**
 * Who is eligible, as a table with one row per customer in the order of their numbers, so that it is joined by position: `customer`, `state` (the region, or
 * {@link notEligible}) and `channel_set`.
 */
export interface EligibleTable {
  readonly name: string;
  /** The `state` of a customer who is not eligible. */
  readonly notEligible: number;
}

export interface EligibleCustomers {
  /**
   * Runs work with the customers who are eligible at an instant. Consents are asked for anew every time; what has not changed is not read again.
   */
  at<Result>(reading: Reading, asOf: string, work: (eligible: EligibleTable) => Promise<Result>): Promise<Result>;
}

interface Kept {
  readonly name: string;
  readonly generation: number;
  users: number;
}

/**
 * SQL of the rows `(customer, customer_id, region, channel_set)` of the eligible, from the tables `customers` and `opted`: customers with a valid opt-in, of
 * an adult age band where the profile has age bands, of a known region where the profile has regions. Without regions every customer is in region 0.
 */
export function eligibleRowsSql(profile: Profile, opted = 'opted'): string {
  const adult = profile.ageBands.length === 0 ? 'true' : `age_band IN (${adultBands(profile)})`;
  const region = profile.regions.length === 0 ? '0::UTINYINT' : 'region';
  return `SELECT number AS customer, customer_id, ${region} AS region, channel_set
    FROM customers JOIN ${opted} USING (customer_id) WHERE ${adult} AND ${region} IS NOT NULL`;
}

/** The number that stands in `state` for nobody: one past the regions. */
export function notEligible(profile: Pick<Profile, 'regions'>): number {
  return Math.max(1, profile.regions.length);
}

/**
 * Keeps the opt-ins in the engine: `memory.main.opted`. A source that can say what changed is read once and then by its changes; of a change of few
 * customers the table of the eligible is copied and those rows are set, otherwise it is made anew. Tables never change, so that work goes on with its own.
 */
export function keepEligible(profile: Profile, optIns: OptInSource): EligibleCustomers {
  let mark: OptInMark | undefined;
  let newest: Kept | undefined;
  let made = 0;
  let turn: Promise<unknown> = Promise.resolve();

  async function refresh(reading: Reading, asOf: string): Promise<Kept> {
    const { connection, generation } = reading;
    const update = mark === undefined ? undefined : await optIns.changes?.since(mark, asOf);
    if (update?.kind === 'changed') {
      mark = update.mark;
      if (newest?.generation === generation) {
        if (update.customers.length > 0) newest = await changed(connection, newest, update.customers);
        return newest;
      }
      if (update.customers.length > 0) await replaceOpted(connection, update.customers);
    } else {
      // The mark is taken first: what changes while the opt-ins are read is read again the next time.
      mark = undefined;
      const begun = await optIns.changes?.begin(asOf);
      await connection.run('CREATE OR REPLACE TABLE memory.main.opted (customer_id VARCHAR, channel_set INTEGER)');
      await fill(connection, 'opted', optIns.optInsAt(asOf));
      mark = begun;
    }
    return makeTable(connection, generation, rowsSql('customers', eligibleRowsSql(profile), profile));
  }

  /** A table of the eligible, and the one before it out of the way when nobody uses it. */
  async function makeTable(connection: DuckDBConnection, generation: number, sql: string): Promise<Kept> {
    made += 1;
    const name = `memory.main.eligible_${made}`;
    await connection.run(`CREATE TABLE ${name} AS ${sql}`);
    const before = newest;
    newest = { name, generation, users: 0 };
    if (before !== undefined) await drop(connection, before);
    return newest;
  }

  async function changed(connection: DuckDBConnection, before: Kept, customers: readonly OptInChange[]): Promise<Kept> {
    await replaceOpted(connection, customers);
    const next = await makeTable(connection, before.generation, `FROM ${before.name}`);
    const changedSql = rowsSql(
      'customers SEMI JOIN changed_opt_ins USING (customer_id)',
      eligibleRowsSql(profile, '(FROM changed_opt_ins WHERE channel_set IS NOT NULL) AS granted'),
      profile,
    );
    await connection.run(`UPDATE ${next.name} SET state = n.state, channel_set = n.channel_set
      FROM (${changedSql}) n WHERE ${next.name}.customer = n.customer`);
    return next;
  }

  async function drop(connection: DuckDBConnection, table: Kept): Promise<void> {
    if (table !== newest && table.users === 0) await connection.run(`DROP TABLE IF EXISTS ${table.name}`);
  }

  return {
    async at(reading, asOf, work) {
      const { connection } = reading;
      const mine = turn.then(async () => {
        const table = await refresh(reading, asOf);
        table.users += 1;
        return table;
      });
      turn = mine.catch(() => {
        // What was half done is done anew.
        mark = undefined;
      });
      const table = await mine;
      const none = notEligible(profile);
      try {
        return await work({ name: table.name, notEligible: none });
      } finally {
        table.users -= 1;
        await drop(connection, table);
      }
    },
  };
}

/** Makes the view `eligible (customer, region, channel_set)` of a connection: the eligible rows. */
export async function nameEligible(connection: DuckDBConnection, { name, notEligible }: EligibleTable): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP VIEW eligible AS
    SELECT customer, state AS region, channel_set FROM ${name} WHERE state <> ${notEligible}`);
}

/** Whether, and how, a customer is opted in now. */
type OptInChange = OptIn & { readonly isOpted: boolean };

/** One row for every customer of `customers`, in the order of their numbers. `eligible` may name a customer twice. */
function rowsSql(customers: string, eligible: string, profile: Profile): string {
  return `SELECT c.number AS customer, coalesce(e.region, ${notEligible(profile)})::UTINYINT AS state, coalesce(e.channel_set, 0)::USMALLINT AS channel_set
    FROM (SELECT number FROM ${customers}) c
    LEFT JOIN (SELECT customer, any_value(region) AS region, bit_or(channel_set) AS channel_set FROM (${eligible}) GROUP BY customer) e ON e.customer = c.number
    ORDER BY c.number`;
}

async function replaceOpted(connection: DuckDBConnection, customers: readonly OptInChange[]): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE changed_opt_ins (customer_id VARCHAR, channel_set INTEGER)');
  const appender = await openAppender(connection, 'changed_opt_ins', [VARCHAR, INTEGER], 'temp');
  appender.append(
    [customers.map((each) => each.customerId), customers.map((each) => (each.isOpted ? each.channelSet : null))],
    0,
    customers.length,
  );
  appender.close();
  await connection.run('DELETE FROM memory.main.opted WHERE customer_id IN (SELECT customer_id FROM changed_opt_ins)');
  await connection.run('INSERT INTO memory.main.opted FROM changed_opt_ins WHERE channel_set IS NOT NULL');
}

async function fill(connection: DuckDBConnection, table: string, pages: AsyncIterable<readonly OptIn[]>): Promise<void> {
  const appender = await openAppender(connection, table, [VARCHAR, INTEGER], 'memory');
  try {
    for await (const page of pages)
      appender.append([page.map((each) => each.customerId), page.map((each) => each.channelSet)], 0, page.length);
  } finally {
    appender.close();
  }
}

function adultBands(profile: Profile): string {
  const bands = profile.ageBands.filter((band) => band.adult).map((band) => `'${band.id.replaceAll("'", "''")}'`);
  return bands.length === 0 ? 'NULL' : bands.join(', ');
}
