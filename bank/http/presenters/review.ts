import type { z } from 'zod';
import { partsOfAudience } from '#shared/audience/audience.ts';
import { renderVersions } from '#shared/campaign/render-message.ts';
import type { QueueItem, ReviewCase } from '#shared/contracts/http/campaigns.ts';
import type { Profile } from '#shared/market/profile.ts';
import { daysBetween } from '#shared/market/working-days.ts';
import { diffContents } from '#shared/review/diff.ts';
import type { Caller } from '../../policy/caller.ts';
import type { CaseView, QueuedCampaign } from '../../review/queries.ts';
import type { StoredReach } from '../../storage/repositories/campaigns.ts';
import { presentDetail, presentSummary } from './campaigns.ts';
import { labels } from './labels.ts';

/** A start this close is flagged in the queue. */
const STARTS_SOON_DAYS = 7;

export function presentQueueItem(item: QueuedCampaign, caller: Caller, today: string): QueueItem {
  const { campaign, newest } = item;
  const flags: QueueItem['flags'] = [];
  if (item.fourEyes.length > 0) flags.push('four_eyes');
  if (daysBetween(today, newest.content.schedule.startsOn) <= STARTS_SOON_DAYS) flags.push('starts_soon');
  if (newest.number > 1) flags.push('resubmitted');
  return {
    summary: presentSummary(item),
    submittedAt: newest.submittedAt,
    claimed: campaign.claimedBy !== undefined,
    claimedByMe: campaign.claimedBy === caller.accountId,
    flags,
    reach: presentReach(newest.reach),
  };
}

export function presentCase(
  { view, checks, fourEyes, approvalsGiven }: CaseView,
  caller: Caller,
  profile: Profile,
): z.input<typeof ReviewCase> {
  const { campaign, newest, revisions } = view;
  const previous = revisions.at(-2);
  const categoryId = partsOfAudience(newest.content.audience).spend.category;
  const category = profile.categories.find((candidate) => candidate.id === categoryId) ?? { id: categoryId };
  return {
    detail: presentDetail(view, caller),
    submittedAt: newest.submittedAt,
    claimed: campaign.claimedBy !== undefined,
    claimedByMe: campaign.claimedBy === caller.accountId,
    ...renderVersions(newest.content, { shopName: campaign.shopName, categoryLabel: labels(category) }),
    changes: previous === undefined ? [] : [...diffContents(previous.content, newest.content)],
    ...(previous === undefined ? {} : { previousRevision: previous.number }),
    checks: [...checks],
    reach: presentReach(newest.reach),
    liability: {
      worstCaseCents: newest.reach.worstCaseCents,
      budgetCents: newest.content.budgetCents,
      overrunChance: newest.reach.overrunChance,
    },
    approvals: { given: approvalsGiven, needed: fourEyes.length > 0 ? 2 : 1, reasons: [...fourEyes] },
  };
}

function presentReach({ customers, halfWidth, required, releaseId }: StoredReach): QueueItem['reach'] {
  return { customers, halfWidth, required, releaseId };
}
