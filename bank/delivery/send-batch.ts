import { picturesOfContent } from '#shared/campaign/files.ts';
import { partnerNames } from '#shared/campaign/cooperation.ts';
import { renderVersions } from '#shared/campaign/render-message.ts';
import { AppError } from '#shared/errors.ts';
import type { BankTime } from '../clock/clock.ts';
import type { DeliveryJob, SendOutcome } from '../jobs/outbox.ts';
import type { Bank } from '../storage/data-directory.ts';
import { type ApprovedCampaign, approvedCampaign, assertApprovedContent } from './campaign-record.ts';
import { versionOf } from './holdout.ts';
import { permittedChannels } from './permission.ts';
import { deliveredImages } from './delivered-images.ts';
import { categoryLabel, deliveredOffer } from './delivered-message.ts';
import { isQuiet } from './quiet-hours.ts';
import { DeliveryWebhook } from './webhook/payload.ts';
import { postWebhook, type WebhookTarget } from './webhook/post.ts';

/**
 * Sends one batch: checks state, hash and every customer's consent again, drops who may not be contacted any more, posts the rest as one signed
 * webhook and marks them delivered. A repetition after a crash carries the same webhook id, so that the receiver takes it once.
 * @throws AppError `hash_mismatch` where the stored revision is not the approved one: nothing is sent, the batch stays queued
 */
export async function sendBatch(bank: Bank, target: WebhookTarget, job: DeliveryJob, time: BankTime): Promise<SendOutcome> {
  if (isQuiet(time.now, bank.profile)) return { kind: 'postponed', reason: 'quiet_hours' };
  const campaign = await approvedCampaign(bank.database, job.campaignId);
  if (campaign.state === 'paused' || campaign.state === 'suspended') return { kind: 'postponed', reason: `campaign_${campaign.state}` };
  if (campaign.state !== 'live') return { kind: 'sent', delivered: 0, dropped: await drop(bank, job.deliveryIds, 'campaign_stopped') };
  assertApprovedContent(campaign);

  const queued = await bank.database
    .selectFrom('deliveries')
    .select(['id', 'customer_id', 'channel'])
    .where('id', 'in', [...job.deliveryIds])
    .where('state', '=', 'queued')
    .orderBy('id')
    .execute();
  const permitted = await permittedChannels(
    bank.database,
    queued.map((row) => row.customer_id),
    time.now,
  );
  const withdrawn = queued.filter((row) => !permitted.has(row.customer_id)).map((row) => row.id);
  const channelWithdrawn = queued
    .filter((row) => permitted.has(row.customer_id) && !hasChannel(permitted.get(row.customer_id), row.channel))
    .map((row) => row.id);
  const dropped = (await drop(bank, withdrawn, 'consent_withdrawn')) + (await drop(bank, channelWithdrawn, 'channel_withdrawn'));
  const allowed = queued.filter((row) => hasChannel(permitted.get(row.customer_id), row.channel));
  if (allowed.length === 0) return { kind: 'sent', delivered: 0, dropped };

  await post(target, job.webhookId, time, await webhookBody(bank, campaign, allowed, time));
  await bank.database
    .updateTable('deliveries')
    .set({ state: 'delivered', delivered_at: time.now })
    .where(
      'id',
      'in',
      allowed.map((row) => row.id),
    )
    .where('state', '=', 'queued')
    .execute();
  return { kind: 'sent', delivered: allowed.length, dropped };
}

function hasChannel(channels: ReadonlySet<string> | undefined, channel: string): boolean {
  return channels?.has(channel) === true;
}

async function drop(bank: Bank, deliveryIds: readonly string[], reason: string): Promise<number> {
  if (deliveryIds.length === 0) return 0;
  const rows = await bank.database
    .updateTable('deliveries')
    .set({ state: 'dropped', drop_reason: reason })
    .where('id', 'in', [...deliveryIds])
    .where('state', '=', 'queued')
    .returning('id')
    .execute();
  return rows.length;
}

async function webhookBody(
  bank: Bank,
  campaign: ApprovedCampaign,
  deliveries: readonly { readonly id: string; readonly customer_id: string; readonly channel: string }[],
  time: BankTime,
): Promise<string> {
  const { content } = campaign;
  const merchant = await bank.database
    .selectFrom('merchants')
    .select('shop_name')
    .where('id', '=', campaign.merchantId)
    .executeTakeFirstOrThrow();
  const webhook = DeliveryWebhook.parse({
    type: 'offer.delivered',
    timestamp: time.now,
    data: {
      campaignId: campaign.id,
      offer: deliveredOffer(content, [merchant.shop_name, ...partnerNames(content)], time.today),
      ...renderVersions(content, { shopName: merchant.shop_name, categoryLabel: categoryLabel(bank.profile, content) }),
      images: await deliveredImages(bank.database, campaign.merchantId, picturesOfContent(content)),
      deliveries: deliveries.map((row) => ({
        deliveryId: row.id,
        customerId: row.customer_id,
        channel: row.channel,
        version: content.alternative === undefined ? 'a' : versionOf(row.customer_id, campaign.approvedHash),
      })),
    },
  } satisfies { type: string; timestamp: string; data: object });
  return JSON.stringify(webhook);
}

async function post(target: WebhookTarget, webhookId: string, time: BankTime, body: string): Promise<void> {
  const status = await postWebhook(target, webhookId, time, body);
  if (status < 200 || status > 299)
    throw new AppError('internal', { correlationId: webhookId }, { cause: new Error(`the inbox answered ${status}`) });
}
