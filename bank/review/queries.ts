import type { Check } from '#shared/review/decision.ts';
import { type CampaignView, type ListedCampaign, readCampaign, withRevisions } from '../campaigns/queries.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import type { BankServices } from '../services.ts';
import { findMerchant } from '../storage/repositories/accounts.ts';
import { listCampaigns } from '../storage/repositories/campaigns.ts';
import { listDecisions } from '../storage/repositories/reviews.ts';
import { type FourEyesReason, fourEyesReasons } from './approvals.ts';
import { checkRevision } from './checks.ts';

export interface QueuedCampaign extends ListedCampaign {
  readonly fourEyes: readonly FourEyesReason[];
}

/** What waits for a reviewer: submitted, in review, or approved by one of two. The oldest submission first. */
export async function readQueue({ database, profile }: BankServices): Promise<readonly QueuedCampaign[]> {
  const waiting = await withRevisions(database, await listCampaigns(database, { states: ['submitted', 'in_review', 'approved'] }));
  return waiting
    .map((item) => ({ ...item, fourEyes: fourEyesReasons(item.newest.content, item.newest.reach, profile.limits) }))
    .sort((left, right) => compareText(left.newest.submittedAt, right.newest.submittedAt));
}

/** All that a reviewer decides on: the revision, its checks, its reach as judged at submission. Published numbers only. */
export interface CaseView {
  readonly view: CampaignView;
  readonly checks: readonly Check[];
  readonly fourEyes: readonly FourEyesReason[];
  readonly approvalsGiven: number;
}

/** @throws AppError `not_found` */
export async function readCase(services: BankServices, caller: Caller, time: BankTime, campaignId: string): Promise<CaseView> {
  const view = await readCampaign(services, caller, campaignId);
  const { newest, campaign } = view;
  const merchant = await findMerchant(services.database, campaign.merchantId);
  const usable = await services.releases.usable(time.now);
  const decisions = await listDecisions(services.database, campaign.id, newest.number);
  return {
    view,
    checks: checkRevision({
      revision: newest,
      profile: services.profile,
      merchant: { mcc: merchant?.mcc ?? '', categoryId: merchant?.categoryId ?? '' },
      isReleaseCurrent: usable.some((release) => release.id === newest.releaseId),
      today: time.today,
    }),
    fourEyes: fourEyesReasons(newest.content, newest.reach, services.profile.limits),
    approvalsGiven: decisions.filter((decision) => decision.kind === 'approve').length,
  };
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
