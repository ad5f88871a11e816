import type { DuckDBConnection } from '@duckdb/node-api';
import { pairCutBand, type Profile, type ReleaseTable, type TableDimension } from '#shared/market/profile.ts';
import type { Window } from '#shared/market/window.ts';
import type { TableCells } from '../../privacy/release/ports.ts';
import { tableSizes } from '../../privacy/release/build-release.ts';
import { rowsOf } from './connection.ts';
import { type SpendTable, windowCode } from './schema.ts';

const COLUMNS: Readonly<Record<Exclude<TableDimension, 'relationship'>, string>> = {
  category: 'category',
  band: 'band',
  region: 'region',
  channels: 'channel_set',
  pair: 'pair',
  first_level: 'first_level',
  second_level: 'second_level',
};

/** Exact counts of one table over the eligible customers ({@link loadEligible} ran on this connection): all cells, row-major, zeros included. */
export async function cellsOfTable(
  connection: DuckDBConnection,
  profile: Profile,
  window: Window,
  table: ReleaseTable,
  spend: SpendTable = 'spend',
): Promise<TableCells> {
  const rows = await rowsOf(
    connection,
    `SELECT cell, count(*) FROM (${contributionsSql(profile, window, table, spend)}) AS contributions GROUP BY cell`,
  );
  const counts = new Int32Array(tableSizes(profile, table).reduce((product, size) => product * size, 1));
  for (const [cell, customers] of rows) counts[Number(cell)] = Number(customers);
  return { tableId: table.id, counts };
}

/**
 * Every contribution to a table, `(customer, cell)`: what is counted, and so what the charge's bound is about. At most D² rows of one customer, no two of
 * them alike.
 */
export function contributionsSql(profile: Profile, window: Window, table: ReleaseTable, spend: SpendTable = 'spend'): string {
  const sizes = tableSizes(profile, table);
  const cell = table.dimensions
    .map((dimension, position) => {
      // Slices have a query of their own: one merchant's table is no table of the window.
      if (dimension === 'relationship') throw new RangeError(`${table.id} is a merchant's slice`);
      return `${COLUMNS[dimension]}::INTEGER * ${sizes.slice(position + 1).reduce((product, size) => product * size, 1)}`;
    })
    .join(' + ');
  return `SELECT customer, ${cell} AS cell FROM ${sourceOf(profile, window, table, spend)}`;
}

function sourceOf(profile: Profile, window: Window, table: ReleaseTable, spend: SpendTable): string {
  if (table.dimensions.includes('pair')) return pairsSql(profile, window, spend);
  if (table.dimensions.includes('category'))
    return `${spend} JOIN eligible USING (customer) WHERE "window" = ${windowCode(window)} AND kept`;
  return 'eligible';
}

/** Every pair of kept categories of a customer, the earlier one first, each low or high by the pair cut. */
function pairsSql(profile: Profile, window: Window, spend: SpendTable): string {
  const categories = profile.categories.length;
  const cuts = profile.categories.map((category) => pairCutBand(profile, category)).join(', ');
  return `(SELECT eligible.customer, a.category::INTEGER * (${2 * categories} - a.category::INTEGER - 1) // 2 + (b.category::INTEGER - a.category::INTEGER - 1) AS pair,
      (a.band >= [${cuts}][a.category::INTEGER + 1])::INTEGER AS first_level, (b.band >= [${cuts}][b.category::INTEGER + 1])::INTEGER AS second_level
    FROM ${spend} a JOIN ${spend} b ON a.customer = b.customer AND a.category < b.category JOIN eligible ON eligible.customer = a.customer
    WHERE a."window" = ${windowCode(window)} AND b."window" = ${windowCode(window)} AND a.kept AND b.kept)`;
}
