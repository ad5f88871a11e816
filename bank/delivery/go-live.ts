import type { ReasonCode } from '#shared/review/decision.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Bank } from '../storage/data-directory.ts';
import { type ApprovedCampaign, campaignsIn } from './campaign-record.ts';
import type { DeliveryPorts, ReachGuard } from './ports.ts';
import { selectCustomers } from './selection.ts';

/** What became of a scheduled campaign. Sizes are for the operator at the bank's own machine; no merchant sees them. */
export type GoLiveOutcome =
  | { readonly kind: 'live'; readonly campaignId: string; readonly delivered: number; readonly holdout: number }
  | { readonly kind: 'guard_failed'; readonly campaignId: string; readonly reason: ReasonCode };

/**
 * Takes every scheduled campaign whose start date has come live, or back to the merchant with the reason of the guard that failed. The guards read the
 * stored revision, dates and published releases; consent is part of the selection. Each campaign is one transaction.
 */
export async function goLive(bank: Bank, ports: DeliveryPorts, time: BankTime): Promise<readonly GoLiveOutcome[]> {
  const due = (await campaignsIn(bank.database, ['scheduled'])).filter((campaign) => campaign.content.schedule.startsOn <= time.today);
  const outcomes: GoLiveOutcome[] = [];
  for (const campaign of due) {
    const reach = await ports.reach.meetsMinimum(campaign.content, time, campaign.merchantId);
    const failure = failedGuard(reach, campaign, time);
    outcomes.push(
      await bank.database.transaction().execute(async (transaction): Promise<GoLiveOutcome> => {
        if (failure !== undefined) {
          await ports.transitions.apply(transaction, { campaignId: campaign.id, transition: 'fail_guard', time, ...failure });
          return { kind: 'guard_failed', campaignId: campaign.id, reason: failure.reason };
        }
        await ports.transitions.apply(transaction, { campaignId: campaign.id, transition: 'go_live', time });
        const selection = await selectCustomers(transaction, bank.profile, ports.segments, campaign, reach.candidatesAtMost, time);
        return { kind: 'live', campaignId: campaign.id, ...selection };
      }),
    );
  }
  return outcomes;
}

interface GuardFailure {
  readonly reason: ReasonCode;
  readonly text: string;
}

function failedGuard(reach: ReachGuard, campaign: ApprovedCampaign, time: BankTime): GuardFailure | undefined {
  if (campaign.contentHash !== campaign.approvedHash)
    return { reason: 'other', text: 'The stored revision is not the one that was approved, so nothing was delivered.' };
  if (campaign.content.schedule.endsOn < time.today)
    return { reason: 'other', text: 'The last day of the flight had passed before the campaign could go live.' };
  if (!reach.passes)
    return {
      reason: 'audience_too_small',
      text: `By the newest release the audience no longer has ${reach.minimum} deliverable customers with the required margin (${reach.required}).`,
    };
  return undefined;
}
