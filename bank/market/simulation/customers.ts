import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { priorsOf } from '#shared/market/priors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { addDays, type BankTime } from '../../clock/clock.ts';
import { type ApprovedCampaign, campaignsIn, paymentIdsOf } from '../../delivery/campaign-record.ts';
import { inboxToken } from '../../delivery/webhook/keys.ts';
import type { Uplift } from '../synthetic/market.ts';
import { lastRedemptionDay } from '../../settlement/settle-campaigns.ts';
import { localDateOf } from '../../settlement/local-date.ts';
import { findMerchant } from '../../storage/repositories/accounts.ts';
import type { Bank } from '../../storage/data-directory.ts';
import { betaQuantile, chanceOf } from './chance.ts';

/**
 * How the customers of a demonstration market act on what reaches them. The share who would redeem is drawn once per campaign from the profile's prior;
 * twice as many switch the offer on. A customer opens a message with 70 % chance a day, and an offer that is on draws the customers who mean to use
 * it to the shop on three days in a row, the first up to five days later. All of it assumptions of the demonstration.
 */
const OPENS_PER_DAY = 0.7;
const ACTIVATIONS_PER_REDEMPTION = 2;
const SHOPPING_DAYS = 3;
const LATEST_START_DAYS = 5;
const EXTRA_PAYMENTS_PER_DAY = 0.9;
const CUSTOMERS_AT_ONCE = 8;

const Messages = z.object({
  messages: z.array(
    z.object({
      deliveryId: z.string(),
      campaignId: z.string(),
      openedAt: z.string().nullable(),
      activatedAt: z.string().nullable(),
      offer: z.object({ activateUntil: z.string().nullable() }),
    }),
  ),
});

/** Customers with unread messages look at their inbox over its own service, open what is new and switch on what they mean to use. */
export async function readInboxes(bank: Bank, inboxUrl: string, seed: number, time: BankTime): Promise<void> {
  const token = inboxToken(bank.keysDirectory);
  const call = async (method: 'GET' | 'POST', path: string): Promise<unknown> => {
    const answer = await fetch(`${inboxUrl}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    // Too late to switch on is an answer, not a failure.
    if (!answer.ok && answer.status !== 409) throw new AppError('bank_unreachable', { attempts: 1 });
    return answer.json();
  };
  const campaigns = await simulatedCampaigns(bank, seed);
  const unread = await bank.database
    .selectFrom('inbox.messages')
    .select('customer_id')
    .distinct()
    .where('opened_at', 'is', null)
    .orderBy('customer_id')
    .execute();
  const lookAtInbox = async (customerId: string): Promise<void> => {
    const path = `/v1/customers/${encodeURIComponent(customerId)}/messages`;
    const { messages } = Messages.parse(await call('GET', path));
    for (const message of messages.filter((each) => each.openedAt === null)) {
      const campaign = campaigns.get(message.campaignId);
      if (campaign === undefined || chanceOf(seed, 'open', customerId, campaign.key, time.today) >= OPENS_PER_DAY) continue;
      await call('POST', `${path}/${message.deliveryId}/open`);
      if (message.offer.activateUntil !== null && campaign.interest(customerId) < campaign.redeemingShare * ACTIVATIONS_PER_REDEMPTION)
        await call('POST', `${path}/${message.deliveryId}/activate`);
    }
  };
  // What one customer does depends on no other, so some may look at the same time.
  const waiting = unread.map((row) => row.customer_id);
  for (let from = 0; from < waiting.length; from += CUSTOMERS_AT_ONCE)
    await Promise.all(waiting.slice(from, from + CUSTOMERS_AT_ONCE).map(lookAtInbox));
}

/** The extra visits that offers cause on a day, by customer: those who mean to use an offer that is on for them. */
export async function upliftOfDay(bank: Bank, seed: number, today: string): Promise<ReadonlyMap<string, Uplift>> {
  const uplift = new Map<string, Uplift>();
  for (const campaign of (await simulatedCampaigns(bank, seed)).values()) {
    const rows = await bank.database
      .selectFrom('inbox.messages')
      .select(['customer_id', 'received_at', 'activated_at'])
      .where('campaign_id', '=', campaign.record.id)
      .orderBy('customer_id')
      .execute();
    for (const row of rows) {
      const at = campaign.needsActivation ? row.activated_at : row.received_at;
      if (at === null || campaign.interest(row.customer_id) >= campaign.redeemingShare) continue;
      const delay = Math.floor(chanceOf(seed, 'delay', row.customer_id, campaign.key) * (LATEST_START_DAYS + 1));
      const first = addDays(localDateOf(at, bank.profile.timeZone), delay);
      if (today < first || today >= addDays(first, SHOPPING_DAYS) || today > lastRedemptionDay(campaign.record)) continue;
      uplift.set(row.customer_id, campaign.uplift);
    }
  }
  return uplift;
}

interface SimulatedCampaign {
  readonly record: ApprovedCampaign;
  /** The same in every run with the same content, unlike the id. */
  readonly key: string;
  readonly redeemingShare: number;
  readonly needsActivation: boolean;
  readonly uplift: Uplift;
  /** In [0, 1): the smaller, the keener this customer is on this offer. */
  interest(customerId: string): number;
}

async function simulatedCampaigns(bank: Bank, seed: number): Promise<ReadonlyMap<string, SimulatedCampaign>> {
  const records = await campaignsIn(bank.database, ['live', 'paused', 'limited', 'suspended']);
  const campaigns = await Promise.all(
    records.map(async (record) => {
      const merchant = await findMerchant(bank.database, record.merchantId);
      if (merchant === undefined) throw new AppError('not_found', {});
      const shop = { categoryId: merchant.categoryId, paymentMerchantIds: await paymentIdsOf(bank.database, record) };
      return simulate(record, shop, bank.profile, seed);
    }),
  );
  return new Map(campaigns.map((campaign) => [campaign.record.id, campaign]));
}

/** People buy what the offering merchant sells, whatever the rule that chose them was about. */
type Shop = Pick<Uplift, 'categoryId' | 'paymentMerchantIds'>;

function simulate(record: ApprovedCampaign, shop: Shop, profile: Profile, seed: number): SimulatedCampaign {
  const key = record.contentHash;
  const { alpha, beta } = priorsOf(profile.planning, {
    category: shop.categoryId,
    template: record.content.offer.reward.template,
  }).redemptionPrior;
  return {
    record,
    key,
    redeemingShare: betaQuantile(chanceOf(seed, 'share', key), alpha, beta),
    needsActivation: record.content.offer.activation.kind === 'required',
    uplift: {
      ...shop,
      extraPayments: EXTRA_PAYMENTS_PER_DAY,
      minimumCents: record.content.offer.minimumSpendCents,
    },
    interest: (customerId) => chanceOf(seed, 'interest', customerId, key),
  };
}
