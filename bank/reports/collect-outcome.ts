import { addDays } from '../clock/clock.ts';
import { type ApprovedCampaign, paymentIdsOf } from '../delivery/campaign-record.ts';
import type { DeliveryPorts } from '../delivery/ports.ts';
import type { Bank } from '../storage/data-directory.ts';

export type Step = 'assigned' | 'activated' | 'redeemed';

/** What one assigned customer comes to. Exact: it goes into the noisy draw and nowhere else. */
export interface CustomerOutcome {
  readonly arm: 'delivered' | 'holdout';
  readonly step: Step;
  readonly bought: boolean;
  /** At the merchant (any of them, of a cooperative campaign) within the outcome window, refunds taken off, in cents. */
  readonly spendCents: number;
  readonly rewardCents: number;
}

/** First and last local date of the outcome window: the flight and the attribution window after it, the same for both arms. */
export function outcomeWindow(campaign: Pick<ApprovedCampaign, 'content'>): { readonly from: string; readonly until: string } {
  const { startsOn, endsOn } = campaign.content.schedule;
  return { from: startsOn, until: addDays(endsOn, campaign.content.attributionDays) };
}

/** One outcome per assigned customer, both arms. Steps follow the campaign's records; a holdout customer's step is always `assigned`. */
export async function collectOutcomes(bank: Bank, ports: DeliveryPorts, campaign: ApprovedCampaign): Promise<readonly CustomerOutcome[]> {
  const [assigned, delivered, activated, redemptions] = await Promise.all([
    bank.database.selectFrom('assignments').select(['customer_id', 'arm']).where('campaign_id', '=', campaign.id).execute(),
    bank.database
      .selectFrom('deliveries')
      .select('customer_id')
      .where('campaign_id', '=', campaign.id)
      .where('state', '=', 'delivered')
      .execute(),
    bank.database.selectFrom('activations').select('customer_id').where('campaign_id', '=', campaign.id).execute(),
    bank.database
      .selectFrom('redemptions')
      .select(['customer_id', 'reward_cents'])
      .where('campaign_id', '=', campaign.id)
      .where('cancelled_at', 'is', null)
      .execute(),
  ]);
  const rewards = new Map<string, number>();
  for (const row of redemptions) rewards.set(row.customer_id, (rewards.get(row.customer_id) ?? 0) + row.reward_cents);
  // An offer that needs no switching on is active with its delivery.
  const active = new Set((campaign.content.offer.activation.kind === 'automatic' ? delivered : activated).map((row) => row.customer_id));
  const spends = await spendByCustomer(
    bank,
    ports,
    campaign,
    assigned.map((row) => row.customer_id),
  );
  return assigned.map(({ customer_id: customerId, arm }) => {
    const spend = spends.get(customerId);
    const step: Step = rewards.has(customerId) ? 'redeemed' : active.has(customerId) ? 'activated' : 'assigned';
    return {
      arm,
      step: arm === 'holdout' ? 'assigned' : step,
      bought: spend !== undefined,
      spendCents: spend ?? 0,
      rewardCents: rewards.get(customerId) ?? 0,
    };
  });
}

/** A customer is in the map when at least one payment (not a refund) lies in the window. */
async function spendByCustomer(
  bank: Bank,
  ports: DeliveryPorts,
  campaign: ApprovedCampaign,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const paymentMerchantIds = await paymentIdsOf(bank.database, campaign);
  const { from, until } = outcomeWindow(campaign);
  const attributed = await ports.segments.attribution({ paymentMerchantIds, from, to: until, customerIds });
  return new Map(attributed.flatMap(({ customerId, bought, netCents }) => (bought ? [[customerId, Math.max(0, netCents)] as const] : [])));
}
