import type { CampaignContent } from '#shared/campaign/content.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { StoredReach } from '../storage/repositories/campaigns.ts';

export type FourEyesReason = 'alcohol' | 'credit' | 'budget' | 'reach';

/** Why a revision needs a second reviewer; empty where one is enough. Judged on published numbers. */
export function fourEyesReasons(
  content: Pick<CampaignContent, 'offer' | 'budgetCents'>,
  reach: Pick<StoredReach, 'customers'>,
  limits: Profile['limits'],
): readonly FourEyesReason[] {
  const reasons: FourEyesReason[] = [];
  if (content.offer.declarations.alcohol) reasons.push('alcohol');
  if (content.offer.declarations.credit) reasons.push('credit');
  if (content.budgetCents > limits.fourEyesBudgetCents) reasons.push('budget');
  if (reach.customers > limits.fourEyesReach) reasons.push('reach');
  return reasons;
}
