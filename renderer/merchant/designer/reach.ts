import type { Audience } from '#shared/audience/audience.ts';
import { CAMPAIGN_LIMITS, Offer } from '#shared/campaign/content.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import { priorsOf } from '#shared/market/priors.ts';
import { forecast } from '#shared/reach/forecast.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { Quote } from '#shared/reach/quote.ts';
import type { Release } from '#shared/reach/release.ts';
import type { Forecast, Reach } from '#shared/reach/types.ts';

/** What the panel knows of a draft right now; a pure function of the draft and the releases on this machine. */
export type DraftReach =
  | { readonly kind: 'no_release' }
  | { readonly kind: 'incomplete'; readonly missing: 'spend' | 'regions' | 'channels' }
  | { readonly kind: 'not_answerable'; readonly reason: Extract<Reach, { kind: 'not_answerable' }>['reason'] }
  | { readonly kind: 'rough'; readonly reach: Extract<Reach, { kind: 'rough' }> }
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
  if (reach.kind === 'rough') return { kind: 'rough', reach };
  if (reach.kind === 'not_answerable') return { kind: 'not_answerable', reason: reach.reason };
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

/** The offer of a draft; undefined while its reward and caps are not complete. */
export function offerOf(draft: DraftContent): Offer | undefined {
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
