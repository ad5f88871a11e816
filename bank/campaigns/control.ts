import type { TransitionName } from '#shared/campaign/transitions.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import { requireActor, requireLead } from '../policy/policy.ts';
import type { BankServices } from '../services.ts';
import { findCampaign } from '../storage/repositories/campaigns.ts';
import { upsertSeenMark } from '../storage/repositories/reviews.ts';
import { type CampaignView, viewCampaign } from './queries.ts';
import { makeTransition } from './transition.ts';

/** What a person may do to a campaign without saying more than that. */
export type ControlAction = Extract<TransitionName, 'revise' | 'withdraw' | 'pause' | 'resume' | 'limit' | 'archive'>;

/**
 * Takes one plain step: back into draft, withdrawn, paused, resumed, limited or archived.
 * @throws AppError `not_found`, `not_permitted`, `version_conflict`, `transition_refused`
 */
export async function controlCampaign(
  services: Pick<BankServices, 'database'>,
  caller: Caller,
  time: BankTime,
  request: { readonly campaignId: string; readonly expectedVersion: number; readonly action: ControlAction },
): Promise<CampaignView> {
  const actor = requireActor(caller, request.action);
  return services.database.transaction().execute(async (transaction) => {
    requireLead(caller, await findCampaign(transaction, request.campaignId), request.action);
    const after = await makeTransition(transaction, {
      campaignId: request.campaignId,
      transition: request.action,
      actor,
      accountId: caller.accountId,
      time,
      expectedVersion: request.expectedVersion,
      changes: request.action === 'withdraw' ? { claimed_by: null } : {},
    });
    await upsertSeenMark(transaction, caller.accountId, after.id, after.version);
    return viewCampaign(transaction, after);
  });
}
