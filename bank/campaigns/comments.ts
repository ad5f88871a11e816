import { createHash } from 'node:crypto';
import { COMMENT_LIMITS } from '#shared/campaign/comments.ts';
import { AppError } from '#shared/errors.ts';
import { appendAudit } from '../audit/append.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import { requireVisible } from '../policy/policy.ts';
import type { BankServices } from '../services.ts';
import type { BankDatabase, BankTransaction } from '../storage/database.ts';
import { findPeople, type PersonRow } from '../storage/repositories/accounts.ts';
import { type CampaignRow, findCampaign, listCampaigns, lockCampaign } from '../storage/repositories/campaigns.ts';
import {
  type CommentRow,
  commentTimesAfter,
  countUnreadOfMerchant,
  countUnreadOfReviewer,
  findComment,
  findCommentMark,
  insertComment,
  lastCommentNumber,
  listComments,
  upsertCommentMark,
} from '../storage/repositories/comments.ts';

type Services = Pick<BankServices, 'database'>;

/** The comments that a caller may read, with the people who wrote them. */
export interface ThreadView {
  readonly comments: readonly CommentRow[];
  readonly people: ReadonlyMap<string, PersonRow>;
  readonly readUntil: number;
}

const HOUR_MS = 3_600_000;
const NONE: ReadonlyMap<string, number> = new Map();

/** @throws AppError `not_found` for whoever does not see the campaign, and for one that was never submitted */
export async function readComments({ database }: Services, caller: Caller, campaignId: string): Promise<ThreadView> {
  return threadOf(database, caller, requireSubmitted(requireVisible(caller, await findCampaign(database, campaignId))));
}

/**
 * Adds a comment for everybody who sees the campaign at this moment: the bank, its own merchant, and the merchants that have joined it. The campaign's state
 * and version stay as they are, so that a comment never stands in the way of a decision. The audit log gets the hash of the text.
 * @throws AppError `not_found`, `submission_id_reused` where the id stands for another comment, `too_many_requests`, `too_many_comments`
 */
export async function writeComment(
  { database }: Services,
  caller: Caller,
  time: BankTime,
  request: { readonly campaignId: string; readonly commentId: string; readonly text: string },
): Promise<ThreadView> {
  const { commentId, text } = request;
  return database.transaction().execute(async (transaction) => {
    const campaign = requireSubmitted(requireVisible(caller, await lockCampaign(transaction, request.campaignId)));
    const before = await findComment(transaction, commentId);
    if (before !== undefined) {
      if (before.campaignId !== campaign.id || before.authorId !== caller.accountId || before.text !== text)
        throw new AppError('submission_id_reused', {});
      return threadOf(transaction, caller, campaign);
    }
    await requireSlowEnough(transaction, caller, time);
    const number = (await lastCommentNumber(transaction, campaign.id)) + 1;
    if (number > COMMENT_LIMITS.perCampaign) throw new AppError('too_many_comments', { most: COMMENT_LIMITS.perCampaign });
    await insertComment(transaction, {
      id: commentId,
      campaignId: campaign.id,
      number,
      revision: campaign.revision,
      authorId: caller.accountId,
      authorRole: caller.role,
      merchantId: caller.merchantId,
      readerIds: [campaign.merchantId, ...campaign.partnerIds],
      text,
      writtenAt: time.now,
    });
    await appendAudit(transaction, {
      at: time.now,
      actor: { id: caller.accountId, role: caller.role },
      event: 'campaign.commented',
      subject: campaign.id,
      body: { commentId, number, revision: campaign.revision, textSha256: createHash('sha256').update(text).digest('hex') },
    });
    return threadOf(transaction, caller, campaign);
  });
}

/** @throws AppError `not_found` */
export async function markCommentsRead(
  { database }: Services,
  caller: Caller,
  request: { readonly campaignId: string; readonly number: number },
): Promise<void> {
  const campaign = requireSubmitted(requireVisible(caller, await findCampaign(database, request.campaignId)));
  const { comments } = await threadOf(database, caller, campaign);
  // Nobody has read what is not there yet.
  const number = Math.min(request.number, comments.at(-1)?.number ?? 0);
  if (number > 0) await upsertCommentMark(database, caller.accountId, campaign.id, number);
}

/** Comments of others that the caller has not read, by campaign; only of campaigns that the caller sees. */
export async function unreadComments({ database }: Services, caller: Caller): Promise<ReadonlyMap<string, number>> {
  if (caller.role === 'bank_reviewer') return countUnreadOfReviewer(database, caller.accountId);
  if (caller.merchantId === undefined) return NONE;
  const counts = await countUnreadOfMerchant(database, caller.accountId, caller.merchantId);
  if (counts.size === 0) return counts;
  const visible = new Set((await listCampaigns(database, { merchantId: caller.merchantId })).map((campaign) => campaign.id));
  return new Map([...counts].filter(([campaignId]) => visible.has(campaignId)));
}

async function threadOf(database: BankDatabase | BankTransaction, caller: Caller, campaign: CampaignRow): Promise<ThreadView> {
  const all = await listComments(database, campaign.id);
  const { merchantId } = caller;
  const comments = merchantId === undefined ? all : all.filter((comment) => comment.readerIds.includes(merchantId));
  return {
    comments,
    people: await findPeople(database, [...new Set(comments.map((comment) => comment.authorId))]),
    readUntil: await findCommentMark(database, caller.accountId, campaign.id),
  };
}

function requireSubmitted(campaign: CampaignRow): CampaignRow {
  if (campaign.revision === 0) throw new AppError('not_found', {});
  return campaign;
}

async function requireSlowEnough(transaction: BankTransaction, caller: Caller, time: BankTime): Promise<void> {
  const nowMs = Date.parse(time.now);
  const recent = await commentTimesAfter(transaction, caller.accountId, new Date(nowMs - HOUR_MS).toISOString());
  const oldest = recent.at(-COMMENT_LIMITS.perPersonAndHour);
  if (oldest === undefined) return;
  throw new AppError('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(oldest) + HOUR_MS - nowMs) / 1_000)) });
}
