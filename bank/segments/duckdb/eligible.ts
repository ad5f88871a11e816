import { type DuckDBConnection, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import type { OptIn, OptInMark, OptInSource } from '../port.ts';
import { openAppender, quoted, rowsOf } from './connection.ts';
import { type EligibleBits, type EligibleRow, readEligibleBits, withRows } from './eligible-bits.ts';
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

export interface Eligible {
  readonly bits: EligibleBits;
  /** The same as a table, for work in the engine. A change of consents is written into one only when it is asked for. */
  table(): Promise<EligibleTable>;
}

export interface EligibleCustomers {
  /**
   * Runs work with the customers who are eligible at an instant. Consents are asked for anew every time; what has not changed is not read again.
   */
  at<Result>(reading: Reading, asOf: string, work: (eligible: Eligible) => Promise<Result>): Promise<Result>;
}

interface Kept {
  readonly name: string;
  /** Versions that need it. */
  users: number;
}

/** Who is eligible since some change: the bits, and a table that lacks the changes of `pending`. */
interface Version {
  readonly generation: number;
  readonly bits: EligibleBits;
  base: Kept;
  pending: readonly EligibleRow[];
  settling?: Promise<void>;
  /** Work that goes on with it. */
  users: number;
}

/** More changes than this are written into a table at once. */
const MOST_PENDING = 20_000;

/**
 * SQL of the rows `(customer, customer_id, region, channel_set)` of the eligible, from the tables `customers` and `opted`: customers with a valid opt-in, of
 * an adult age band where the profile has age bands, of a known region where the profile has regions. Without regions every customer is in region 0.
 */
export function eligibleRowsSql(profile: Profile, opted = 'opted'): string {
  const region = profile.regions.length === 0 ? '0::UTINYINT' : 'region';
  return `SELECT number AS customer, customer_id, ${region} AS region, channel_set
    FROM customers JOIN ${opted} USING (customer_id) WHERE ${isAdultSql(profile)} AND ${region} IS NOT NULL`;
}

/** On `customers`: of an adult age band, where the profile has age bands. Not true, or null, of whoever is not. */
export function isAdultSql(profile: Pick<Profile, 'ageBands'>): string {
  if (profile.ageBands.length === 0) return 'true';
  const bands = profile.ageBands.filter((band) => band.adult).map((band) => quoted(band.id));
  return `age_band IN (${bands.length === 0 ? 'NULL' : bands.join(', ')})`;
}

/** The number that stands in `state` for nobody: one past the regions. */
export function notEligible(profile: Pick<Profile, 'regions'>): number {
  return Math.max(1, profile.regions.length);
}

/**
 * Keeps the opt-ins in the engine: `memory.main.opted`. A source that can say what changed is read once and then by its changes: a change of few customers
 * sets their bits in a copy. Versions never change, so that work goes on with its own.
 */
export function keepEligible(profile: Profile, optIns: OptInSource): EligibleCustomers {
  let mark: OptInMark | undefined;
  let newest: Version | undefined;
  let made = 0;
  let turn: Promise<unknown> = Promise.resolve();

  async function refresh({ connection, generation }: Reading, asOf: string): Promise<Version> {
    const update = mark === undefined ? undefined : await optIns.changes?.since(mark, asOf);
    if (update?.kind === 'changed') {
      mark = update.mark;
      if (update.customers.length > 0) await replaceOpted(connection, update.customers);
      if (newest?.generation === generation)
        return update.customers.length === 0 ? newest : replace(connection, await changed(connection, newest));
    } else {
      // The mark is taken first: what changes while the opt-ins are read is read again the next time.
      mark = undefined;
      const begun = await optIns.changes?.begin(asOf);
      await connection.run('CREATE OR REPLACE TABLE memory.main.opted (customer_id VARCHAR, channel_set INTEGER)');
      await fill(connection, 'opted', optIns.optInsAt(asOf));
      mark = begun;
    }
    const base = await makeTable(connection, rowsSql('customers', eligibleRowsSql(profile), profile));
    return replace(connection, { generation, base, bits: await readEligibleBits(connection, base.name, profile), pending: [], users: 0 });
  }

  async function replace(connection: DuckDBConnection, next: Version): Promise<Version> {
    const before = newest;
    newest = next;
    if (before !== undefined) await letGo(connection, before);
    return next;
  }

  async function makeTable(connection: DuckDBConnection, sql: string): Promise<Kept> {
    made += 1;
    const name = `memory.main.eligible_${made}`;
    await connection.run(`CREATE TABLE ${name} AS ${sql}`);
    return { name, users: 1 };
  }

  /** The version after the changes of `changed_opt_ins`. */
  async function changed(connection: DuckDBConnection, before: Version): Promise<Version> {
    const granted = eligibleRowsSql(profile, '(FROM changed_opt_ins WHERE channel_set IS NOT NULL) AS granted');
    const read = await rowsOf(connection, rowsSql('customers SEMI JOIN changed_opt_ins USING (customer_id)', granted, profile));
    const rows = read.map(([customer, state, channelSet]) => ({
      customer: Number(customer),
      state: Number(state),
      channelSet: Number(channelSet),
    }));
    const { generation, base, pending } = before;
    const bits = withRows(before.bits, rows, notEligible(profile));
    base.users += 1;
    const next: Version = { generation, bits, base, pending: [...pending, ...rows], users: 0 };
    if (next.pending.length > MOST_PENDING) await settle(connection, next);
    return next;
  }

  /** Brings the table of a version up to what the version knows. */
  async function settle(connection: DuckDBConnection, version: Version): Promise<void> {
    const { base, pending } = version;
    if (pending.length === 0) return;
    const table = await makeTable(connection, `FROM ${base.name}`);
    try {
      await connection.run(
        'CREATE OR REPLACE TEMP TABLE pending_rows (place INTEGER, customer INTEGER, state INTEGER, channel_set INTEGER)',
      );
      const appender = await openAppender(connection, 'pending_rows', [INTEGER, INTEGER, INTEGER, INTEGER], 'temp');
      const columns = [pending.map((_, place) => place), pending.map((row) => row.customer), pending.map((row) => row.state)];
      appender.append([...columns, pending.map((row) => row.channelSet)], 0, pending.length);
      appender.close();
      // Of a customer who changed more than once the last change holds.
      await connection.run(`UPDATE ${table.name} SET state = n.state, channel_set = n.channel_set
        FROM (SELECT customer, max_by(state, place) AS state, max_by(channel_set, place) AS channel_set FROM pending_rows GROUP BY customer) n
        WHERE ${table.name}.customer = n.customer`);
    } catch (error) {
      await drop(connection, table);
      throw error;
    }
    version.base = table;
    version.pending = [];
    await drop(connection, base);
  }

  /** Lets go of a version that nobody uses and that is not the newest. */
  async function letGo(connection: DuckDBConnection, version: Version): Promise<void> {
    if (version !== newest && version.users === 0) await drop(connection, version.base);
  }

  async function drop(connection: DuckDBConnection, table: Kept): Promise<void> {
    table.users -= 1;
    if (table.users === 0) await connection.run(`DROP TABLE IF EXISTS ${table.name}`);
  }

  return {
    async at(reading, asOf, work) {
      const { connection } = reading;
      const mine = turn.then(async () => {
        const version = await refresh(reading, asOf);
        version.users += 1;
        return version;
      });
      turn = mine.catch(() => {
        // What was half done is done anew.
        mark = undefined;
      });
      const version = await mine;
      try {
        return await work({
          bits: version.bits,
          async table() {
            version.settling ??= settle(connection, version).catch((error: unknown) => {
              delete version.settling;
              throw error;
            });
            await version.settling;
            return { name: version.base.name, notEligible: notEligible(profile) };
          },
        });
      } finally {
        version.users -= 1;
        await letGo(connection, version);
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
