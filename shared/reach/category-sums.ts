import { fractionToNumber, parseFraction } from '../fraction.ts';
import type { DecodedTable } from './release.ts';

/** One category's part of a table, summed once: every question about the category is then a few additions. */
export interface CategorySums {
  readonly table: DecodedTable;
  readonly sigma2: number;
  /** Cells of the category in the table. */
  readonly cellCount: number;
  readonly hasBand: boolean;
  readonly hasRegion: boolean;
  /** Band-major counts; one band or region where the table has no such dimension. */
  readonly cells: Float64Array;
  readonly regionCount: number;
  readonly byBand: Float64Array;
  readonly byRegion: Float64Array;
  readonly total: number;
}

const known = new WeakMap<DecodedTable, Map<number, CategorySums>>();
const variances = new WeakMap<DecodedTable, number>();

/** σ² of every cell of a table, as a number. */
export function cellVariance(table: DecodedTable): number {
  let sigma2 = variances.get(table);
  if (sigma2 === undefined) {
    sigma2 = fractionToNumber(parseFraction(table.sigma2));
    variances.set(table, sigma2);
  }
  return sigma2;
}

/** The sums of a category, by its place in keep order, in a table that has the dimension `category`. Counts of a decoded table never change. */
export function categorySums(table: DecodedTable, category: number): CategorySums {
  let byCategory = known.get(table);
  if (byCategory === undefined) {
    byCategory = new Map();
    known.set(table, byCategory);
  }
  let sums = byCategory.get(category);
  if (sums === undefined) {
    sums = sumCategory(table, category);
    byCategory.set(category, sums);
  }
  return sums;
}

/** Sum over the chosen bands and regions; undefined is all of them. */
export function sumChosen(sums: CategorySums, bands: readonly number[] | undefined, regions: readonly number[] | undefined): number {
  if (bands === undefined) return regions === undefined ? sums.total : addUp(sums.byRegion, regions);
  if (regions === undefined) return addUp(sums.byBand, bands);
  let sum = 0;
  for (const band of bands) for (const region of regions) sum += sums.cells[band * sums.regionCount + region] ?? 0;
  return sum;
}

/** Row-major: how far apart two neighbours of a dimension are, and how many values it has; a single value where it is absent. */
export function axisOf(
  table: DecodedTable,
  dimension: DecodedTable['dimensions'][number],
): { readonly size: number; readonly stride: number } {
  const place = table.dimensions.indexOf(dimension);
  if (place < 0) return { size: 1, stride: 0 };
  return { size: table.sizes[place] ?? 1, stride: table.sizes.slice(place + 1).reduce((length, size) => length * size, 1) };
}

function addUp(values: Float64Array, chosen: readonly number[]): number {
  let sum = 0;
  for (const index of chosen) sum += values[index] ?? 0;
  return sum;
}

function sumCategory(table: DecodedTable, category: number): CategorySums {
  const band = axisOf(table, 'band');
  const region = axisOf(table, 'region');
  const start = category * axisOf(table, 'category').stride;
  const cells = new Float64Array(band.size * region.size);
  const byBand = new Float64Array(band.size);
  const byRegion = new Float64Array(region.size);
  let total = 0;
  for (let row = 0; row < band.size; row += 1)
    for (let column = 0; column < region.size; column += 1) {
      const count = table.counts[start + row * band.stride + column * region.stride] ?? 0;
      cells[row * region.size + column] = count;
      byBand[row] = (byBand[row] ?? 0) + count;
      byRegion[column] = (byRegion[column] ?? 0) + count;
      total += count;
    }
  return {
    table,
    sigma2: cellVariance(table),
    cellCount: cells.length,
    hasBand: table.dimensions.includes('band'),
    hasRegion: table.dimensions.includes('region'),
    cells,
    regionCount: region.size,
    byBand,
    byRegion,
    total,
  };
}
