import { axisOf, cellVariance } from './category-sums.ts';
import { toEstimate } from './estimator.ts';
import type { Release } from './release.ts';
import { pairIndex } from './table-sizes.ts';
import type { Estimate } from './types.ts';

interface CategoryRun {
  readonly category: string;
  readonly bands: { readonly from: number; readonly to: number };
}

/**
 * Customers in a run of bands of each of two different categories in one season, from the table of pairs: only where each run is all bands below the
 * category's pair cut, all from it on, or every band ("bought anything"). A sum of 1, 2 or 4 cells of variance σ² each. Undefined for every other run, and
 * where the release has no such table.
 */
export function estimatePair(
  release: Release,
  first: CategoryRun,
  second: CategoryRun,
): { readonly value: Estimate; readonly tables: readonly string[] } | undefined {
  const table = release.tables.find((candidate) => candidate.dimensions.includes('pair'));
  const [one, other] = [first, second]
    .map((run) => ({ run, place: release.categories.findIndex((category) => category.id === run.category) }))
    .sort((left, right) => left.place - right.place);
  if (table === undefined || one === undefined || other === undefined || one.place < 0 || one.place === other.place) return undefined;
  const firstLevels = levelsOf(release, one.place, one.run.bands);
  const secondLevels = levelsOf(release, other.place, other.run.bands);
  if (firstLevels === undefined || secondLevels === undefined) return undefined;
  const start = pairIndex(release.categories.length, one.place, other.place) * axisOf(table, 'pair').stride;
  const firstStride = axisOf(table, 'first_level').stride;
  const secondStride = axisOf(table, 'second_level').stride;
  let customers = 0;
  for (const low of firstLevels)
    for (const high of secondLevels) customers += table.counts[start + low * firstStride + high * secondStride] ?? 0;
  return { value: toEstimate(customers, firstLevels.length * secondLevels.length * cellVariance(table)), tables: [table.id] };
}

/** 0 is low, 1 is high. */
function levelsOf(release: Release, place: number, bands: CategoryRun['bands']): readonly number[] | undefined {
  const category = release.categories[place];
  if (category === undefined) return undefined;
  const { pairCutBand } = category;
  const last = category.bandEdges.length - 1;
  if (bands.from === 0 && bands.to === last) return [0, 1];
  if (bands.from === 0 && bands.to === pairCutBand - 1) return [0];
  return bands.from === pairCutBand && bands.to === last ? [1] : undefined;
}
