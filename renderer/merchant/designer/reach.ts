import type { Audience } from '#shared/audience/audience.ts';
import { CAMPAIGN_LIMITS, Offer } from '#shared/campaign/content.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import { priorsOf } from '#shared/market/priors.ts';
import { seasonOfMonth, windowKind } from '#shared/market/window.ts';
import { forecast } from '#shared/reach/forecast.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { Quote } from '#shared/reach/quote.ts';
import type { Release } from '#shared/reach/release.ts';
import type { Forecast, Reach } from '#shared/reach/types.ts';

/** What the panel knows of a draft right now; a pure function of the draft and the releases on this machine. */
export type DraftReach =
  | { readonly kind: 'no_release' }
  | { readonly kind: 'incomplete'; readonly missing: 'spend' | 'regions' | 'channels' }
  | {
      readonly kind: 'not_answerable';
      readonly reason: Extract<Reach, { kind: 'not_answerable' }>['reason'];
      /** The season that answers instead of a month with regions, where it is released. */
      readonly seasonInstead: string | undefined;
    }
  | { readonly kind: 'rough'; readonly reach: Extract<Reach, { kind: 'rough' }>; readonly seasonInstead: string | undefined }
  | { readonly kind: 'answered'; readonly reach: Extract<Reach, { kind: 'answered' }>; readonly forecast: Forecast | undefined };

/** The part of a draft that its rule is made of. */
export type RuleDraft = Pick<DraftContent, 'spend' | 'secondSpend' | 'relation' | 'visits' | 'regions'>;
/** The part of a draft that reach without cost depends on. */
export type AudienceDraft = RuleDraft & Pick<DraftContent, 'channels' | 'holdoutPercent'>;

/** What reach is computed from: the releases and answered quotes on this machine. */
export interface Published {
  readonly releases: readonly Release[];
  readonly quotes: readonly Quote[];
}

/** A draft's audience: undefined while the spend condition or the regions are not chosen. All regions are no condition. */
export function audienceOf(draft: RuleDraft, market: MarketInfo): Audience | undefined {
  if (draft.spend === null || draft.regions.length === 0) return undefined;
  const isEverywhere = market.regions.every((region) => draft.regions.includes(region.id));
  return {
    format: 'florin-audience/1',
    conditions: [
      draft.spend,
      ...(draft.secondSpend === null ? [] : [draft.secondSpend]),
      ...(draft.relation === 'any' ? [] : [{ kind: 'relationship' as const, relation: draft.relation }]),
      ...(draft.visits === null ? [] : [draft.visits]),
      ...(isEverywhere ? [] : [{ kind: 'regions' as const, regions: [...draft.regions] }]),
    ],
  };
}

export function reachOfDraft(draft: DraftContent, published: Published, market: MarketInfo, account: Account): DraftReach {
  const { releases } = published;
  if (releases.length === 0) return { kind: 'no_release' };
  if (draft.channels.length === 0) return { kind: 'incomplete', missing: 'channels' };
  const audience = audienceOf(draft, market);
  if (audience === undefined) return { kind: 'incomplete', missing: draft.spend === null ? 'spend' : 'regions' };
  const reach = computeReach({ ...published, audience, channels: draft.channels, holdoutPercent: draft.holdoutPercent });
  if (reach.kind !== 'answered') {
    const window = draft.spend?.window ?? '';
    const season = windowKind(window) === 'month' ? seasonOfMonth(window) : undefined;
    const isReleased = releases.some((release) => release.window === season);
    const seasonInstead = isReleased ? season : undefined;
    return reach.kind === 'rough'
      ? { kind: 'rough', reach, seasonInstead }
      : { kind: 'not_answerable', reason: reach.reason, seasonInstead };
  }
  return { kind: 'answered', reach, forecast: forecastOfDraft(draft, reach, market, account) };
}

/** Cost and outcome; undefined while the offer has no complete reward and caps. Without a budget the forecast is not cut off by one. */
function forecastOfDraft(
  draft: DraftContent,
  reach: Extract<Reach, { kind: 'answered' }>,
  market: MarketInfo,
  account: Account,
): Forecast | undefined {
  const offer = offerOf(draft);
  if (offer === undefined) return undefined;
  const { planning } = market;
  return forecast(
    { offer, budgetCents: draft.budgetCents ?? CAMPAIGN_LIMITS.budgetCents.max, holdoutPercent: draft.holdoutPercent },
    reach,
    {
      feePerRedeemingCustomerCents: account.merchant?.feePerRedeemingCustomerCents ?? 0,
      ...priorsOf(planning, { category: account.merchant?.categoryId, template: offer.reward.template }),
      basketPrior: planning.basketPrior,
      reportSigma2: planning.reportSigma2,
    },
  );
}

function offerOf(draft: DraftContent): Offer | undefined {
  const parsed = Offer.safeParse({
    reward:
      draft.reward.template === 'percent'
        ? { template: 'percent', percent: draft.reward.percent }
        : { template: 'flat_amount', amountCents: draft.reward.amountCents },
    minimumSpendCents: draft.minimumSpendCents,
    capPerRedemptionCents: draft.capPerRedemptionCents,
    capPerCustomerCents: draft.capPerCustomerCents,
    redemptionsPerCustomer: draft.redemptionsPerCustomer,
    activation: draft.activation.kind === 'automatic' ? { kind: 'automatic' } : draft.activation,
    where: draft.where,
    returnPeriodDays: draft.returnPeriodDays,
    declarations: draft.declarations,
  });
  return parsed.success ? parsed.data : undefined;
}

/** A change of the audience and what it adds to the deliverable customers. */
export interface HelpfulChange {
  readonly kind: 'region' | 'band';
  /** The region's id, or the number of the band. */
  readonly id: string;
  readonly change: Pick<DraftContent, 'spend' | 'regions'>;
  readonly addedCustomers: number;
}

/** The changes that would add most, largest first: one more region, or one more band at either end. Only what the releases can answer. */
export function helpfulChanges(draft: AudienceDraft, published: Published, market: MarketInfo, most = 2): readonly HelpfulChange[] {
  const now = deliverableOf(draft, draft, published, market);
  const { spend } = draft;
  if (now === undefined || spend === null) return [];
  const bandCount = market.categories.find((category) => category.id === spend.category)?.bandEdges.length ?? 0;
  const { from, to } = spend.bands;
  const candidates: readonly Omit<HelpfulChange, 'addedCustomers'>[] = [
    ...market.regions
      .filter((region) => !draft.regions.includes(region.id))
      .map((region) => ({ kind: 'region' as const, id: region.id, change: { spend, regions: [...draft.regions, region.id] } })),
    ...(from > 0
      ? [
          {
            kind: 'band' as const,
            id: String(from - 1),
            change: { spend: { ...spend, bands: { from: from - 1, to } }, regions: draft.regions },
          },
        ]
      : []),
    ...(to + 1 < bandCount
      ? [
          {
            kind: 'band' as const,
            id: String(to + 1),
            change: { spend: { ...spend, bands: { from, to: to + 1 } }, regions: draft.regions },
          },
        ]
      : []),
  ];
  return candidates
    .flatMap((candidate) => {
      const then = deliverableOf(draft, candidate.change, published, market);
      return then === undefined ? [] : [{ ...candidate, addedCustomers: Math.round(then - now) }];
    })
    .filter((candidate) => candidate.addedCustomers > 0)
    .sort((left, right) => right.addedCustomers - left.addedCustomers)
    .slice(0, most);
}

function deliverableOf(
  draft: AudienceDraft,
  change: Pick<DraftContent, 'spend' | 'regions'>,
  published: Published,
  market: MarketInfo,
): number | undefined {
  const audience = audienceOf({ ...draft, ...change }, market);
  if (audience === undefined || draft.channels.length === 0) return undefined;
  const reach = computeReach({ ...published, audience, channels: draft.channels, holdoutPercent: draft.holdoutPercent });
  return reach.kind === 'answered' ? reach.deliverable.estimate : undefined;
}
