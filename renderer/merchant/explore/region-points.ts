import type { ChartPoint } from '#shared/reach/charts.ts';
import { estimateSegment } from '#shared/reach/estimator.ts';
import { releaseOfWindow } from '#shared/reach/find-release.ts';
import type { Release } from '#shared/reach/release.ts';
import { showCount } from '#shared/reach/show-count.ts';

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
    const answer = estimateSegment(release, { category, bands: { from: 0, to: bandCount - 1 }, regions: [region] });
    return answer.kind === 'estimated' ? [{ region, point: { value: answer.value, shown: showCount(answer.value) } }] : [];
  });
}
