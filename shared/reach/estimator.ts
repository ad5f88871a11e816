import { fractionToNumber, parseFraction } from '../fraction.ts';
import { HALF_WIDTH_FACTOR } from './normal.ts';
import type { DecodedTable, Release } from './release.ts';
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

/** An attribute that the query restricts: `chosen` of its `size` values. */
interface Restriction {
  readonly dimension: 'band' | 'region';
  readonly size: number;
  readonly chosen: readonly boolean[];
  readonly share: number;
}

/** A table of the category's cells: sums over the chosen values of each subset of the restrictions it has, and its noise. */
interface Slice {
  readonly table: DecodedTable;
  readonly sigma2: number;
  /** Bit i: the table has restriction i as a dimension. */
  readonly has: number;
  /** Cells of the category. */
  readonly cells: number;
  /** By subset T (bits): sum over the cells whose value is chosen in every restriction of T. */
  readonly sums: readonly number[];
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
      spec.bandEdges.map((_, band) => band >= from && band <= to),
    );
  }
  if (query.regions !== undefined) {
    if (query.regions.length === 0 || query.regions.some((region) => !release.regions.includes(region))) return refused('unknown_region');
    restrict(
      restrictions,
      'region',
      release.regions.map((region) => query.regions?.includes(region) === true),
    );
  }
  const slices = release.tables
    .filter((table) => table.dimensions.includes('category'))
    .map((table) => slice(table, category, restrictions));
  const all = 2 ** restrictions.length - 1;
  if (!slices.some((candidate) => (candidate.has & all) === all)) return refused('shape_needs_other_tables');
  return { kind: 'estimated', value: combine(slices, restrictions), tables: slices.map((candidate) => candidate.table.id) };
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
      const weight = sizeInside / (candidate.sigma2 * candidate.cells);
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
    sum += product(restrictions, subset & ~inner, ({ share }) => -share) * (candidate.sums[inner] ?? 0);
    if (inner === 0) return sum;
  }
}

function product(restrictions: readonly Restriction[], subset: number, of: (restriction: Restriction) => number): number {
  return restrictions.reduce((result, restriction, index) => ((subset >> index) & 1 ? result * of(restriction) : result), 1);
}

function restrict(restrictions: Restriction[], dimension: Restriction['dimension'], chosen: readonly boolean[]): void {
  const taken = chosen.filter(Boolean).length;
  if (taken < chosen.length) restrictions.push({ dimension, size: chosen.length, chosen, share: taken / chosen.length });
}

function slice(table: DecodedTable, category: number, restrictions: readonly Restriction[]): Slice {
  const sums = new Array<number>(2 ** restrictions.length).fill(0);
  const strides = table.sizes.map((_, index) => table.sizes.slice(index + 1).reduce((length, size) => length * size, 1));
  const at = (dimension: string) => table.dimensions.findIndex((candidate) => candidate === dimension);
  const categoryAt = at('category');
  const places = restrictions.map(({ dimension }) => at(dimension));
  let cells = 0;
  for (let cell = 0; cell < table.counts.length; cell += 1) {
    if (valueAt(table, strides, cell, categoryAt) !== category) continue;
    cells += 1;
    let member = 0;
    restrictions.forEach(({ chosen }, index) => {
      const place = places[index] ?? -1;
      if (place >= 0 && chosen[valueAt(table, strides, cell, place)] === true) member |= 1 << index;
    });
    const count = table.counts[cell] ?? 0;
    for (let inner = member; ; inner = (inner - 1) & member) {
      sums[inner] = (sums[inner] ?? 0) + count;
      if (inner === 0) break;
    }
  }
  const has = places.reduce((bits, place, index) => (place >= 0 ? bits | (1 << index) : bits), 0);
  return { table, sigma2: fractionToNumber(parseFraction(table.sigma2)), has, cells, sums };
}

function valueAt(table: DecodedTable, strides: readonly number[], cell: number, place: number): number {
  return Math.floor(cell / (strides[place] ?? 1)) % (table.sizes[place] ?? 1);
}

function refused(reason: SegmentRefusal): SegmentEstimate {
  return { kind: 'refused', reason };
}
