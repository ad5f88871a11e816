import { createHash } from 'node:crypto';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { AppError } from '#shared/errors.ts';
import { CampaignReport } from '#shared/results/report.ts';
import type { AuditEntry } from '../audit/entry.ts';
import type { Caller } from '../policy/caller.ts';
import { requireMerchant, requireVisible } from '../policy/policy.ts';
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
import { findReport, listSeenMarks, upsertSeenMark } from '../storage/repositories/reviews.ts';
import { TRANSITION_EVENT } from './transition.ts';

type Reader = Pick<BankServices, 'database'>;

/** A campaign with everything that its page shows. */
export interface CampaignView {
  readonly campaign: CampaignRow;
  /** All revisions, the first one first; never empty. */
  readonly revisions: readonly RevisionRow[];
  readonly newest: RevisionRow;
  /** Audit entries of its transitions, the first one first. */
  readonly transitions: readonly AuditEntry[];
}

/** The hash that names a content: SHA-256 of its canonical JSON. */
export function revisionHash(content: CampaignContent): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** @throws AppError `not_found`, also where the caller may not know that it exists */
export async function readCampaign({ database }: Reader, caller: Caller, campaignId: string): Promise<CampaignView> {
  return viewCampaign(database, requireVisible(caller, await findCampaign(database, campaignId)));
}

/** @throws AppError `not_found` for a campaign that was never submitted */
export async function viewCampaign(database: BankDatabase | BankTransaction, campaign: CampaignRow): Promise<CampaignView> {
  const revisions = await listRevisions(database, campaign.id);
  const newest = revisions.at(-1);
  if (newest === undefined) throw new AppError('not_found', {});
  const transitions = await readAuditEntries(database, { subject: campaign.id, event: TRANSITION_EVENT });
  return { campaign, revisions, newest, transitions };
}

export interface ListedCampaign {
  readonly campaign: CampaignRow;
  readonly newest: RevisionRow;
}

/** The campaigns of the caller's merchant; all of them for the bank. */
export async function readCampaigns({ database }: Reader, caller: Caller): Promise<readonly ListedCampaign[]> {
  const isBank = caller.role === 'bank_reviewer' || caller.role === 'bank_privacy_officer';
  const filter = isBank ? {} : { merchantId: requireMerchant(caller, 'list_campaigns') };
  return withRevisions(database, await listCampaigns(database, filter));
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

export interface WaitingWork {
  readonly campaigns: number;
  readonly queue: number;
  readonly results: number;
}

/** States in which the bank, or time, has moved a campaign and its merchant may want to know. */
const NEWS_STATES = ['changes_requested', 'rejected', 'scheduled', 'live', 'suspended', 'ended'] as const;

/** Badge counts: what a merchant has not opened since it changed; what no reviewer has taken yet, or what waits for second eyes. */
export async function waitingWork({ database }: Reader, caller: Caller): Promise<WaitingWork> {
  if (caller.role === 'bank_reviewer') {
    const waiting = await listCampaigns(database, { states: ['submitted', 'approved'] });
    return { campaigns: 0, queue: waiting.length, results: 0 };
  }
  if (caller.merchantId === undefined) return { campaigns: 0, queue: 0, results: 0 };
  const seen = await listSeenMarks(database, caller.accountId);
  const own = await listCampaigns(database, { merchantId: caller.merchantId, states: [...NEWS_STATES, 'reported'] });
  const unseen = own.filter((campaign) => campaign.version > (seen.get(campaign.id) ?? 0));
  const results = unseen.filter((campaign) => campaign.state === 'reported').length;
  return { campaigns: unseen.length - results, queue: 0, results };
}
