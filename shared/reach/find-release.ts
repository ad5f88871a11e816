import { monthsOfWindow, seasonOfMonth, windowKind } from '../market/window.ts';
import type { Release } from './release.ts';

/** The newest release of a window, or undefined; a merchant's slice is none. */
export function releaseOfWindow(releases: readonly Release[], window: string): Release | undefined {
  return releases
    .filter((release) => release.window === window && release.merchant === undefined)
    .reduce<Release | undefined>(later, undefined);
}

/**
 * The release whose population table gives the channel rate of an audience: that of its own window, else of the season its month lies in, else the
 * newest one there is. Undefined where no release has such a table.
 */
export function populationRelease(releases: readonly Release[], window: string): Release | undefined {
  const candidates = releases.filter((release) => populationTable(release) !== undefined);
  return (
    releaseOfWindow(candidates, window) ??
    (windowKind(window) === 'month' ? releaseOfWindow(candidates, seasonOfMonth(window)) : undefined) ??
    candidates.reduce<Release | undefined>(
      (best, release) => (best === undefined || lastMonth(release) > lastMonth(best) ? release : best),
      undefined,
    )
  );
}

export function populationTable(release: Release): Release['tables'][number] | undefined {
  return release.tables.find((table) => table.dimensions.includes('channels') && !table.dimensions.includes('category'));
}

function lastMonth(release: Release): string {
  return monthsOfWindow(release.window).at(-1) ?? release.window;
}

function later(best: Release | undefined, release: Release): Release {
  return best === undefined || release.publishedAt > best.publishedAt ? release : best;
}

/** The newest slice of a window among those at hand: an application holds its own merchant's alone. */
export function sliceOfWindow(releases: readonly Release[], window: string): Release | undefined {
  return releases
    .filter((release) => release.window === window && release.merchant !== undefined)
    .reduce<Release | undefined>(later, undefined);
}
