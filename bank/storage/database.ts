import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Database } from './database-types.ts';

export type BankDatabase = Kysely<Database>;
export type BankTransaction = Transaction<Database>;

/** How to reach a PostgreSQL server: a URL, or a unix socket directory. */
export type DatabaseAddress = { readonly url: string } | { readonly socketDirectory: string };

/** Opens a pool. Timestamps arrive as ISO text in UTC with milliseconds, dates as local-date text, bigint and numeric as text. */
export function openDatabase(address: DatabaseAddress, maxConnections = 8): BankDatabase {
  const pool = new pg.Pool({ ...connectionOptions(address), max: maxConnections, types: { getTypeParser } });
  // A connection that dies while idle is replaced by the pool; the error is not this process's end.
  pool.on('error', () => undefined);
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

export function connectionOptions(address: DatabaseAddress): pg.ClientConfig {
  return 'url' in address ? { connectionString: address.url } : { host: address.socketDirectory, user: 'florin', database: 'florin' };
}

/** A one-statement write of a JSON value: node-postgres would turn arrays into PostgreSQL arrays. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value);
}

const TIMESTAMP_TZ = 1184;
const DATE = 1082;

const getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (oid === TIMESTAMP_TZ) return (text: string) => new Date(text).toISOString();
  if (oid === DATE) return (text: string) => text;
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid);
}) as typeof pg.types.getTypeParser; // overloads of the library's signature cannot be written as one function
