import { type DuckDBConnection, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import type { Window } from '#shared/market/window.ts';
import type { MerchantCells, SliceMerchant, SliceRequest } from '../../privacy/release/ports.ts';
import { slicesOfRows } from '../table-cells.ts';
import { relationMonths, windowCode } from '../window-code.ts';
import { openAppender, rowsOf } from './connection.ts';
import type { SpendTable } from './schema.ts';

/** Exact counts of every merchant's slice of a season over the eligible customers (the view `eligible` of this connection). */
export async function slicesOfWindow(
  connection: DuckDBConnection,
  request: SliceRequest,
  spend: SpendTable = 'spend',
): Promise<readonly MerchantCells[]> {
  await loadRelations(connection, request.profile, request.window, request.merchants, { spend });
  const rows = await rowsOf(connection, 'SELECT place, is_loyal::INTEGER, band, count(*) FROM relations GROUP BY ALL');
  return slicesOfRows(request.profile, request, rows);
}

export interface RelationOptions {
  /** `booked_spend` goes by the months that payments are booked for, `spend` by those that they count in. */
  readonly spend?: SpendTable;
  /** About so many payments make a part. */
  readonly paymentsAtOnce?: number;
}

/**
 * Fills the temporary table `relations (place, customer, band, is_loyal)` of this connection: a row per eligible customer and merchant (by place in the
 * list) where the customer's spend in the merchant's own category is kept in the season and the customer bought at its shops in the twelve months up to
 * the season's end; loyal when in the last six, else lapsed. Of a customer with more merchants than the bound the first ones of the list stay.
 * Many payments are taken by parts of the customers, each of whom is whole in one part, so that a part fits in memory.
 */
export async function loadRelations(
  connection: DuckDBConnection,
  profile: Profile,
  season: Window,
  merchants: readonly SliceMerchant[],
  { spend = 'spend', paymentsAtOnce = 4_000_000 }: RelationOptions = {},
): Promise<void> {
  const { remembered, recent } = relationMonths(season);
  const month = spend === 'spend' ? 'counted_month' : 'month';
  await connection.run('CREATE OR REPLACE TEMP TABLE asked_merchants (place INTEGER, merchant_id VARCHAR, category INTEGER)');
  const asked = merchants.flatMap(({ categoryId, paymentMerchantIds }, place) => {
    const category = profile.categories.findIndex((each) => each.id === categoryId);
    return paymentMerchantIds.map((merchantId) => ({ place, merchantId, category }));
  });
  const appender = await openAppender(connection, 'asked_merchants', [INTEGER, VARCHAR, INTEGER], 'temp');
  appender.append(
    [asked.map(({ place }) => place), asked.map(({ merchantId }) => merchantId), asked.map(({ category }) => category)],
    0,
    asked.length,
  );
  appender.close();
  const source = `asked_merchants a JOIN payment_merchants m USING (merchant_id) JOIN payments p ON p.merchant = m.number
    WHERE p.${month} IN (${remembered.join(', ')}) AND p.cents > 0 AND NOT p.sensitive`;
  await connection.run('CREATE OR REPLACE TEMP TABLE relations (place INTEGER, customer INTEGER, band UTINYINT, is_loyal BOOLEAN)');
  const [row] = await rowsOf(connection, `SELECT count(*), coalesce(max(p.customer), -1) + 1 FROM ${source}`);
  const [payments, customers] = [Number(row?.[0]), Number(row?.[1])];
  const step = Math.ceil(customers / Math.ceil(payments / paymentsAtOnce));
  for (let first = 0; first < customers; first += step) {
    const isHere = (customer: string) => `${customer} BETWEEN ${first} AND ${first + step - 1}`;
    await connection.run(`INSERT INTO relations
      SELECT place, customer, band, is_loyal FROM (
        SELECT place, customer, band, is_loyal, row_number() OVER (PARTITION BY customer ORDER BY place) AS turn
        FROM (
          SELECT place, category, customer, bool_or(month IN (${recent.join(', ')})) AS is_loyal
          FROM (SELECT a.place, a.category, p.customer, p.${month} AS month FROM ${source} AND ${isHere('p.customer')})
          GROUP BY ALL) visits
        JOIN (SELECT customer, category, band FROM ${spend} WHERE "window" = ${windowCode(season)} AND kept AND ${isHere('customer')}) s
          USING (customer, category)
        JOIN eligible USING (customer))
      WHERE turn <= ${profile.merchantsPerCustomer}`);
  }
}
