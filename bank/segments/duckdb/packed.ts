import type { Profile } from '#shared/market/profile.ts';
import { VISIT_BANDS } from '#shared/audience/audience.ts';

/** An array of counters of a pack stays in the processor's cache below this many values. */
const MAX_PACK_VALUES = 1_000;

/**
 * Small numbers of all categories in few columns: category c is digit c % perColumn of column c / perColumn, in a positional system. 0 says that there is
 * nothing, the number n is stored as n + 1. So one pass over a column counts several categories at once.
 */
export interface Packing {
  /** Columns are called by this letter and their place: `band0`, `band1`, … */
  readonly name: 'band' | 'visit';
  readonly radix: number;
  readonly perColumn: number;
  readonly columns: number;
}

/** Bands of kept categories. */
export function bandPacking(profile: Pick<Profile, 'bandEdges' | 'categories'>): Packing {
  return packing('band', profile.bandEdges.length, profile.categories.length);
}

/** Visit bands of kept categories. */
export function visitPacking(profile: Pick<Profile, 'categories'>): Packing {
  return packing('visit', VISIT_BANDS.length, profile.categories.length);
}

function packing(name: Packing['name'], values: number, categories: number): Packing {
  const radix = values + 1;
  let perColumn = 1;
  while (radix ** (perColumn + 1) <= MAX_PACK_VALUES && perColumn < categories) perColumn += 1;
  return { name, radix, perColumn, columns: Math.ceil(categories / perColumn) };
}

/** Columns that sum the packed numbers over rows `(category, <number>)`, at most one row a category. `number` is null where there is nothing. */
export function packSumsSql({ name, radix, perColumn, columns }: Packing, number: string): readonly string[] {
  const weights = Array.from({ length: perColumn }, (_, digit) => radix ** digit).join(', ');
  return Array.from({ length: columns }, (_, column) => {
    const first = column * perColumn;
    const value = `(${number} + 1)::INTEGER * [${weights}][category::INTEGER - ${first - 1}]`;
    return `coalesce(sum(CASE WHEN category BETWEEN ${first} AND ${first + perColumn - 1} THEN ${value} END), 0)::USMALLINT AS ${name}${column}`;
  });
}

export function packColumns({ name, columns }: Packing): readonly string[] {
  return Array.from({ length: columns }, (_, column) => `${name}${column}`);
}

/** The stored number of a category plus one, or 0. `table` is the alias of the packed table. */
export function digitSql({ name, radix, perColumn }: Packing, category: number, table: string): string {
  const column = `${table}.${name}${Math.floor(category / perColumn)}`;
  return `(${column} // ${radix ** (category % perColumn)}) % ${radix}`;
}
