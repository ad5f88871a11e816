import { cellVariance } from './category-sums.ts';
import { populationTable } from './find-release.ts';
import type { Release } from './release.ts';

/** Customers of a market, noise included, in the chosen regions and outside them: how many, in how many cells of variance `sigma2`. */
export interface Population {
  readonly sigma2: number;
  readonly inside: { readonly customers: number; readonly cells: number };
  readonly outside: { readonly customers: number; readonly cells: number };
}

/**
 * The population of a release by its population table, which has one cell per customer. Undefined where there is none, or where regions are asked and the
 * table does not tell them apart.
 */
export function populationOf(release: Release | undefined, regions: readonly string[] | undefined): Population | undefined {
  const table = release === undefined ? undefined : populationTable(release);
  if (release === undefined || table === undefined) return undefined;
  const byRegion = table.dimensions.includes('region');
  if (regions !== undefined && !byRegion) return undefined;
  const setCount = 2 ** release.channels.length;
  const regionCount = table.counts.length / setCount;
  const channelsLast = table.dimensions.at(-1) === 'channels';
  const chosen = release.regions.map((region) => regions === undefined || regions.includes(region));
  const inside = { customers: 0, cells: 0 };
  const outside = { customers: 0, cells: 0 };
  table.counts.forEach((count, cell) => {
    const region = channelsLast ? Math.floor(cell / setCount) : cell % regionCount;
    const side = !byRegion || (chosen[region] ?? true) ? inside : outside;
    side.customers += count;
    side.cells += 1;
  });
  return { sigma2: cellVariance(table), inside, outside };
}
