import { createHash } from 'node:crypto';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import type { WaitingWork } from '#shared/contracts/http/campaigns.ts';
import { AppError } from '#shared/errors.ts';
import { CampaignReport } from '#shared/results/report.ts';
import type { AuditEntry } from '../audit/entry.ts';
import type { Caller } from '../policy/caller.ts';
import { isPartner, requireMerchant, requireVisible } from '../policy/policy.ts';
import type { BankServices } from '../services.ts';
import type { BankDatabase, BankTransaction } from '../storage/database.ts';
import { readAuditEntries } from '../storage/repositories/audit-events.ts';
import {
  type CampaignRow,
  findCampaign,
  listCampaigns,
  listRevisions,
  newestRevisions,
  type RevisionRow,
} from '../storage/repositories/campaigns.ts';
import { countUnanswered, listAcceptances, listInvitations } from '../storage/repositories/cooperations.ts';
import { findReport, listSeenMarks, upsertSeenMark } from '../storage/repositories/reviews.ts';
import { unreadComments } from './comments.ts';
import { TRANSITION_EVENT } from './transition.ts';

type Reader = Pick<BankServices, 'database'>;
const NOBODY: ReadonlySet<string> = new Set();

/** A campaign with everything that its page shows. */
export interface CampaignView {
  readonly campaign: CampaignRow;
  /** All revisions, the first one first; never empty. */
  readonly revisions: readonly RevisionRow[];
  readonly newest: RevisionRow;
  /** Audit entries of its transitions, the first one first. */
  readonly transitions: readonly AuditEntry[];
  /** Merchants that accepted the newest revision, where it is a cooperative one; the one that submitted it is not among them. */
  readonly accepted: ReadonlySet<string>;
}

/** The hash that names a content: SHA-256 of its canonical JSON. */
export function revisionHash(content: CampaignContent): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** @throws AppError `not_found`, also where the caller may not know that it exists */
export async function readCampaign({ database }: Reader, caller: Caller, campaignId: string): Promise<CampaignView> {
  const campaign = requireVisible(caller, await findCampaign(database, campaignId));
  return asSeenBy(caller, await viewCampaign(database, campaign));
}

/** A merchant that joined sees the revisions that were frozen with it and what became of each; none from before it joined, or from while it was out. */
export function asSeenBy(caller: Caller, view: CampaignView): CampaignView {
  if (!isPartner(caller, view.campaign)) return view;
  const revisions = view.revisions.filter(
    ({ content }) => content.cooperation?.shares.some((share) => share.merchantId === caller.merchantId) === true,
  );
  const seen = new Set(revisions.map((revision) => revision.number));
  return { ...view, revisions, transitions: view.transitions.filter((entry) => seen.has(Number(entry.body['revision']))) };
}

/** @throws AppError `not_found` for a campaign that was never submitted */
export async function viewCampaign(database: BankDatabase | BankTransaction, campaign: CampaignRow): Promise<CampaignView> {
  const revisions = await listRevisions(database, campaign.id);
  const newest = revisions.at(-1);
  if (newest === undefined) throw new AppError('not_found', {});
  const transitions = await readAuditEntries(database, { subject: campaign.id, event: TRANSITION_EVENT });
  const accepted = newest.content.cooperation === undefined ? NOBODY : await listAcceptances(database, campaign.id, newest.number);
  return { campaign, revisions, newest, transitions, accepted };
}

export interface ListedCampaign {
  readonly campaign: CampaignRow;
  readonly newest: RevisionRow;
  /** Comments that the caller has not read. */
  readonly unread?: number;
}

/** The campaigns of the caller's merchant and those it joined; all of them for the bank. */
export async function readCampaigns({ database }: Reader, caller: Caller): Promise<readonly ListedCampaign[]> {
  const isBank = caller.role === 'bank_reviewer' || caller.role === 'bank_privacy_officer';
  const filter = isBank ? {} : { merchantId: requireMerchant(caller, 'list_campaigns') };
  const unread = await unreadComments({ database }, caller);
  const listed = await withRevisions(database, await listCampaigns(database, filter));
  return unread.size === 0 ? listed : listed.map((item) => ({ ...item, unread: unread.get(item.campaign.id) ?? 0 }));
}

export async function withRevisions(database: BankDatabase, campaigns: readonly CampaignRow[]): Promise<readonly ListedCampaign[]> {
  const newest = await newestRevisions(
    database,
    campaigns.map((campaign) => campaign.id),
  );
  return campaigns.flatMap((campaign) => {
    const revision = newest.get(campaign.id);
    return revision === undefined ? [] : [{ campaign, newest: revision }];
  });
}

/** @throws AppError `not_found` until a report is published */
export async function readReport({ database }: Reader, caller: Caller, campaignId: string): Promise<CampaignReport> {
  const campaign = requireVisible(caller, await findCampaign(database, campaignId));
  const body = await findReport(database, campaign.id);
  if (body === undefined) throw new AppError('not_found', {});
  return CampaignReport.parse(body);
}

export async function markSeen({ database }: Reader, caller: Caller, campaignId: string): Promise<void> {
  const campaign = requireVisible(caller, await findCampaign(database, campaignId));
  await upsertSeenMark(database, caller.accountId, campaign.id, campaign.version);
}

/** States in which the bank, or time, has moved a campaign and its merchant may want to know. */
const NEWS_STATES = ['changes_requested', 'rejected', 'scheduled', 'live', 'suspended', 'ended'] as const;
/** States into which another shop has moved a cooperative campaign. */
const SHARED_NEWS_STATES = ['draft', 'submitted'] as const;

const NOTHING_WAITS: WaitingWork = { campaigns: 0, invitations: 0, queue: 0, results: 0, comments: 0 };

/** Badge counts: what a merchant has not opened since it changed; what no reviewer has taken yet, or what waits for second eyes; unread comments. */
export async function waitingWork({ database }: Reader, caller: Caller): Promise<WaitingWork> {
  const comments = [...(await unreadComments({ database }, caller)).values()].reduce((sum, count) => sum + count, 0);
  if (caller.role === 'bank_reviewer') {
    const waiting = await listCampaigns(database, { states: ['submitted', 'approved'] });
    return { ...NOTHING_WAITS, queue: waiting.length, comments };
  }
  if (caller.merchantId === undefined) return NOTHING_WAITS;
  const seen = await listSeenMarks(database, caller.accountId);
  const visible = await listCampaigns(database, {
    merchantId: caller.merchantId,
    states: [...NEWS_STATES, ...SHARED_NEWS_STATES, 'reported'],
  });
  const isNews = ({ state, partnerIds }: CampaignRow) => partnerIds.length > 0 || !SHARED_NEWS_STATES.some((shared) => shared === state);
  const unseen = visible.filter((campaign) => isNews(campaign) && campaign.version > (seen.get(campaign.id) ?? 0));
  const invited = (await listInvitations(database, caller.merchantId)).filter((invitation) => invitation.state === 'invited');
  const invitations = invited.length + (await countUnanswered(database, caller.merchantId));
  const results = unseen.filter((campaign) => campaign.state === 'reported').length;
  return { campaigns: unseen.length - results, invitations, queue: 0, results, comments };
}
