import { monthsOfWindow, seasonOfMonth, windowKind } from '../market/window.ts';
import type { DecodedTable, Release } from './release.ts';

/**
 * The public release of a window, or undefined; a merchant's slice is none. Where the bank published a correction, its tables stand in place of those of
 * the same counts that were wrong (of the same name, or sums of the corrected ones), and everything else is the newest release's.
 */
export function releaseOfWindow(releases: readonly Release[], window: string): Release | undefined {
  return merged(releases.filter((release) => release.window === window && release.merchant === undefined));
}

/** The same of a merchant's slices among those at hand: an application holds its own merchant's alone. */
export function sliceOfWindow(releases: readonly Release[], window: string, category: string): Release | undefined {
  return merged(releases.filter((release) => release.window === window && release.merchant?.categoryId === category));
}

/** The release that published a table of a window: the newest one that holds it. */
export function publisherOf(
  releases: readonly Release[],
  like: Pick<Release, 'window' | 'merchant'>,
  tableId: string,
): Release | undefined {
  return releases
    .filter(
      (release) =>
        release.window === like.window &&
        release.merchant?.id === like.merchant?.id &&
        release.tables.some((table) => table.id === tableId),
    )
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

function merged(candidates: readonly Release[]): Release | undefined {
  if (candidates.length < 2) return candidates[0];
  const newest = candidates.reduce<Release | undefined>(later, undefined);
  if (newest === undefined || candidates.every((release) => release.corrects === undefined)) return newest;
  const oldestFirst = [...candidates].sort((left, right) => (left.publishedAt < right.publishedAt ? -1 : 1));
  const tables = new Map<string, DecodedTable>();
  for (const release of oldestFirst) {
    // What a newer table tells, added up, must not be mixed with the older count of the same customers that it corrects.
    for (const [id, known] of tables) if (release.tables.some((table) => holdsCountsOf(table, known))) tables.delete(id);
    for (const table of release.tables) tables.set(table.id, table);
  }
  return { ...newest, tables: [...tables.values()] };
}

/** Whether a table of customers by category gives another's cells as sums of its own. */
function holdsCountsOf(table: DecodedTable, other: DecodedTable): boolean {
  return other.dimensions.includes('category') && other.dimensions.every((dimension) => table.dimensions.includes(dimension));
}
