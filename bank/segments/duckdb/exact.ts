import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import { exactCells } from '../exact-cells.ts';
import { EXACT_DIMENSIONS, type ExactCell, type ExactDimension } from '../port.ts';
import { rowsOf } from './connection.ts';
import { bandSql } from './schema.ts';

/**
 * Exact counts: customers with at least one counted payment in the cell, and the net total of those payments. The band of a payment is that of its
 * customer's net spend in the same category and month; payments of a customer who is in no band there are left out when bands are asked for. The region
 * is the one that came with the payment; payments without one are left out when regions are asked for.
 * @param eligible the view `eligible` is on this connection: then only eligible customers, payments that are not sensitive and the (at most K)
 *   categories of a customer and month that the contribution bound keeps; the region is the customer's
 */
export async function readExact(
  connection: DuckDBConnection,
  profile: Profile,
  by: readonly ExactDimension[],
  eligible: boolean,
): Promise<readonly ExactCell[]> {
  const dimensions = EXACT_DIMENSIONS.filter((dimension) => by.includes(dimension));
  // A fact is one customer's category, month and, where asked for, region: with category and month among the dimensions a cell meets a customer once.
  const isOneRowPerCustomer = dimensions.includes('category') && dimensions.includes('month');
  const rows = await rowsOf(
    connection,
    `WITH facts AS (${eligible ? ELIGIBLE_FACTS : allFacts(profile, dimensions)})
     SELECT ${[...dimensions, isOneRowPerCustomer ? 'count(*)' : 'count(DISTINCT customer)', 'sum(cents)::BIGINT'].join(', ')} FROM facts
     ${dimensions.length === 0 ? '' : `WHERE ${dimensions.map((dimension) => `${dimension} IS NOT NULL`).join(' AND ')} GROUP BY ALL`}`,
  );
  return exactCells(profile, dimensions, rows);
}

const ELIGIBLE_FACTS = `SELECT s.category, s."window" AS month, s.band, e.region, s.customer, s.cents
  FROM spend s JOIN eligible e USING (customer) WHERE s.kept AND s."window" % 100 <= 12`;

/** One row per customer, category, month and, only where regions are asked for, region. The band is that of the whole category and month. */
function allFacts(profile: Profile, dimensions: readonly ExactDimension[]): string {
  const hasRegion = dimensions.includes('region');
  const sums = `SELECT customer, category, month, ${hasRegion ? 'region, ' : ''}sum(cents)::BIGINT AS cents FROM payments GROUP BY ALL`;
  if (!dimensions.includes('band')) return sums;
  const net = hasRegion ? '(sum(cents) OVER (PARTITION BY customer, category, month))::BIGINT' : 'cents';
  return `SELECT *, ${bandSql(profile, 'category', 'net')} AS band FROM (SELECT *, ${net} AS net FROM (${sums}))`;
}
