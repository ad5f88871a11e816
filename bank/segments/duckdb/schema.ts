import type { Profile } from '#shared/market/profile.ts';
import { monthsOfWindow, seasonOfMonth, type Window } from '#shared/market/window.ts';
import { categoriesByEdges } from '../table-cells.ts';
import { monthOfCode, windowCode } from '../window-code.ts';
import { bitsTableSql } from './bitmaps.ts';
import { bandPacking, packsSql, wordsSql } from './packed.ts';

/**
 * Numbers of customers are places: customer n is row n of `customers`, and of every table that holds one row per customer, so that such tables are joined by
 * position.
 */
export const CREATE_LISTS = [
  'CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)',
  'CREATE TABLE customers (number INTEGER NOT NULL, customer_id VARCHAR NOT NULL, region UTINYINT, area VARCHAR, age_band VARCHAR, region_since TIMESTAMP, age_since TIMESTAMP)',
  'CREATE TABLE payment_merchants (number INTEGER NOT NULL, merchant_id VARCHAR NOT NULL)',
] as const;

/** `month` is the month that a payment is booked for, `counted_month` the one that it counts in (see counted-month.ts). Sorted by merchant. */
export const PAYMENTS_COLUMNS = `id_high UBIGINT NOT NULL, id_low UBIGINT NOT NULL, customer INTEGER NOT NULL, merchant INTEGER NOT NULL,
  category UTINYINT NOT NULL, month INTEGER NOT NULL, counted_month INTEGER NOT NULL, paid_at TIMESTAMP NOT NULL, cents BIGINT NOT NULL, region UTINYINT, sensitive BOOLEAN NOT NULL`;

export const EMPTY_PAYMENTS = `SELECT 0::UBIGINT AS id_high, 0::UBIGINT AS id_low, 0::INTEGER AS customer, 0::INTEGER AS merchant, 0::UTINYINT AS category,
  0::INTEGER AS month, 0::INTEGER AS counted_month, NULL::TIMESTAMP AS paid_at, 0::BIGINT AS cents, NULL::UTINYINT AS region, false AS sensitive WHERE false`;
export const EMPTY_SPEND = `SELECT 0::INTEGER AS "window", 0::INTEGER AS customer, 0::UTINYINT AS category, 0::BIGINT AS cents, 0::INTEGER AS visits,
  NULL::UTINYINT AS band, false AS kept WHERE false`;

/** `spend`, or what {@link bookedSpendSql} makes of one window. */
export type SpendTable = 'spend' | 'booked_spend';

const SPEND_OF_PAYMENTS =
  'SELECT customer, category, sum(cents)::BIGINT AS cents, count(*) FILTER (WHERE cents > 0)::INTEGER AS visits FROM payments';

/** SQL that fills an empty spend file with one month, from the payments that count in it. */
export function spendOfMonthSql(profile: Profile, catalog: string, month: number): readonly string[] {
  return spendFileSql(profile, catalog, month, `${SPEND_OF_PAYMENTS} WHERE counted_month = ${month} AND NOT sensitive GROUP BY ALL`);
}

/** SQL that fills an empty spend file with one season, from the spend of its months. */
export function spendOfSeasonSql(profile: Profile, catalog: string, season: Window): readonly string[] {
  const months = monthsOfWindow(season).map(windowCode).join(', ');
  return spendFileSql(
    profile,
    catalog,
    windowCode(season),
    `SELECT customer, category, sum(cents)::BIGINT AS cents, sum(visits)::INTEGER AS visits FROM spend WHERE "window" IN (${months}) GROUP BY ALL`,
  );
}

/**
 * SQL that fills the temporary table `booked_spend`, of the form of `spend`, with the rows of one window from every payment that is booked for it now,
 * whenever it arrived: what a correction counts.
 */
export function bookedSpendSql(profile: Profile, window: Window): string {
  const months = monthsOfWindow(window).map(windowCode).join(', ');
  const source = `${SPEND_OF_PAYMENTS} WHERE month IN (${months}) AND NOT sensitive GROUP BY ALL`;
  return `CREATE OR REPLACE TEMP TABLE booked_spend AS ${spendRowsSql(profile, windowCode(window), source)}`;
}

/** The seasons that some months lie in, each once. */
export function seasonsOf(months: readonly number[]): readonly Window[] {
  return [...new Set(months.map((month) => seasonOfMonth(monthOfCode(month))))];
}

/** The band number of a net spend, null where it is not above zero. Categories with the same edges share a branch. */
export function bandSql(profile: Profile, category: string, cents: string): string {
  const branches = categoriesByEdges(profile).map(({ steps, categories }) => {
    const band = steps.length === 0 ? '0' : steps.map((edge) => `(${cents} >= ${edge})::UTINYINT`).join(' + ');
    return `WHEN ${category} IN (${categories.join(', ')}) THEN ${band}`;
  });
  return `CASE WHEN ${cents} <= 0 THEN NULL ${branches.join(' ')} END`;
}

/**
 * A spend file. `spend`: one row per customer and category that has a payment which is not sensitive; `band` is null where the net spend is not above zero;
 * `visits` is the number of payments above zero; `kept` says whether the contribution bound keeps the row. The kept rows twice more: `packed`, one row per
 * customer, row n for customer n, with the bands of all categories ({@link bandPacking}), for cells; `bits` ({@link bitsTableSql}), for audiences.
 */
export function spendFileSql(profile: Profile, catalog: string, window: number, source: string): readonly string[] {
  const bands = bandPacking(profile);
  const categories = profile.categories.length;
  return [
    `CREATE TABLE ${catalog}.spend AS ${spendRowsSql(profile, window, source)}`,
    `CREATE TABLE ${catalog}.packed AS SELECT ${packsSql(bands, categories).join(',\n')} FROM (
       SELECT customer, ${wordsSql(bands, categories, 'band').join(',\n')}
       FROM (SELECT customer, category, band FROM ${catalog}.spend WHERE kept UNION ALL SELECT number, 255::UTINYINT, NULL FROM customers)
       GROUP BY customer) ORDER BY customer`,
    bitsTableSql(profile, catalog),
  ];
}

function spendRowsSql(profile: Profile, window: number, source: string): string {
  return `SELECT ${window} AS "window", customer, category, cents, visits, band,
      band IS NOT NULL AND row_number() OVER (PARTITION BY customer ORDER BY band IS NULL, category) <= ${profile.categoriesPerCustomer} AS kept
    FROM (SELECT customer, category, cents, visits, (${bandSql(profile, 'category', 'cents')})::UTINYINT AS band FROM (${source}))
    ORDER BY category, customer`;
}
