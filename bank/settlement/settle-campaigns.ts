import { addDays, type BankTime } from '../clock/clock.ts';
import { type ApprovedCampaign, campaignsIn, paymentIdsOf } from '../delivery/campaign-record.ts';
import type { DeliveryPorts } from '../delivery/ports.ts';
import type { BankTransaction } from '../storage/database.ts';
import type { Bank } from '../storage/data-directory.ts';
import { localDateOf } from './local-date.ts';
import { type DueRedemption, type SettledPayment, settleCustomer } from './settle-customer.ts';

/** A bank that was down on the day of the pay-out still settles what it missed. */
const LATE_DAYS = 30;

export interface SettlementOutcome {
  readonly campaignId: string;
  readonly redeemed: number;
  readonly cancelled: number;
}

/**
 * Brings the redemptions of every running or ended campaign up to date with the payments known today. The whole campaign is computed again each
 * time and compared with what is stored, so a repetition changes nothing and a payment redeems once. Only customers whose offer was delivered (and
 * switched on, where required) can redeem. Redemptions that were paid out stay.
 */
export async function settleCampaigns(bank: Bank, ports: DeliveryPorts, time: BankTime): Promise<readonly SettlementOutcome[]> {
  const outcomes: SettlementOutcome[] = [];
  for (const campaign of await campaignsIn(bank.database, [
    'live',
    'paused',
    'limited',
    'suspended',
    'ended',
    'measuring',
    'reported',
    'archived',
  ])) {
    if (time.today > addDays(lastSettlementDay(campaign), LATE_DAYS)) continue;
    const outcome = await settleCampaign(bank, ports, campaign, time);
    if (outcome.redeemed + outcome.cancelled > 0) outcomes.push(outcome);
  }
  return outcomes;
}

/** Last day on which a purchase redeems. */
export function lastRedemptionDay(campaign: Pick<ApprovedCampaign, 'content'>): string {
  return addDays(campaign.content.schedule.endsOn, campaign.content.schedule.redemptionExtraDays);
}

/** A purchase of the last day can be returned until then; the pay-out is on the day after. */
export function lastSettlementDay(campaign: Pick<ApprovedCampaign, 'content'>): string {
  return addDays(lastRedemptionDay(campaign), campaign.content.offer.returnPeriodDays + 1);
}

async function settleCampaign(bank: Bank, ports: DeliveryPorts, campaign: ApprovedCampaign, time: BankTime): Promise<SettlementOutcome> {
  const entitled = await entitledFrom(bank, campaign);
  if (entitled.size === 0) return { campaignId: campaign.id, redeemed: 0, cancelled: 0 };
  const payments = new Map<string, SettledPayment[]>();
  const known = await ports.segments.paymentsAtMerchants({
    paymentMerchantIds: await paymentIdsOf(bank.database, campaign),
    from: campaign.content.schedule.startsOn,
    to: time.today,
    customerIds: [...entitled.keys()],
  });
  for (const payment of known) payments.set(payment.customerId, [...(payments.get(payment.customerId) ?? []), payment]);
  return bank.database.transaction().execute(async (transaction) => {
    const stored = await storedRedemptions(transaction, campaign.id);
    let redeemed = 0;
    let cancelled = 0;
    for (const customerId of new Set([...payments.keys(), ...stored.keys()])) {
      const before = stored.get(customerId) ?? [];
      const due = settleCustomer(
        campaign.content.offer,
        entitled.get(customerId) ?? campaign.content.schedule.startsOn,
        lastRedemptionDay(campaign),
        payments.get(customerId) ?? [],
        before.filter((row) => row.postingId !== null),
      );
      const changes = await storeChanges(transaction, ports, campaign.id, customerId, before, due, time);
      redeemed += changes.redeemed;
      cancelled += changes.cancelled;
    }
    return { campaignId: campaign.id, redeemed, cancelled };
  });
}

/** From which local date each customer's payments count: the delivery, or the activation where the offer asks for one. */
async function entitledFrom(bank: Bank, campaign: ApprovedCampaign): Promise<ReadonlyMap<string, string>> {
  const needsActivation = campaign.content.offer.activation.kind === 'required';
  const rows = await bank.database
    .selectFrom('deliveries')
    .leftJoin('activations', (join) =>
      join.onRef('activations.campaign_id', '=', 'deliveries.campaign_id').onRef('activations.customer_id', '=', 'deliveries.customer_id'),
    )
    .select(['deliveries.customer_id', 'deliveries.delivered_at', 'activations.activated_at'])
    .where('deliveries.campaign_id', '=', campaign.id)
    .where('deliveries.state', '=', 'delivered')
    .execute();
  return new Map(
    rows.flatMap((row) => {
      const at = needsActivation ? row.activated_at : row.delivered_at;
      if (at === null) return [];
      const from = localDateOf(at, bank.profile.timeZone);
      return [[row.customer_id, from > campaign.content.schedule.startsOn ? from : campaign.content.schedule.startsOn]];
    }),
  );
}

interface StoredRedemption extends DueRedemption {
  readonly id: string;
  readonly postingId: string | null;
  readonly cancelled: boolean;
}

async function storedRedemptions(
  transaction: BankTransaction,
  campaignId: string,
): Promise<ReadonlyMap<string, readonly StoredRedemption[]>> {
  const rows = await transaction
    .selectFrom('redemptions')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .orderBy('paid_at')
    .orderBy('payment_id')
    .forUpdate()
    .execute();
  const byCustomer = new Map<string, StoredRedemption[]>();
  for (const row of rows) {
    const redemption = {
      id: row.id,
      paymentId: row.payment_id,
      paidAt: row.paid_at,
      spendCents: row.spend_cents,
      rewardCents: row.reward_cents,
      postingId: row.posting_id,
      cancelled: row.cancelled_at !== null,
    };
    const known = byCustomer.get(row.customer_id);
    if (known === undefined) byCustomer.set(row.customer_id, [redemption]);
    else known.push(redemption);
  }
  return byCustomer;
}

async function storeChanges(
  transaction: BankTransaction,
  ports: DeliveryPorts,
  campaignId: string,
  customerId: string,
  before: readonly StoredRedemption[],
  due: readonly DueRedemption[],
  time: BankTime,
): Promise<{ readonly redeemed: number; readonly cancelled: number }> {
  let redeemed = 0;
  let cancelled = 0;
  for (const redemption of due) {
    const known = before.find((row) => row.paymentId === redemption.paymentId);
    if (known === undefined) {
      await transaction
        .insertInto('redemptions')
        .values({
          id: ports.newId(),
          campaign_id: campaignId,
          customer_id: customerId,
          payment_id: redemption.paymentId,
          paid_at: redemption.paidAt,
          spend_cents: redemption.spendCents,
          reward_cents: redemption.rewardCents,
          posting_id: null,
          cancelled_at: null,
        })
        .execute();
      redeemed += 1;
    } else if (known.cancelled || known.spendCents !== redemption.spendCents || known.rewardCents !== redemption.rewardCents) {
      await transaction
        .updateTable('redemptions')
        .set({ spend_cents: redemption.spendCents, reward_cents: redemption.rewardCents, cancelled_at: null })
        .where('id', '=', known.id)
        .execute();
      if (known.cancelled) redeemed += 1;
    }
  }
  for (const known of before) {
    if (known.cancelled || due.some((redemption) => redemption.paymentId === known.paymentId)) continue;
    await transaction.updateTable('redemptions').set({ cancelled_at: time.now }).where('id', '=', known.id).execute();
    cancelled += 1;
  }
  return { redeemed, cancelled };
}
