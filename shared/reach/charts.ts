import { addMonths, monthsOfWindow, windowKind, type SeasonName } from '../market/window.ts';
import { estimateSegment, type SegmentQuery, toEstimate } from './estimator.ts';
import { releaseOfWindow } from './find-release.ts';
import { HALF_WIDTH_FACTOR, simultaneousHalfWidthFactor } from './normal.ts';
import { sourcesOf } from './receipt.ts';
import type { Release } from './release.ts';
import { showCount } from './show-count.ts';
import type { Estimate, ReceiptSource, ShownCount } from './types.ts';

export interface ChartPoint {
  /** By itself: its half-width is 1.96 sd. */
  readonly value: Estimate;
  readonly shown: ShownCount;
  /** Half-width with which the intervals of all points of the chart hold at once in 95 % of cases (`simultaneousHalfWidthFactor`); in customers. */
  readonly together: number;
  /** Receipt of this point: the signed artefacts whose tables were read for it. */
  readonly sources: readonly ReceiptSource[];
}
export interface BandPoint extends ChartPoint {
  readonly band: number;
  /** Lower edge in whole currency units; the next band's is the upper one, the last band is open. */
  readonly from: number;
}
export interface MonthPoint {
  readonly month: string;
  /** Null where no release of the month can answer. */
  readonly point: ChartPoint | null;
}

/** Months of a curve; the factor of its intervals counts all of them, so that it does not depend on which were released. */
const CURVE_MONTHS = 12;

interface BandRun {
  readonly from: number;
  readonly to: number;
}

/**
 * Customers per band of a category in one window, in the given regions (all, where undefined). Empty where the window's release is missing or cannot
 * answer (a month with regions under the pilot's tables).
 */
export function bandHistogram(
  releases: readonly Release[],
  category: string,
  window: string,
  regions?: readonly string[],
): readonly BandPoint[] {
  const release = releaseOfWindow(releases, window);
  const edges = release?.categories.find((candidate) => candidate.id === category)?.bandEdges ?? [];
  if (release === undefined) return [];
  return edges.flatMap((from, band) => {
    const point = chartPoint(releases, release, { category, bands: { from: band, to: band }, regions }, edges.length);
    return point === undefined ? [] : [{ band, from, ...point }];
  });
}

/**
 * One number of a chart, undefined where the release cannot answer.
 * @param count how many numbers the chart shows at once
 */
export function chartPoint(releases: readonly Release[], release: Release, query: SegmentQuery, count: number): ChartPoint | undefined {
  const answer = estimateSegment(release, query);
  if (answer.kind === 'refused') return undefined;
  return {
    value: answer.value,
    shown: showCount(answer.value),
    together: simultaneousHalfWidthFactor(count) * answer.value.sd,
    sources: sourcesOf(releases, [{ release, tables: answer.tables }]),
  };
}

/**
 * Customers per month in a run of bands (all, where undefined): the twelve months up to the newest month release, oldest first, with null for a month
 * that was not released. Empty where no month was released.
 * @param until the last month instead of the newest one released
 */
export function monthCurve(
  releases: readonly Release[],
  category: string,
  bands?: BandRun,
  regions?: readonly string[],
  until?: string,
): readonly MonthPoint[] {
  const newest = releases
    .map((release) => release.window)
    .filter((window) => windowKind(window) === 'month')
    .reduce((latest, window) => (window > latest ? window : latest), '');
  if (newest === '') return [];
  return Array.from({ length: CURVE_MONTHS }, (_, index) => {
    const month = addMonths(until ?? newest, index + 1 - CURVE_MONTHS);
    const release = releaseOfWindow(releases, month);
    const point = release === undefined ? undefined : chartPoint(releases, release, { category, bands, regions }, CURVE_MONTHS);
    return { month, point: point ?? null };
  });
}

/** A share with its 95 % half-width, both between 0 and 1. `shown` is false where the half-width exceeds half the share. */
export interface Share {
  readonly share: number;
  readonly halfWidth: number;
  readonly shown: boolean;
}

/**
 * The share of the year's customer-months that falls in a season: the sum of its three months over the sum of the twelve, with the first-order variance
 * of the ratio, (Σ_in V(1 − p)² + Σ_out V p²)/B². Undefined where the twelve months are not all released or their sum is lost in noise.
 */
export function seasonShare(
  releases: readonly Release[],
  category: string,
  bands: BandRun | undefined,
  season: SeasonName,
): Share | undefined {
  const inSeason = new Set(monthsOfWindow(`2001-${season}`).map((month) => month.slice(5)));
  const points = monthCurve(releases, category, bands).flatMap(({ month, point }) =>
    point === null ? [] : [{ month, value: point.value }],
  );
  if (points.length < 12) return undefined;
  const inside = points.filter(({ month }) => inSeason.has(month.slice(5)));
  const outside = points.filter(({ month }) => !inSeason.has(month.slice(5)));
  const total = sumOf(points);
  if (total.estimate <= 3 * total.sd) return undefined;
  const share = Math.min(1, Math.max(0, sumOf(inside).estimate / total.estimate));
  const variance = (sumOf(inside).sd ** 2 * (1 - share) ** 2 + sumOf(outside).sd ** 2 * share ** 2) / total.estimate ** 2;
  const halfWidth = HALF_WIDTH_FACTOR * Math.sqrt(variance);
  return { share, halfWidth, shown: halfWidth <= share / 2 };
}

/** Windows have independent noise, so variances add. */
function sumOf(points: readonly { readonly value: Estimate }[]): Estimate {
  return toEstimate(
    points.reduce((sum, { value }) => sum + value.estimate, 0),
    points.reduce((sum, { value }) => sum + value.sd ** 2, 0),
  );
}
