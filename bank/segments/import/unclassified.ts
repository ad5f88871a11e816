import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { type DuckDBConnection, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import { openAppender, rowsOf } from '../duckdb/connection.ts';
import type { UnclassifiedCreditor, UnclassifiedReport } from './payment-reader.ts';

const BATCH_ROWS = 16_384;
const PAGE = 20_000;
const MAX_NAMED = 100;
/** A creditor whom fewer customers paid may be a private person. */
const MIN_CUSTOMERS_NAMED = 10;

/** Collects the payments whose creditor no directory knows, in a temporary table that spills. */
export async function openUnclassified(connection: DuckDBConnection) {
  await connection.run('CREATE OR REPLACE TEMP TABLE unclassified (account VARCHAR, name VARCHAR, payer VARCHAR)');
  const types = [VARCHAR, VARCHAR, VARCHAR];
  const appender = await openAppender(connection, 'unclassified', types, 'temp');
  let columns: DuckDBValue[][] = types.map(() => []);
  const flush = () => {
    appender.append(columns, 0, columns[0]?.length ?? 0);
    columns = types.map(() => []);
  };
  return {
    /** @param account of the creditor, or nothing; `name` likewise; `payer` is the customer's account */
    add(account: string, name: string, payer: string): void {
      [account, name, payer].forEach((value, index) => columns[index]?.push(value));
      if (columns[0]?.length === BATCH_ROWS) flush();
    },
    /** Sums up, and writes every creditor to a file of the folder. */
    async finish(folder: string, fileName: string): Promise<UnclassifiedReport> {
      flush();
      appender.close();
      await connection.run(`CREATE OR REPLACE TEMP TABLE unclassified_creditors AS
        SELECT row_number() OVER (ORDER BY payments DESC, account, name) AS place, * FROM
          (SELECT account, name, count(*) AS payments, count(DISTINCT payer) AS customers FROM unclassified GROUP BY account, name)`);
      const read = async (where: string): Promise<readonly UnclassifiedCreditor[]> =>
        (
          await rowsOf(connection, `SELECT account, name, payments, customers FROM unclassified_creditors WHERE ${where} ORDER BY place`)
        ).map(([account, name, payments, customers]) => ({
          ...(account === '' ? {} : { account: String(account) }),
          ...(name === '' ? {} : { name: String(name) }),
          payments: Number(payments),
          customers: Number(customers),
        }));
      const [totals] = await rowsOf(connection, 'SELECT coalesce(sum(payments), 0), count(*) FROM unclassified_creditors');
      const [payments = 0, creditors = 0] = (totals ?? []).map(Number);
      const named = await read(
        `place IN (SELECT place FROM unclassified_creditors WHERE customers >= ${MIN_CUSTOMERS_NAMED} AND account || name <> '' ORDER BY place LIMIT ${MAX_NAMED})`,
      );
      const file = path.join(folder, `${fileName}.unclassified.jsonl`);
      if (creditors > 0) {
        const stream = createWriteStream(file, { mode: 0o600 });
        for (let from = 0; from < creditors; from += PAGE)
          for (const each of await read(`place > ${from} AND place <= ${from + PAGE}`))
            if (!stream.write(`${JSON.stringify(each)}\n`)) await once(stream, 'drain');
        stream.end();
        await finished(stream);
      }
      for (const table of ['unclassified', 'unclassified_creditors']) await connection.run(`DROP TABLE temp.${table}`);
      return { payments, creditors, named, ...(creditors > 0 ? { file } : {}) };
    },
  };
}
