import { bandNames, type Profile } from '#shared/market/profile.ts';
import { monthOfCode } from './window-code.ts';
import type { ExactCell, ExactDimension } from './port.ts';

/**
 * Rows of an engine as named cells, in the order of their names: those without customers left out.
 * @param rows per cell the numbers of the dimensions, then the customers, then the total in cents
 */
export function exactCells(
  profile: Profile,
  dimensions: readonly ExactDimension[],
  rows: readonly (readonly unknown[])[],
): readonly ExactCell[] {
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
