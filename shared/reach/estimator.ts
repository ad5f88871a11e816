import { categorySums, type CategorySums, sumChosen } from './category-sums.ts';
import { HALF_WIDTH_FACTOR } from './normal.ts';
import type { Release } from './release.ts';
import type { Estimate } from './types.ts';

/** Customers of one category in the release's window: a run of bands (all, where absent) and a set of regions (all, where absent). */
export interface SegmentQuery {
  readonly category: string;
  readonly bands?: { readonly from: number; readonly to: number } | undefined;
  readonly regions?: readonly string[] | undefined;
}

export type SegmentRefusal = 'shape_needs_other_tables' | 'unknown_category' | 'unknown_region' | 'unknown_band';
export type SegmentEstimate =
  | { readonly kind: 'estimated'; readonly value: Estimate; readonly tables: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: SegmentRefusal };

/** An attribute that the query restricts: the chosen ones of its `size` values. */
interface Restriction {
  readonly dimension: 'band' | 'region';
  readonly size: number;
  readonly chosen: readonly number[];
  readonly share: number;
}

/** A table of the category's cells: sums over the chosen values of each subset of the restrictions it has. */
interface Slice {
  readonly sums: CategorySums;
  /** Bit i: the table has restriction i as a dimension. */
  readonly has: number;
  /** By subset T (bits) of `has`: sum over the cells whose value is chosen in every restriction of T. */
  readonly chosen: readonly number[];
}

export function toEstimate(estimate: number, variance: number): Estimate {
  const sd = Math.sqrt(Math.max(0, variance));
  return { estimate, sd, halfWidth: HALF_WIDTH_FACTOR * sd };
}

/**
 * The best linear unbiased estimate of a segment from all tables of one release that hold its category, with its exact variance.
 *
 * Each table w is split into residual subspaces S, one per subset of its attributes. With independent noise σ²_w the residual of S has precision
 * 1/V_S = Σ_{w ⊇ S} 1/(σ²_w · Π_{j∈w∖S} n_j), and r_S is the mean of the tables' residuals weighted so. A product query that takes m_i of n_i values
 * of attribute i is Σ_S (its sum over r_S) · Π_{j∉S} m_j/n_j; the subspaces are orthogonal, hence
 * Var = Σ_S V_S · Π_{i∈S} m_i(1 − m_i/n_i) · Π_{j∉S} (m_j/n_j)². An attribute taken whole (m = n) contributes to no S that contains it.
 * (The fixed-strategy case of ResidualPlanner, arXiv:2305.08175.)
 */
export function estimateSegment(release: Release, query: SegmentQuery): SegmentEstimate {
  const category = release.categories.findIndex((candidate) => candidate.id === query.category);
  const spec = release.categories[category];
  if (spec === undefined) return refused('unknown_category');
  const restrictions: Restriction[] = [];
  if (query.bands !== undefined) {
    const { from, to } = query.bands;
    const size = spec.bandEdges.length;
    if (from < 0 || to >= size || from > to) return refused('unknown_band');
    restrict(
      restrictions,
      'band',
      size,
      Array.from({ length: to - from + 1 }, (_, index) => from + index),
    );
  }
  if (query.regions !== undefined) {
    const { regions } = query;
    if (regions.length === 0 || regions.some((region) => !release.regions.includes(region))) return refused('unknown_region');
    restrict(
      restrictions,
      'region',
      release.regions.length,
      release.regions.flatMap((region, index) => (regions.includes(region) ? [index] : [])),
    );
  }
  const slices = release.tables
    .filter((table) => table.dimensions.includes('category'))
    .map((table) => slice(categorySums(table, category), restrictions));
  const all = 2 ** restrictions.length - 1;
  if (!slices.some((candidate) => (candidate.has & all) === all)) return refused('shape_needs_other_tables');
  return { kind: 'estimated', value: combine(slices, restrictions), tables: slices.map((candidate) => candidate.sums.table.id) };
}

function combine(slices: readonly Slice[], restrictions: readonly Restriction[]): Estimate {
  let estimate = 0;
  let variance = 0;
  for (let subset = 0; subset < 2 ** restrictions.length; subset += 1) {
    let precision = 0;
    let weighted = 0;
    for (const candidate of slices) {
      if ((candidate.has & subset) !== subset) continue;
      const sizeInside = product(restrictions, subset, ({ size }) => size);
      const weight = sizeInside / (candidate.sums.sigma2 * candidate.sums.cellCount);
      precision += weight;
      weighted += weight * residualSum(candidate, restrictions, subset);
    }
    const spread = product(restrictions, ~subset, ({ share }) => share);
    estimate += (spread * weighted) / precision;
    variance += (spread ** 2 * product(restrictions, subset, ({ size, share }) => size * share * (1 - share))) / precision;
  }
  return toEstimate(estimate, variance);
}

/** The query's sum over one table's residual of S: Σ_{T⊆S} (−1)^{|S∖T|} · Π_{S∖T} m/n · (sum over the chosen values of T). */
function residualSum(candidate: Slice, restrictions: readonly Restriction[], subset: number): number {
  let sum = 0;
  for (let inner = subset; ; inner = (inner - 1) & subset) {
    sum += product(restrictions, subset & ~inner, ({ share }) => -share) * (candidate.chosen[inner] ?? 0);
    if (inner === 0) return sum;
  }
}

function product(restrictions: readonly Restriction[], subset: number, of: (restriction: Restriction) => number): number {
  return restrictions.reduce((result, restriction, index) => ((subset >> index) & 1 ? result * of(restriction) : result), 1);
}

function restrict(restrictions: Restriction[], dimension: Restriction['dimension'], size: number, chosen: readonly number[]): void {
  if (chosen.length < size) restrictions.push({ dimension, size, chosen, share: chosen.length / size });
}

function slice(sums: CategorySums, restrictions: readonly Restriction[]): Slice {
  const has = restrictions.reduce(
    (bits, { dimension }, index) => ((dimension === 'band' ? sums.hasBand : sums.hasRegion) ? bits | (1 << index) : bits),
    0,
  );
  const chosen = Array.from({ length: 2 ** restrictions.length }, (_, subset) => {
    if ((subset & has) !== subset) return 0;
    const within = (dimension: Restriction['dimension']) =>
      restrictions.find((restriction, index) => (subset >> index) & 1 && restriction.dimension === dimension)?.chosen;
    return sumChosen(sums, within('band'), within('region'));
  });
  return { sums, has, chosen };
}

function refused(reason: SegmentRefusal): SegmentEstimate {
  return { kind: 'refused', reason };
}
