import type { z } from 'zod';
import { isPartnerTransition, legalTransitions, TRANSITION_NAMES, type TransitionName } from '#shared/campaign/transitions.ts';
import type { Cooperation } from '#shared/campaign/cooperation.ts';
import { CampaignState } from '#shared/campaign/transitions.ts';
import type { CampaignDetail, CampaignShop, CampaignSummary, TimelineEntry } from '#shared/contracts/http/campaigns.ts';
import { ReasonCode } from '#shared/review/decision.ts';
import type { AuditEntry } from '../../audit/entry.ts';
import type { CampaignView, ListedCampaign } from '../../campaigns/queries.ts';
import type { Caller } from '../../policy/caller.ts';
import { actorOf, isPartner } from '../../policy/policy.ts';

export function presentSummary({ campaign, newest, unread = 0 }: ListedCampaign): CampaignSummary {
  return {
    id: campaign.id,
    name: newest.content.name,
    state: campaign.state,
    version: campaign.version,
    revision: newest.number,
    revisionHash: newest.hash,
    startsOn: newest.content.schedule.startsOn,
    endsOn: newest.content.schedule.endsOn,
    budgetCents: newest.content.budgetCents,
    merchant: { id: campaign.merchantId, shopName: campaign.shopName },
    ...(newest.content.cooperation === undefined ? {} : { shops: newest.content.cooperation.shares.length }),
    updatedAt: campaign.updatedAt,
    ...(unread === 0 ? {} : { unreadComments: unread }),
  };
}

export function presentDetail(view: CampaignView, caller: Caller): z.input<typeof CampaignDetail> {
  const { campaign, newest } = view;
  return {
    summary: presentSummary({ campaign, newest }),
    content: newest.content,
    timeline: view.transitions.map(presentStep),
    legal: legalNow(view, caller),
    ...(campaign.rewardPriceCents === undefined || campaign.feeCents === undefined
      ? {}
      : { prices: { rewardPriceCents: campaign.rewardPriceCents, feeCents: campaign.feeCents } }),
    ...(newest.content.cooperation === undefined ? {} : { shops: shopsOf(view, newest.content.cooperation, caller) }),
  };
}

function shopsOf({ campaign, accepted }: CampaignView, { shares }: Cooperation, caller: Caller): CampaignShop[] {
  return shares.map(({ merchantId, shopName, sharePercent }) => ({
    shopName,
    sharePercent,
    isLead: merchantId === campaign.merchantId,
    isMine: merchantId === caller.merchantId,
    accepted: merchantId === campaign.merchantId || accepted.has(merchantId),
  }));
}

/** What this caller may do now: the table's steps, without those that another person must make. */
function legalNow({ campaign, transitions, accepted }: CampaignView, caller: Caller): TransitionName[] {
  const actor = actorOf(caller);
  if (actor === undefined) return [];
  const claimedByAnother = campaign.claimedBy !== undefined && campaign.claimedBy !== caller.accountId;
  const lastBy = (name: TransitionName) => transitions.findLast((entry) => entry.body['transition'] === name)?.actor.id;
  const joined = isPartner(caller, campaign);
  const hasAccepted = caller.merchantId !== undefined && accepted.has(caller.merchantId);
  return legalTransitions(campaign.state, actor).filter((name) => {
    if (actor === 'merchant_editor' && joined !== isPartnerTransition(name)) return false;
    if (name === 'agree') return !hasAccepted;
    if (campaign.state === 'in_review' && actor === 'bank_reviewer' && name !== 'suspend') return !claimedByAnother;
    if (name === 'schedule') return lastBy('approve') !== caller.accountId;
    if (name === 'lift_suspension') return lastBy('suspend') !== caller.accountId;
    return true;
  });
}

function presentStep(entry: AuditEntry): TimelineEntry {
  const { body } = entry;
  const reason = ReasonCode.safeParse(body['reason']);
  const transition = TRANSITION_NAMES.find((name) => name === body['transition']);
  if (transition === undefined) throw new TypeError(`audit entry ${entry.seq} names no transition`);
  return {
    at: entry.at,
    transition,
    from: CampaignState.parse(body['from']),
    to: CampaignState.parse(body['to']),
    by: sideOf(entry.actor.role),
    revision: Number(body['revision']),
    ...(reason.success ? { reason: reason.data } : {}),
    ...(typeof body['text'] === 'string' ? { text: body['text'] } : {}),
  };
}

/** Merchants see which side acted, never which person. */
function sideOf(role: string): TimelineEntry['by'] {
  if (role === 'system') return 'system';
  return role.startsWith('merchant') ? 'merchant' : 'bank';
}
