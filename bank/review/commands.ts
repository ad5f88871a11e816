import { rewardPriceCents } from '#shared/reach/reward-price.ts';
import { AppError } from '#shared/errors.ts';
import type { Decision } from '#shared/review/decision.ts';
import { type CampaignView, viewCampaign } from '../campaigns/queries.ts';
import { makeTransition, TRANSITION_EVENT } from '../campaigns/transition.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import { requireActor, requireVisible } from '../policy/policy.ts';
import type { BankServices } from '../services.ts';
import type { BankTransaction } from '../storage/database.ts';
import { findMerchant, isAccountActive } from '../storage/repositories/accounts.ts';
import { readAuditEntries } from '../storage/repositories/audit-events.ts';
import { type CampaignRow, lockCampaign, type RevisionRow } from '../storage/repositories/campaigns.ts';
import { insertDecision, listDecisions } from '../storage/repositories/reviews.ts';
import { fourEyesReasons } from './approvals.ts';

type Services = Pick<BankServices, 'database' | 'profile' | 'newId'>;

interface Versioned {
  readonly campaignId: string;
  readonly expectedVersion: number;
}

/**
 * Takes a submission into review. Of two reviewers at the same moment one gets it, the other one `claimed_by_another` or `version_conflict`.
 * @throws AppError `not_found`, `claimed_by_another`, `version_conflict`, `transition_refused`
 */
export async function takeCase({ database }: Services, caller: Caller, time: BankTime, request: Versioned): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const campaign = requireVisible(caller, await lockCampaign(transaction, request.campaignId));
    if (campaign.claimedBy !== undefined && campaign.claimedBy !== caller.accountId) throw new AppError('claimed_by_another', {});
    await makeTransition(transaction, {
      ...request,
      transition: 'take',
      actor: requireActor(caller, 'take'),
      accountId: caller.accountId,
      time,
      changes: { claimed_by: caller.accountId },
    });
  });
}

/**
 * Gives a case back to the queue. The case of a reviewer whose account was disabled may be given back by any other, so that it is not stuck.
 * @throws AppError `not_found`, `claimed_by_another`, `version_conflict`, `transition_refused`
 */
export async function releaseCase({ database }: Services, caller: Caller, time: BankTime, request: Versioned): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const campaign = requireVisible(caller, await lockCampaign(transaction, request.campaignId));
    if (campaign.claimedBy === undefined || (await isAccountActive(transaction, campaign.claimedBy))) requireMine(caller, campaign);
    await makeTransition(transaction, {
      ...request,
      transition: 'release',
      actor: requireActor(caller, 'release'),
      accountId: caller.accountId,
      time,
      changes: { claimed_by: null },
    });
  });
}

/**
 * A reviewer's decision on the newest revision. An approval binds the hash that was shown; where second eyes are needed the campaign stays
 * `approved` until another reviewer approves the same hash. The last approval fixes the prices and schedules the campaign.
 * @throws AppError `not_found`, `version_conflict`, `hash_mismatch`, `claimed_by_another`, `maker_may_not_approve`,
 *   `second_person_required`, `transition_refused`
 */
export async function decideCase(
  services: Services,
  caller: Caller,
  time: BankTime,
  request: Versioned & { readonly decision: Decision },
): Promise<CampaignView> {
  return services.database.transaction().execute(async (transaction) => {
    const campaign = requireVisible(caller, await lockCampaign(transaction, request.campaignId));
    if (campaign.version !== request.expectedVersion) throw new AppError('version_conflict', { currentVersion: campaign.version });
    const { newest } = await viewCampaign(transaction, campaign);
    const { decision } = request;
    if (newest.hash !== decision.revisionHash)
      throw new AppError('hash_mismatch', { expected: newest.hash, actual: decision.revisionHash });
    if (newest.submittedBy === caller.accountId) throw new AppError('maker_may_not_approve', {});
    const isSecond = decision.kind === 'approve' && campaign.state === 'approved';
    if (!isSecond && campaign.state === 'in_review') requireMine(caller, campaign);
    const earlier = await listDecisions(transaction, campaign.id, newest.number);
    if (isSecond && earlier.some((before) => before.reviewerId === caller.accountId && before.kind === 'approve'))
      throw new AppError('second_person_required', {});

    const after = isSecond
      ? await schedule(services, transaction, caller, time, newest, campaign)
      : await decideFirst(services, transaction, caller, time, newest, campaign, decision);
    await insertDecision(transaction, {
      id: services.newId(),
      campaignId: campaign.id,
      revision: newest.number,
      hash: newest.hash,
      reviewerId: caller.accountId,
      kind: decision.kind,
      reason: decision.kind === 'approve' ? undefined : decision.reason,
      text: decision.kind === 'approve' ? undefined : decision.text,
      decidedAt: time.now,
    });
    return viewCampaign(transaction, after);
  });
}

async function decideFirst(
  services: Services,
  transaction: BankTransaction,
  caller: Caller,
  time: BankTime,
  newest: RevisionRow,
  campaign: CampaignRow,
  decision: Decision,
): Promise<CampaignRow> {
  const after = await makeTransition(transaction, {
    campaignId: campaign.id,
    transition: decision.kind,
    actor: requireActor(caller, decision.kind),
    accountId: caller.accountId,
    time,
    changes: { claimed_by: null },
    revisionHash: newest.hash,
    ...(decision.kind === 'approve' ? {} : { reason: decision.reason, text: decision.text }),
  });
  if (decision.kind !== 'approve') return after;
  const needsSecond = fourEyesReasons(newest.content, newest.reach, services.profile.limits).length > 0;
  return needsSecond ? after : schedule(services, transaction, undefined, time, newest, after);
}

/** All approvals are in: binds revision, hash and prices. By the system with the first approval, by the second reviewer otherwise. */
async function schedule(
  { profile }: Services,
  transaction: BankTransaction,
  second: Caller | undefined,
  time: BankTime,
  newest: RevisionRow,
  campaign: CampaignRow,
): Promise<CampaignRow> {
  const merchant = await findMerchant(transaction, campaign.merchantId);
  if (merchant === undefined) throw new AppError('not_found', {});
  return makeTransition(transaction, {
    campaignId: campaign.id,
    transition: 'schedule',
    ...(second === undefined ? { actor: 'system' } : { actor: requireActor(second, 'approve'), accountId: second.accountId }),
    time,
    changes: {
      approved_revision: newest.number,
      approved_hash: newest.hash,
      reward_price_cents: rewardPriceCents(newest.content.offer, profile.planning.basketPrior),
      fee_cents: merchant.feePerRedeemingCustomerCents,
    },
    revisionHash: newest.hash,
  });
}

/**
 * Stops a campaign at once. What customers activated stays redeemable.
 * @throws AppError `not_found`, `version_conflict`, `transition_refused`
 */
export async function suspendCampaign(
  { database }: Services,
  caller: Caller,
  time: BankTime,
  request: Versioned & { readonly text: string },
): Promise<CampaignView> {
  return database.transaction().execute(async (transaction) => {
    requireVisible(caller, await lockCampaign(transaction, request.campaignId));
    const after = await makeTransition(transaction, {
      ...request,
      transition: 'suspend',
      actor: requireActor(caller, 'suspend'),
      accountId: caller.accountId,
      time,
    });
    return viewCampaign(transaction, after);
  });
}

/**
 * Returns a suspended campaign to its former state: four eyes, so never by the person who suspended it.
 * @throws AppError `not_found`, `version_conflict`, `transition_refused`, `second_person_required`
 */
export async function liftSuspension({ database }: Services, caller: Caller, time: BankTime, request: Versioned): Promise<CampaignView> {
  return database.transaction().execute(async (transaction) => {
    const campaign = requireVisible(caller, await lockCampaign(transaction, request.campaignId));
    const steps = await readAuditEntries(transaction, { subject: campaign.id, event: TRANSITION_EVENT });
    const suspension = steps.findLast((entry) => entry.body['transition'] === 'suspend');
    if (campaign.state === 'suspended' && suspension?.actor.id === caller.accountId) throw new AppError('second_person_required', {});
    const after = await makeTransition(transaction, {
      ...request,
      transition: 'lift_suspension',
      actor: requireActor(caller, 'lift_suspension'),
      accountId: caller.accountId,
      time,
    });
    return viewCampaign(transaction, after);
  });
}

function requireMine(caller: Caller, campaign: CampaignRow): void {
  if (campaign.claimedBy !== undefined && campaign.claimedBy !== caller.accountId) throw new AppError('claimed_by_another', {});
}
