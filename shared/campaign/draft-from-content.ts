import { partsOfAudience } from '../audience/audience.ts';
import type { CampaignContent } from './content.ts';
import { type DraftContent, NO_CLAIM } from './draft.ts';

/**
 * The inverse of `completeDraft`: a draft that holds exactly this content, for revising a campaign or starting from a copy.
 * @param allRegions the market's regions: an audience that names none means all of them, and a draft names them
 */
export function draftFromContent(content: CampaignContent, allRegions: readonly string[]): DraftContent {
  const { offer, schedule } = content;
  const { spends, regions, relation, visits } = partsOfAudience(content.audience);
  return {
    name: content.name,
    objective: content.objective,
    market: content.market,
    channels: content.channels,
    spend: spends[0] ?? null,
    secondSpend: spends[1] ?? null,
    relation: relation ?? 'any',
    visits: visits ?? null,
    regions: [...(regions ?? allRegions)],
    reward: {
      template: offer.reward.template,
      percent: offer.reward.template === 'percent' ? offer.reward.percent : null,
      amountCents: offer.reward.template === 'flat_amount' ? offer.reward.amountCents : null,
    },
    minimumSpendCents: offer.minimumSpendCents,
    capPerRedemptionCents: offer.capPerRedemptionCents,
    capPerCustomerCents: offer.capPerCustomerCents,
    redemptionsPerCustomer: offer.redemptionsPerCustomer,
    activation: {
      kind: offer.activation.kind,
      withinDays: offer.activation.kind === 'required' ? offer.activation.withinDays : null,
    },
    where: offer.where,
    returnPeriodDays: offer.returnPeriodDays,
    declarations: offer.declarations,
    claim: { ...NO_CLAIM, ...offer.claim },
    evidence: content.evidence ?? [],
    creative: content.creative,
    images: content.images ?? {},
    alternative:
      content.alternative === undefined ? null : { creative: content.alternative.creative, images: content.alternative.images ?? {} },
    startsOn: schedule.startsOn,
    endsOn: schedule.endsOn,
    redemptionExtraDays: schedule.redemptionExtraDays,
    pacing: schedule.pacing,
    budgetCents: content.budgetCents,
    holdoutPercent: content.holdoutPercent,
    attributionDays: content.attributionDays,
  };
}
