import { addMonths, DAYS_AFTER_SUCCESSOR, monthsOfWindow, successorWindow, windowDates, windowKind } from '#shared/market/window.ts';
import type { ReleaseSummary } from '#shared/reach/release.ts';
import type { StoredRelease } from '../privacy/release/ports.ts';

const LISTED_MONTHS = 15;
const MS_PER_DAY = 86_400_000;

/** The list that merchants see: releases of windows that ended in the last fifteen months, oldest window first, months before the season they end. */
export function releaseSummaries(releases: readonly StoredRelease[], today: string): readonly ReleaseSummary[] {
  const oldestMonth = addMonths(today.slice(0, 7), -LISTED_MONTHS);
  return releases
    .filter((release) => (monthsOfWindow(release.window).at(-1) ?? '') >= oldestMonth)
    .map((release) => summariseRelease(release, releases))
    .sort((left, right) => compareText(sortKey(left.window), sortKey(right.window)));
}

/** One row of the list; `releases` is where its successor is looked for. */
export function summariseRelease(release: StoredRelease, releases: readonly StoredRelease[]): ReleaseSummary {
  const expiresAt = releaseExpiry(release, releases);
  return {
    id: release.id,
    window: release.window,
    publishedAt: release.publishedAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    withdrawn: release.withdrawn,
    sha256: release.sha256,
    sizeBytes: release.file.length,
  };
}

/** When a release expires, ISO 8601 in UTC; undefined until its successor is published. */
export function releaseExpiry(release: Pick<StoredRelease, 'window'>, releases: readonly StoredRelease[]): string | undefined {
  const successor = releases.find((candidate) => candidate.window === successorWindow(release.window));
  return successor === undefined
    ? undefined
    : new Date(Date.parse(successor.publishedAt) + DAYS_AFTER_SUCCESSOR * MS_PER_DAY).toISOString();
}

function sortKey(window: string): string {
  return `${windowDates(window).until} ${windowKind(window)}`;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
