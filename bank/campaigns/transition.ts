import { type Actor, type CampaignState, isTransitionLegal, TRANSITIONS, type TransitionName } from '#shared/campaign/transitions.ts';
import { AppError } from '#shared/errors.ts';
import type { ReasonCode } from '#shared/review/decision.ts';
import { appendAudit } from '../audit/append.ts';
import { SYSTEM_ACTOR } from '../audit/entry.ts';
import type { BankTime } from '../clock/clock.ts';
import type { BankTransaction } from '../storage/database.ts';
import { type CampaignChanges, type CampaignRow, lockCampaign, updateCampaign } from '../storage/repositories/campaigns.ts';

export const TRANSITION_EVENT = 'campaign.transition';

export interface TransitionRequest {
  readonly campaignId: string;
  readonly transition: TransitionName;
  /** The part the actor plays in the transition table. */
  readonly actor: Actor;
  /** Account id; left out for the system. */
  readonly accountId?: string;
  readonly time: BankTime;
  /** Refuses with `version_conflict` unless the campaign still has it. */
  readonly expectedVersion?: number;
  readonly reason?: ReasonCode;
  /** Shown to the merchant. */
  readonly text?: string;
  /** Other columns that change with the state. */
  readonly changes?: Omit<CampaignChanges, 'state' | 'version' | 'former_state' | 'updated_at'>;
  /** Hash of the revision, where the caller has just frozen one. */
  readonly revisionHash?: string;
}

/**
 * The only way a campaign changes its state: locks it, holds the step against the transition table, writes the new state and the audit entry
 * in the caller's transaction. Versions rise by one.
 * @returns the campaign as it is afterwards
 * @throws AppError `not_found`, `version_conflict`, `transition_refused`; nothing is written then
 */
export async function makeTransition(transaction: BankTransaction, request: TransitionRequest): Promise<CampaignRow> {
  const campaign = await lockCampaign(transaction, request.campaignId);
  if (campaign === undefined) throw new AppError('not_found', {});
  if (request.expectedVersion !== undefined && request.expectedVersion !== campaign.version)
    throw new AppError('version_conflict', { currentVersion: campaign.version });
  if (!isTransitionLegal(request.transition, campaign.state, request.actor))
    throw new AppError('transition_refused', { from: campaign.state, transition: request.transition });

  const to = targetState(campaign, request.transition);
  await updateCampaign(transaction, campaign.id, {
    ...request.changes,
    state: to,
    former_state: request.transition === 'suspend' ? campaign.state : null,
    version: campaign.version + 1,
    updated_at: request.time.now,
  });
  const after = await lockCampaign(transaction, campaign.id);
  if (after === undefined) throw new AppError('not_found', {});
  await appendAudit(transaction, {
    at: request.time.now,
    actor: request.accountId === undefined ? SYSTEM_ACTOR : { id: request.accountId, role: request.actor },
    event: TRANSITION_EVENT,
    subject: campaign.id,
    body: {
      transition: request.transition,
      from: campaign.state,
      to,
      version: after.version,
      revision: Math.max(1, after.revision),
      revisionHash: request.revisionHash ?? after.approvedHash,
      reason: request.reason,
      text: request.text,
    },
  });
  return after;
}

function targetState(campaign: CampaignRow, transition: TransitionName): CampaignState {
  const { to } = TRANSITIONS[transition];
  if (to !== 'former') return to;
  if (campaign.formerState === undefined) throw new AppError('transition_refused', { from: campaign.state, transition });
  return campaign.formerState;
}
