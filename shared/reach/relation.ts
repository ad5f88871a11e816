import { assertNever } from '../assert-never.ts';
import type { Relation } from '../audience/audience.ts';
import { axisOf, cellVariance } from './category-sums.ts';
import { estimateSegment, type SegmentRefusal, toEstimate } from './estimator.ts';
import type { Release } from './release.ts';
import { SLICE_RELATIONS } from './table-sizes.ts';
import type { Estimate } from './types.ts';

/** Customers of a merchant's own category in a season, in a run of bands, who have a relationship with its shops. */
export interface RelationQuery {
  readonly category: string;
  readonly bands: { readonly from: number; readonly to: number };
  readonly relation: Exclude<Relation, 'any'>;
}

export type RelationEstimate =
  | {
      readonly kind: 'estimated';
      readonly value: Estimate;
      /** Tables read of the season's public release (none for lapsed and loyal) and of the slice. */
      readonly tables: readonly string[];
      readonly sliceTables: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: SegmentRefusal | 'no_slice' };

/**
 * Lapsed and loyal customers are sums of the merchant's slice: m bands have variance m·σ². The rest are differences from the segment that the public
 * release counts, whose noise is independent of the slice's: new = band − lapsed − loyal, variance Var(band) + 2m·σ²; not lapsed (loyal or new) =
 * band − lapsed and not loyal (lapsed or new) = band − loyal, variance Var(band) + m·σ². Var(band) is that of the best linear unbiased estimate. Exact and
 * unbiased, so it may be negative; nothing is cut off before it is added.
 */
export function estimateRelation(release: Release, slice: Release | undefined, query: RelationQuery): RelationEstimate {
  const table = slice?.tables.find((candidate) => candidate.dimensions.includes('relationship') && candidate.dimensions.includes('band'));
  if (table === undefined || slice?.merchant?.categoryId !== query.category) return { kind: 'refused', reason: 'no_slice' };
  const bands = axisOf(table, 'band');
  const relations = axisOf(table, 'relationship');
  const { from, to } = query.bands;
  if (from < 0 || to >= bands.size || from > to) return { kind: 'refused', reason: 'unknown_band' };
  const sum = (relation: (typeof SLICE_RELATIONS)[number]) => {
    const start = SLICE_RELATIONS.indexOf(relation) * relations.stride;
    let customers = 0;
    for (let band = from; band <= to; band += 1) customers += table.counts[start + band * bands.stride] ?? 0;
    return toEstimate(customers, (to - from + 1) * cellVariance(table));
  };
  const taken = subtracted(query.relation);
  if (taken === undefined) return { kind: 'estimated', value: sum(asCounted(query.relation)), tables: [], sliceTables: [table.id] };
  const whole = estimateSegment(release, { category: query.category, bands: query.bands });
  if (whole.kind === 'refused') return whole;
  const parts = taken.map(sum);
  const value = toEstimate(
    parts.reduce((rest, part) => rest - part.estimate, whole.value.estimate),
    parts.reduce((variance, part) => variance + part.sd ** 2, whole.value.sd ** 2),
  );
  return { kind: 'estimated', value, tables: whole.tables, sliceTables: [table.id] };
}

/** What is taken off the whole segment; undefined where the slice counts the relationship itself. */
function subtracted(relation: RelationQuery['relation']): readonly (typeof SLICE_RELATIONS)[number][] | undefined {
  switch (relation) {
    case 'lapsed':
    case 'loyal':
      return undefined;
    case 'new':
      return ['lapsed', 'loyal'];
    case 'not_lapsed':
      return ['lapsed'];
    case 'not_loyal':
      return ['loyal'];
    default:
      return assertNever(relation);
  }
}

function asCounted(relation: RelationQuery['relation']): (typeof SLICE_RELATIONS)[number] {
  return relation === 'lapsed' ? 'lapsed' : 'loyal';
}
