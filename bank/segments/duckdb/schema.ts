import type { Profile } from '#shared/market/profile.ts';
import { bandEdgesCents } from '#shared/market/profile.ts';
import { monthsOfWindow, seasonOfMonth, type Window } from '#shared/market/window.ts';

/**
 * The analytics file. `spend` is computed from `payments` at load: one row per customer, category and window that has a payment which is not sensitive.
 * `band` is null where the net spend is not above zero; `visits` is the number of payments above zero; `kept` says whether the contribution bound keeps
 * the row. `payments.month` is the month that a payment is booked for, `counted_month` the one that it counts in (see counted-month.ts).
 * Windows are integers: 202503 for a month, 202513 to 202516 for spring to winter of 2025.
 */
export const CREATE_SCHEMA = [
  'CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)',
  'CREATE TABLE customers (number INTEGER NOT NULL, customer_id VARCHAR NOT NULL, region UTINYINT, area VARCHAR, age_band VARCHAR, region_since TIMESTAMP, age_since TIMESTAMP)',
  'CREATE TABLE payment_merchants (number INTEGER NOT NULL, merchant_id VARCHAR NOT NULL)',
  `CREATE TABLE payments (id_high UBIGINT NOT NULL, id_low UBIGINT NOT NULL, customer INTEGER NOT NULL, merchant INTEGER NOT NULL,
     category UTINYINT NOT NULL, month INTEGER NOT NULL, counted_month INTEGER NOT NULL, paid_at TIMESTAMP NOT NULL, cents BIGINT NOT NULL, region UTINYINT, sensitive BOOLEAN NOT NULL)`,
  `CREATE TABLE spend ("window" INTEGER NOT NULL, customer INTEGER NOT NULL, category UTINYINT NOT NULL, cents BIGINT NOT NULL, visits INTEGER NOT NULL, band UTINYINT, kept BOOLEAN NOT NULL)`,
] as const;

/** `spend`, or what {@link bookedSpendSql} makes of one window. */
export type SpendTable = 'spend' | 'booked_spend';

const SPEND_OF_PAYMENTS =
  'SELECT customer, category, sum(cents)::BIGINT AS cents, count(*) FILTER (WHERE cents > 0)::INTEGER AS visits FROM payments';

const SEASON_CODES: Readonly<Record<string, number>> = { spring: 13, summer: 14, autumn: 15, winter: 16 };

/** The integer under which a window is stored. */
export function windowCode(window: Window): number {
  const [year = '0', rest = '0'] = window.split('-');
  return Number(year) * 100 + (SEASON_CODES[rest] ?? Number(rest));
}

/** `202503` → `2025-03`. */
export function monthOfCode(code: number): string {
  const digits = String(code).padStart(6, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** SQL that computes the `spend` rows of one month from the payments that count in it. Run once per month that has new payments. */
export function spendOfMonthSql(profile: Profile, month: number): readonly string[] {
  return [
    `DELETE FROM spend WHERE "window" = ${month}`,
    insertSpendSql(profile, month, `${SPEND_OF_PAYMENTS} WHERE counted_month = ${month} AND NOT sensitive GROUP BY ALL`),
  ];
}

/** SQL that computes the `spend` rows of one season from those of its months. */
export function spendOfSeasonSql(profile: Profile, season: Window): readonly string[] {
  const months = monthsOfWindow(season).map(windowCode).join(', ');
  const code = windowCode(season);
  return [
    `DELETE FROM spend WHERE "window" = ${code}`,
    insertSpendSql(
      profile,
      code,
      `SELECT customer, category, sum(cents)::BIGINT AS cents, sum(visits)::INTEGER AS visits FROM spend WHERE "window" IN (${months}) GROUP BY ALL`,
    ),
  ];
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
  const groups = new Map<string, number[]>();
  profile.categories.forEach((each, index) => {
    const edges = bandEdgesCents(profile, each).join(',');
    groups.set(edges, [...(groups.get(edges) ?? []), index]);
  });
  const branches = [...groups].map(([edges, members]) => {
    const steps = edges.split(',').slice(1);
    const band = steps.length === 0 ? '0' : steps.map((edge) => `(${cents} >= ${edge})::UTINYINT`).join(' + ');
    return `WHEN ${category} IN (${members.join(', ')}) THEN ${band}`;
  });
  return `CASE WHEN ${cents} <= 0 THEN NULL ${branches.join(' ')} END`;
}

function insertSpendSql(profile: Profile, window: number, source: string): string {
  return `INSERT INTO spend ${spendRowsSql(profile, window, source)}`;
}

function spendRowsSql(profile: Profile, window: number, source: string): string {
  return `SELECT ${window} AS "window", customer, category, cents, visits, band,
      band IS NOT NULL AND row_number() OVER (PARTITION BY customer ORDER BY band IS NULL, category) <= ${profile.categoriesPerCustomer} AS kept
    FROM (SELECT customer, category, cents, visits, (${bandSql(profile, 'category', 'cents')})::UTINYINT AS band FROM (${source}))
    ORDER BY category, band, customer`;
}
