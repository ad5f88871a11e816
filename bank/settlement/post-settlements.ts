import type { BankTime } from '../clock/clock.ts';
import { campaignsIn } from '../delivery/campaign-record.ts';
import type { DeliveryPorts } from '../delivery/ports.ts';
import type { Bank } from '../storage/data-directory.ts';
import { lastSettlementDay } from './settle-campaigns.ts';

export interface PostingOutcome {
  readonly campaignId: string;
  readonly redemptions: number;
  readonly rewardCents: number;
}

/**
 * Pays out each campaign's redemptions in one batched posting once the last purchase can no longer be returned. The posting names the campaign, never a
 * day or a customer, and a redemption is in at most one.
 */
export async function postSettlements(bank: Bank, ports: DeliveryPorts, time: BankTime): Promise<readonly PostingOutcome[]> {
  const outcomes: PostingOutcome[] = [];
  for (const campaign of await campaignsIn(bank.database, ['ended', 'measuring', 'reported', 'archived'])) {
    if (time.today < lastSettlementDay(campaign)) continue;
    const outcome = await bank.database.transaction().execute(async (transaction): Promise<PostingOutcome | undefined> => {
      const due = await transaction
        .selectFrom('redemptions')
        .select(['id', 'reward_cents'])
        .where('campaign_id', '=', campaign.id)
        .where('posting_id', 'is', null)
        .where('cancelled_at', 'is', null)
        .orderBy('id')
        .forUpdate()
        .execute();
      if (due.length === 0) return undefined;
      const postingId = ports.newId();
      const rewardCents = due.reduce((sum, row) => sum + row.reward_cents, 0);
      await transaction
        .insertInto('settlement_postings')
        .values({ id: postingId, campaign_id: campaign.id, posted_on: time.today, redemption_count: due.length, reward_cents: rewardCents })
        .execute();
      await transaction
        .updateTable('redemptions')
        .set({ posting_id: postingId })
        .where('campaign_id', '=', campaign.id)
        .where('posting_id', 'is', null)
        .where('cancelled_at', 'is', null)
        .execute();
      return { campaignId: campaign.id, redemptions: due.length, rewardCents };
    });
    if (outcome !== undefined) outcomes.push(outcome);
  }
  return outcomes;
}
