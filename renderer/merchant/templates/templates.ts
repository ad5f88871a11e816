import type { DraftContent } from '#shared/campaign/draft.ts';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import { closedWindows, type SeasonName } from '#shared/market/window.ts';
import { type Share, seasonShare } from '#shared/reach/charts.ts';
import { releaseOfWindow } from '#shared/reach/find-release.ts';
import type { Release } from '#shared/reach/release.ts';
import { newDraftContent } from '../designer/new-draft.ts';
import { planFor } from '../season/suggestion.ts';

/** A beginning of a campaign: for a season that comes, for customers who stayed away, or from nothing. */
export interface Template {
  readonly id: SeasonName | 'win_back' | 'blank';
  /** The season it is for, as it comes next; undefined where there is none, or where none can be planned yet. */
  readonly coming: string | undefined;
  /** What the release says of the season, where it is published and the noise lets it be shown. */
  readonly share: Share | undefined;
  /** Whether the season that the audience is chosen from is published. */
  readonly isReleased: boolean;
  readonly content: DraftContent;
}

const SEASONS: readonly SeasonName[] = ['spring', 'summer', 'autumn', 'winter'];

/**
 * The templates of a merchant: the four seasons in the order in which they come, winning back, and a blank one. Category, bands, windows and dates are the
 * profile's and the releases' own; what they cannot say is left open. No amount, reward or text is made up.
 */
export function templatesFor(market: MarketInfo, account: Account, releases: readonly Release[]): readonly Template[] {
  const blank = newDraftContent(market, account);
  const seasons = SEASONS.map((season) => seasonTemplate(season, blank, market, releases)).sort((left, right) =>
    (left.content.startsOn ?? '9999').localeCompare(right.content.startsOn ?? '9999'),
  );
  return [
    ...seasons,
    ...winBack(blank, account, releases),
    { id: 'blank', coming: undefined, share: undefined, isReleased: false, content: blank },
  ];
}

function seasonTemplate(season: SeasonName, blank: DraftContent, market: MarketInfo, releases: readonly Release[]): Template {
  const window = closedWindows(market.today).seasons.find((candidate) => candidate.endsWith(`-${season}`));
  const plan = planFor(season, market.today);
  const category = blank.spend?.category;
  const isReleased = window !== undefined && releaseOfWindow(releases, window) !== undefined;
  const last = blank.spend?.bands.to ?? 0;
  const speaking =
    category === undefined || !isReleased ? undefined : highestRun(last, (bands) => seasonShare(releases, category, bands, season));
  return {
    id: season,
    coming: plan?.coming,
    share: speaking?.share,
    isReleased,
    content: {
      ...blank,
      spend:
        blank.spend === null || window === undefined
          ? blank.spend
          : { ...blank.spend, window, bands: { from: speaking?.from ?? 0, to: last } },
      startsOn: plan?.startsOn ?? null,
      endsOn: plan?.endsOn ?? null,
    },
  };
}

/** The narrowest run of bands up to the last one, but never the last alone, of which the noise lets the season's share be shown. */
function highestRun(
  last: number,
  shareOf: (bands: { readonly from: number; readonly to: number }) => Share | undefined,
): { readonly from: number; readonly share: Share } | undefined {
  for (let from = Math.max(0, last - 1); from >= 0; from -= 1) {
    const share = shareOf({ from, to: last });
    if (share?.shown === true) return { from, share };
  }
  return undefined;
}

/** A relationship is counted in the merchant's own category only, in a season. */
function winBack(blank: DraftContent, account: Account, releases: readonly Release[]): readonly Template[] {
  const { spend } = blank;
  if (spend === null || spend.category !== account.merchant?.categoryId) return [];
  return [
    {
      id: 'win_back',
      coming: undefined,
      share: undefined,
      isReleased: releaseOfWindow(releases, spend.window) !== undefined,
      content: { ...blank, objective: 'win_back', relation: 'lapsed' },
    },
  ];
}
