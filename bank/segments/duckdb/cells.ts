import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile, ReleaseTable, TableDimension } from '#shared/market/profile.ts';
import type { Window } from '#shared/market/window.ts';
import type { TableCells } from '../../privacy/release/ports.ts';
import { rowsOf } from './connection.ts';
import { windowCode } from './schema.ts';

const COLUMNS: Readonly<Record<TableDimension, string>> = {
  category: 'category',
  band: 'band',
  region: 'region',
  channels: 'channel_set',
};

/** Number of values of a dimension. A market without regions has one nameless region. */
export function dimensionSize(profile: Profile, dimension: TableDimension): number {
  switch (dimension) {
    case 'category':
      return profile.categories.length;
    case 'band':
      return profile.bandEdges.length;
    case 'region':
      return Math.max(1, profile.regions.length);
    case 'channels':
      return 2 ** profile.channels.length;
  }
}

/** Exact counts of one table over the eligible customers ({@link loadEligible} ran on this connection): all cells, row-major, zeros included. */
export async function cellsOfTable(
  connection: DuckDBConnection,
  profile: Profile,
  window: Window,
  table: ReleaseTable,
): Promise<TableCells> {
  const sizes = table.dimensions.map((dimension) => dimensionSize(profile, dimension));
  const index = table.dimensions
    .map(
      (dimension, position) => `${COLUMNS[dimension]}::INTEGER * ${sizes.slice(position + 1).reduce((product, size) => product * size, 1)}`,
    )
    .join(' + ');
  const source = table.dimensions.includes('category')
    ? `spend JOIN eligible USING (customer) WHERE "window" = ${windowCode(window)} AND kept`
    : 'eligible';
  const rows = await rowsOf(connection, `SELECT ${index} AS cell, count(*) AS customers FROM ${source} GROUP BY ALL`);
  const counts = new Int32Array(sizes.reduce((product, size) => product * size, 1));
  for (const [cell, customers] of rows) counts[Number(cell)] = Number(customers);
  return { tableId: table.id, counts };
}
