import { chartPoint, type ChartPoint } from '#shared/reach/charts.ts';
import { releaseOfWindow } from '#shared/reach/find-release.ts';
import type { Release } from '#shared/reach/release.ts';

/** Customers of a category per region in one window, all bands; empty where the window's release holds no regions. */
export function regionPoints(
  releases: readonly Release[],
  category: string,
  window: string,
  bandCount: number,
  regions: readonly string[],
): readonly { readonly region: string; readonly point: ChartPoint }[] {
  const release = releaseOfWindow(releases, window);
  if (release === undefined) return [];
  return regions.flatMap((region) => {
    const point = chartPoint(releases, release, { category, bands: { from: 0, to: bandCount - 1 }, regions: [region] }, regions.length);
    return point === undefined ? [] : [{ region, point }];
  });
}
