import { createHash } from 'node:crypto';
import type { CampaignContent, SubmittedContent } from '#shared/campaign/content.ts';
import { filesOfContent } from '#shared/campaign/files.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { AppError } from '#shared/errors.ts';
import { REVIEW_RULES_VERSION } from '#shared/review/rules.ts';
import { appendAudit } from '../audit/append.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import { requireLead, requireMerchant } from '../policy/policy.ts';
import { type JudgedSubmission, judgeSubmission, type Judgement } from '../review/judge.ts';
import type { BankServices } from '../services.ts';
import type { BankTransaction } from '../storage/database.ts';
import { findMerchant } from '../storage/repositories/accounts.ts';
import {
  type CampaignRow,
  findSubmission,
  insertCampaign,
  insertRevision,
  insertSubmission,
  lockCampaign,
  type StoredReach,
} from '../storage/repositories/campaigns.ts';
import { insertRevisionFiles, missingFiles } from '../storage/repositories/files.ts';
import { upsertSeenMark } from '../storage/repositories/reviews.ts';
import { agreedCooperation, requireContract, withCooperation } from './acceptance.ts';
import { type CampaignView, revisionHash, viewCampaign } from './queries.ts';
import { makeTransition } from './transition.ts';

export interface SubmitRequest {
  readonly campaignId: string;
  readonly submissionId: string;
  readonly content: SubmittedContent;
  readonly releaseId: string;
  /** The revision that the content was made from; undefined where the application does not say. */
  readonly baseRevision?: number | undefined;
}

/**
 * Freezes a revision of the content and submits it; a cooperative campaign is frozen with its shops and shares and waits for their acceptance. The same submission again, also at the same moment, gives the same campaign and changes
 * nothing. A refusal leaves nothing behind.
 * @throws AppError `not_found` for another merchant's campaign, `submission_id_reused`, `version_conflict` where another revision was frozen since, `transition_refused`, `release_expired`,
 *   `campaign_invalid`, `audience_not_answerable`, `audience_too_small`, `partners_not_agreed`, `files_missing`
 */
export async function submitCampaign(
  services: BankServices,
  caller: Caller,
  time: BankTime,
  request: SubmitRequest,
): Promise<CampaignView> {
  const merchantId = requireMerchant(caller, 'submit');
  const requestHash = createHash('sha256')
    .update(canonicalJson({ campaignId: request.campaignId, merchantId, content: request.content, releaseId: request.releaseId }))
    .digest('hex');
  // Read before the transaction: one that waits for a second connection while others hold theirs and wait for it would never end.
  const published = {
    releases: await services.releases.usable(time.now, merchantId),
    quotes: await services.quotes.opened(merchantId),
  };
  return services.database.transaction().execute(async (transaction) => {
    await insertCampaign(transaction, { id: request.campaignId, merchantId, at: time.now });
    const campaign = requireLead(caller, await lockCampaign(transaction, request.campaignId), 'submit');
    const before = await findSubmission(transaction, request.submissionId);
    if (before !== undefined) {
      if (before.requestHash !== requestHash) throw new AppError('submission_id_reused', {});
      return viewCampaign(transaction, campaign);
    }
    // Two people of one shop at two machines: the later one must not undo what the earlier one froze without having seen it.
    if (request.baseRevision !== undefined && request.baseRevision !== campaign.revision)
      throw new AppError('version_conflict', { currentVersion: campaign.revision });
    if (campaign.state !== 'draft') throw new AppError('transition_refused', { from: campaign.state, transition: 'submit' });
    const judged = await judge(services, transaction, campaign, time, request, published);
    const missing = await missingFiles(transaction, merchantId, filesOfContent(request.content));
    if (missing.length > 0) throw new AppError('files_missing', { hashes: [...new Set(missing.map((file) => file.sha256))] });
    return freeze(transaction, caller, time, campaign, request, requestHash, judged);
  });
}

async function judge(
  services: BankServices,
  transaction: BankTransaction,
  campaign: CampaignRow,
  time: BankTime,
  request: SubmitRequest,
  { releases, quotes }: Required<Pick<JudgedSubmission, 'releases' | 'quotes'>>,
): Promise<Judged> {
  const merchant = requireContract(await findMerchant(transaction, campaign.merchantId), time.today);
  const cooperation = await agreedCooperation(transaction, campaign, merchant, services.profile, time.today);
  const content = withCooperation(request.content, cooperation);
  // What the merchant decided on must still be good; the bank judges on its own newest figures all the same.
  if (!releases.some((release) => release.id === request.releaseId))
    throw new AppError('release_expired', { releaseId: request.releaseId });
  const { profile } = services;
  return { content, judgement: judgeSubmission({ content, profile, merchant, releases, quotes, today: time.today }) };
}

/** The content as it is frozen, and what it was judged as. */
interface Judged {
  readonly content: CampaignContent;
  readonly judgement: Judgement;
}

async function freeze(
  transaction: BankTransaction,
  caller: Caller,
  time: BankTime,
  campaign: CampaignRow,
  request: SubmitRequest,
  requestHash: string,
  { content, judgement }: Judged,
): Promise<CampaignView> {
  const number = campaign.revision + 1;
  const hash = revisionHash(content);
  await insertRevision(transaction, {
    campaignId: campaign.id,
    number,
    hash,
    content,
    releaseId: judgement.reach.receipt.releaseId,
    reach: storedReach(judgement),
    submittedBy: caller.accountId,
    submittedAt: time.now,
  });
  await insertRevisionFiles(
    transaction,
    { campaignId: campaign.id, number, merchantId: campaign.merchantId },
    filesOfContent(request.content),
  );
  await insertSubmission(transaction, {
    submissionId: request.submissionId,
    campaignId: campaign.id,
    revision: number,
    requestHash,
    at: time.now,
  });
  const after = await makeTransition(transaction, {
    campaignId: campaign.id,
    transition: content.cooperation === undefined ? 'submit' : 'propose',
    actor: 'merchant_editor',
    accountId: caller.accountId,
    time,
    changes: { revision: number, approved_revision: null, approved_hash: null, reward_price_cents: null, fee_cents: null },
    revisionHash: hash,
  });
  await upsertSeenMark(transaction, caller.accountId, campaign.id, after.version);
  await appendAudit(transaction, {
    at: time.now,
    actor: { id: caller.accountId, role: caller.role },
    event: 'campaign.revision_frozen',
    subject: campaign.id,
    body: { revision: number, revisionHash: hash, releaseId: judgement.reach.receipt.releaseId, rules: REVIEW_RULES_VERSION },
  });
  return viewCampaign(transaction, after);
}

/** Whole customers; the release's figures are rounded once, here. */
function storedReach({ reach, forecast, overrunChance }: Judgement): StoredReach {
  return {
    customers: Math.max(0, Math.round(reach.deliverable.estimate)),
    halfWidth: Math.round(reach.deliverable.halfWidth),
    required: reach.minimumRequired,
    releaseId: reach.receipt.releaseId,
    worstCaseCents: forecast.worstCaseCents,
    // Six decimals: more would be the arithmetic's noise.
    overrunChance: Math.round(overrunChance * 1e6) / 1e6,
  };
}
