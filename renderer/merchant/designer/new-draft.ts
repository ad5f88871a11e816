import { type DraftContent, type DraftText, NO_CLAIM } from '#shared/campaign/draft.ts';
import { CAMPAIGN_LIMITS, requiredLanguages } from '#shared/campaign/content.ts';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import { closedWindows } from '#shared/market/window.ts';

const EMPTY_TEXT = { title: '', shortText: '', longText: '', terms: '' } as const;

/**
 * The content a new campaign starts with: the merchant's own category in the season that comes round next, everybody in it, everywhere. What only the
 * merchant can decide (name, reward, words, dates, budget) is left open.
 */
export function newDraftContent(market: MarketInfo, account: Account): DraftContent {
  const category = market.categories.find((candidate) => candidate.id === account.merchant?.categoryId) ?? market.categories[0];
  const window = closedWindows(market.today).seasons[0];
  return {
    name: '',
    objective: 'drive_sales',
    market: market.market,
    channels: market.channels.filter((channel) => channel === 'app_feed' || channel === 'push'),
    spend:
      category === undefined || window === undefined
        ? null
        : { kind: 'spend', category: category.id, window, bands: { from: 0, to: category.bandEdges.length - 1 } },
    secondSpend: null,
    relation: 'any',
    visits: null,
    regions: market.regions.map((region) => region.id),
    reward: { template: 'percent', percent: null, amountCents: null },
    minimumSpendCents: null,
    capPerRedemptionCents: null,
    capPerCustomerCents: null,
    redemptionsPerCustomer: 1,
    activation: { kind: 'required', withinDays: CAMPAIGN_LIMITS.attributionDays.default },
    where: 'in_store',
    returnPeriodDays: 14,
    declarations: { alcohol: false, gambling: false, credit: false, tobacco: false, medical: false, political: false },
    claim: NO_CLAIM,
    evidence: [],
    creative: Object.fromEntries(requiredLanguages(market.market).map((language) => [language, EMPTY_TEXT])),
    images: {},
    alternative: null,
    startsOn: null,
    endsOn: null,
    redemptionExtraDays: 7,
    pacing: 'even',
    budgetCents: null,
    holdoutPercent: 10,
    attributionDays: CAMPAIGN_LIMITS.attributionDays.default,
  };
}

/** An empty text of one language, for a language that is added. */
export function emptyText(): DraftText {
  return { ...EMPTY_TEXT };
}
