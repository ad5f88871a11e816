import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import { bandNames } from '#shared/market/profile.ts';
import { EXACT_DIMENSIONS, type ExactCell, type ExactDimension } from '../port.ts';
import { rowsOf } from './connection.ts';
import { bandSql, monthOfCode } from './schema.ts';

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
  const cells = rows
    .filter((row) => Number(row[dimensions.length]) > 0)
    .map((row) => ({
      names: dimensions.map((dimension, index) => nameOf(profile, dimension, Number(row[index]), dimensions, row.map(Number))),
      customers: Number(row[dimensions.length]),
      total: Number(row[dimensions.length + 1]),
    }));
  cells.sort((left, right) => compareNames(left.names, right.names));
  return cells.map(({ names, customers, total }) => ({
    ...Object.fromEntries(dimensions.map((dimension, index) => [dimension, names[index] ?? ''])),
    customers,
    total_cents: total,
  }));
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

function nameOf(
  profile: Profile,
  dimension: ExactDimension,
  value: number,
  dimensions: readonly ExactDimension[],
  row: readonly number[],
): string {
  switch (dimension) {
    case 'category':
      return profile.categories[value]?.id ?? '';
    case 'month':
      return monthOfCode(value);
    case 'region':
      return profile.regions[value]?.id ?? '';
    case 'band': {
      // Without the category a band that has other edges in other categories is named by the profile's edges.
      const position = dimensions.indexOf('category');
      const category = position < 0 ? undefined : profile.categories[row[position] ?? -1];
      return bandNames(category?.bandEdges ?? profile.bandEdges)[value] ?? '';
    }
  }
}

function compareNames(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < left.length; index += 1) {
    const a = left[index] ?? '';
    const b = right[index] ?? '';
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}
