import { type DuckDBConnection, type DuckDBValue, USMALLINT, UTINYINT, VARCHAR } from '@duckdb/node-api';
import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { openAppender, rowsOf } from '../duckdb/connection.ts';
import { readCsv } from './csv.ts';
import { accountKey } from './merchant-directory.ts';
import { numberedPlaces } from './numbered-places.ts';
import type { RejectionLog } from './rejection-log.ts';
import { idProblem, placesOf } from './row-parser.ts';

/** Headers of an accounts file, exactly one of them. */
const HEADERS = ['account,customer', 'account,customer,region,age_band'];
const CSV = { delimiter: ',', quote: '"', encoding: 'utf-8', multilineFields: false } as const;
const TYPES = [VARCHAR, VARCHAR, UTINYINT, USMALLINT, UTINYINT];
const BATCH_ROWS = 16_384;
const PAGE_LINES = 50_000;

/**
 * Reads which account is which customer's into the temporary table `accounts`. Every line must be right, because a payment would otherwise be lost or
 * somebody else's.
 * @throws AppError `file_unreadable`, `mapping_invalid` with the line
 */
export async function loadAccounts(connection: DuckDBConnection, file: string, profile: Profile): Promise<void> {
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE accounts (account VARCHAR, customer VARCHAR, region UTINYINT, place USMALLINT, age UTINYINT)',
  );
  const places = placesOf(profile);
  const { numberOf } = numberedPlaces(profile);
  const ageBands = new Map(profile.ageBands.map(({ id }, number) => [id, number]));
  const appender = await openAppender(connection, 'accounts', TYPES, 'temp');
  let columns: DuckDBValue[][] = TYPES.map(() => []);
  let width = 0;
  const fail = (line: number, problem: string): never => {
    throw new AppError('mapping_invalid', { problem: `accounts, line ${line}: ${problem}` });
  };
  const flush = () => {
    appender.append(columns, 0, columns[0]?.length ?? 0);
    columns = TYPES.map(() => []);
  };
  try {
    for await (const records of readCsv(file, CSV, () => undefined))
      for (const { line, fields, problem } of records) {
        if (problem !== undefined) fail(line, problem);
        if (width === 0) {
          if (!HEADERS.includes(fields.join(','))) fail(line, `the header is none of ${HEADERS.join(' and ')}`);
          width = fields.length;
          continue;
        }
        const [account = '', customer = '', region = '', ageBand = ''] = fields.map((each) => each.trim());
        if (fields.length !== width) fail(line, `${fields.length} fields, ${width} expected`);
        if (account === '' || idProblem(customer) !== undefined) fail(line, 'an account and a customer expected');
        const place = places.get(region);
        if (region !== '' && place === undefined) fail(line, 'the profile has no such region or part');
        if (ageBand !== '' && !ageBands.has(ageBand)) fail(line, 'the profile has no such age band');
        const row = [accountKey(account), customer, place?.region ?? null, numberOf(place?.area ?? null), ageBands.get(ageBand) ?? null];
        row.forEach((value, index) => columns[index]?.push(value));
        if (columns[0]?.length === BATCH_ROWS) flush();
      }
    flush();
  } finally {
    appender.close();
  }
  const [twice] = await rowsOf(connection, 'SELECT 1 FROM accounts GROUP BY account HAVING count(*) > 1 LIMIT 1');
  if (twice !== undefined) throw new AppError('mapping_invalid', { problem: 'accounts: an account is there twice' });
}

/** Gives the staged rows, whose customer is an account so far, the customers of {@link loadAccounts}. Those of no known account are refused. */
export async function resolveAccounts(connection: DuckDBConnection, log: RejectionLog): Promise<void> {
  for (;;) {
    const unknown = await rowsOf(
      connection,
      `SELECT line FROM incoming WHERE customer NOT IN (SELECT account FROM accounts) ORDER BY line LIMIT ${PAGE_LINES}`,
    );
    for (const [line] of unknown) log.add({ line: Number(line), reason: 'account_unknown' });
    await log.drained();
    const last = unknown.at(-1)?.[0];
    if (last === undefined) break;
    await connection.run(`DELETE FROM incoming WHERE line <= ${Number(last)} AND customer NOT IN (SELECT account FROM accounts)`);
  }
  await connection.run(`UPDATE incoming SET customer = a.customer, region = a.region, place = a.place, age = a.age
    FROM accounts a WHERE incoming.customer = a.account`);
  await connection.run('DROP TABLE temp.accounts');
}
