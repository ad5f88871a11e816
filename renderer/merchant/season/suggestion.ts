import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import { startDateRange } from '#shared/campaign/validate.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import { type SeasonName, windowDates } from '#shared/market/window.ts';
import { addDays } from '#shared/market/working-days.ts';
import { seasonShare } from '#shared/reach/charts.ts';
import type { Release } from '#shared/reach/release.ts';

export interface Suggestion {
  readonly season: SeasonName;
  /** The released window of that season, to choose the audience from. */
  readonly window: string;
  /** The coming occurrence of the season. */
  readonly coming: string;
  readonly bands: { readonly from: number; readonly to: number };
  readonly share: number;
  readonly halfWidth: number;
  readonly startsOn: string;
  readonly endsOn: string;
}

const SEASONS: readonly SeasonName[] = ['spring', 'summer', 'autumn', 'winter'];
/** A season takes a quarter of the year; one is worth a word from here on, interval included. */
const STANDS_OUT_SHARE = 0.27;

/**
 * The one thing to suggest: the season with the largest share of the year's customer-months among the highest run of bands that the noise lets speak,
 * if its interval stays above a quarter and it can still be started.
 */
export function suggestionFor(releases: readonly Release[], categoryId: string, market: MarketInfo): Suggestion | undefined {
  const category = market.categories.find((candidate) => candidate.id === categoryId);
  if (category === undefined) return undefined;
  const last = category.bandEdges.length - 1;
  for (let from = Math.max(0, last - 1); from >= 0; from -= 1) {
    const bands = { from, to: last };
    const found = SEASONS.flatMap((season) => {
      const share = seasonShare(releases, categoryId, bands, season);
      const window = newestWindow(releases, season);
      const plan = planFor(season, market.today);
      if (share === undefined || !share.shown || window === undefined || plan === undefined) return [];
      if (share.share - share.halfWidth < STANDS_OUT_SHARE) return [];
      return [{ season, window, bands, share: share.share, halfWidth: share.halfWidth, ...plan }];
    }).sort((left, right) => right.share - left.share)[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

function newestWindow(releases: readonly Release[], season: SeasonName): string | undefined {
  return releases
    .map((release) => release.window)
    .filter((window) => window.endsWith(`-${season}`))
    .sort()
    .at(-1);
}

/** When to run in the coming occurrence of a season: from its first day that the bank allows, at the usual length; undefined where it is too far or too late. */
export function planFor(season: SeasonName, today: string): Pick<Suggestion, 'coming' | 'startsOn' | 'endsOn'> | undefined {
  const range = startDateRange(today);
  const year = Number(today.slice(0, 4));
  for (const candidate of [year - 1, year, year + 1]) {
    const coming = `${candidate}-${season}`;
    const { from, until } = windowDates(coming);
    const startsOn = from < range.earliest ? range.earliest : from;
    if (addDays(startsOn, CAMPAIGN_LIMITS.flightDays.default) > until) continue;
    if (startsOn > range.latest) return undefined;
    return { coming, startsOn, endsOn: addDays(startsOn, CAMPAIGN_LIMITS.flightDays.default - 1) };
  }
  return undefined;
}
