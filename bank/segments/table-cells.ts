import { bandEdgesCents, type Profile, type ReleaseTable, type TableDimension } from '#shared/market/profile.ts';
import { tableSizes } from '../privacy/release/build-release.ts';
import type { MerchantCells, SliceRequest, TableCells } from '../privacy/release/ports.ts';

/** What all engines mean by the cells of a table: they differ in their SQL, not in where a customer is counted. */

type Row = readonly unknown[];

const COLUMNS: Readonly<Record<Exclude<TableDimension, 'relationship'>, string>> = {
  category: 'category',
  band: 'band',
  region: 'region',
  channels: 'channel_set',
  pair: 'pair',
  first_level: 'first_level',
  second_level: 'second_level',
};

/**
 * SQL of the cell that a row is counted in, row-major, over the columns `category`, `band`, `region`, `channel_set`, `pair`, `first_level`, `second_level`.
 * @param integer SQL of a column as an integer that holds every cell
 */
export function cellSql(profile: Profile, table: ReleaseTable, integer: (column: string) => string): string {
  const sizes = tableSizes(profile, table);
  return table.dimensions
    .map((dimension, position) => {
      // Slices have a query of their own: one merchant's table is no table of the window.
      if (dimension === 'relationship') throw new RangeError(`${table.id} is a merchant's slice`);
      return `${integer(COLUMNS[dimension])} * ${product(sizes.slice(position + 1))}`;
    })
    .join(' + ');
}

/** Every cell of a table, 0. */
export function emptyCells(profile: Profile, table: Pick<ReleaseTable, 'dimensions'>): Int32Array<ArrayBuffer> {
  return new Int32Array(product(tableSizes(profile, table)));
}

/** All cells of a table, zeros included, from the rows `(cell, customers)` of those that are not. */
export function cellsOfRows(profile: Profile, table: ReleaseTable, rows: readonly Row[]): TableCells {
  const counts = emptyCells(profile, table);
  for (const [cell, customers] of rows) counts[Number(cell)] = Number(customers);
  return { tableId: table.id, counts };
}

/** The slices of all merchants asked for, zeros included, from rows `(place of the merchant, 1 where loyal, band, customers)`. */
export function slicesOfRows(
  profile: Profile,
  { merchants, table }: Pick<SliceRequest, 'merchants' | 'table'>,
  rows: readonly Row[],
): readonly MerchantCells[] {
  const [relations = 1, bands = 1] = tableSizes(profile, { dimensions: ['relationship', 'band'] });
  const slices = merchants.map((merchant) => ({ merchantId: merchant.id, counts: emptyCells(profile, table) }));
  const isByRelation = table.dimensions[0] === 'relationship';
  for (const [place, isLoyal, band, customers] of rows) {
    const cell = isByRelation ? Number(isLoyal) * bands + Number(band) : Number(band) * relations + Number(isLoyal);
    const counts = slices[Number(place)]?.counts;
    if (counts !== undefined) counts[cell] = Number(customers);
  }
  return slices;
}

/** The numbers of the categories that have the same band edges together, with the edges above zero in cents. */
export function categoriesByEdges(
  profile: Profile,
): readonly { readonly steps: readonly number[]; readonly categories: readonly number[] }[] {
  const groups = new Map<string, { readonly steps: readonly number[]; readonly categories: number[] }>();
  profile.categories.forEach((category, number) => {
    const [, ...steps] = bandEdgesCents(profile, category);
    const group = groups.get(steps.join()) ?? { steps, categories: [] };
    group.categories.push(number);
    groups.set(steps.join(), group);
  });
  return [...groups.values()];
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((cells, size) => cells * size, 1);
}
