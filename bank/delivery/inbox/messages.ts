import { sql } from 'kysely';
import { z } from 'zod';
import { type MessagePart, shownParts } from '#shared/campaign/channel-message.ts';
import { RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import { Channel } from '#shared/units.ts';
import type { BankTime } from '../../clock/clock.ts';
import { type BankDatabase, type BankTransaction, jsonText } from '../../storage/database.ts';
import { DeliveredOffer, type DeliveryWebhook } from '../webhook/payload.ts';

/** A message as the customer's app lists it. */
export interface InboxMessage {
  readonly deliveryId: string;
  readonly campaignId: string;
  readonly channel: string;
  readonly messages: readonly RenderedMessage[];
  /** What this channel carries of them, in its order. */
  readonly parts: readonly MessagePart[];
  readonly offer: DeliveredOffer;
  readonly receivedAt: string;
  readonly openedAt: string | null;
  readonly activatedAt: string | null;
}

/** Takes a webhook once: its id and its messages are stored in one transaction. A repetition stores nothing. */
export async function storeWebhook(
  database: BankDatabase,
  webhookId: string,
  webhook: DeliveryWebhook,
  time: BankTime,
): Promise<'stored' | 'repeated'> {
  return database.transaction().execute(async (transaction) => {
    const first = await transaction
      .insertInto('inbox.webhooks')
      .values({ webhook_id: webhookId, received_at: time.now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('webhook_id')
      .executeTakeFirst();
    if (first === undefined) return 'repeated';
    const { campaignId, deliveries, messages, alternativeMessages, images, offer } = webhook.data;
    await storeImages(transaction, images);
    await transaction
      .insertInto('inbox.messages')
      .values(
        deliveries.map((delivery) => ({
          delivery_id: delivery.deliveryId,
          customer_id: delivery.customerId,
          campaign_id: campaignId,
          channel: delivery.channel,
          messages: jsonText(delivery.version === 'b' ? alternativeMessages : messages),
          offer: jsonText(offer),
          received_at: time.now,
          opened_at: null,
          activated_at: null,
        })),
      )
      .onConflict((conflict) => conflict.column('delivery_id').doNothing())
      .execute();
    return 'stored';
  });
}

/** Keeps the pictures of messages; those that are there stay. */
export async function storeImages(transaction: BankTransaction, images: DeliveryWebhook['data']['images']): Promise<void> {
  if (images.length === 0) return;
  await transaction
    .insertInto('inbox.images')
    .values(images.map(({ sha256, mediaType, base64 }) => ({ sha256, media_type: mediaType, bytes: Buffer.from(base64, 'base64') })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function messagesOf(database: BankDatabase, customerId: string): Promise<readonly InboxMessage[]> {
  const rows = await database
    .selectFrom('inbox.messages')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('received_at', 'desc')
    .orderBy('delivery_id')
    .execute();
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    campaignId: row.campaign_id,
    channel: row.channel,
    ...shownOn(row.channel, z.array(RenderedMessage).parse(row.messages)),
    offer: DeliveredOffer.parse(row.offer),
    receivedAt: row.received_at,
    openedAt: row.opened_at,
    activatedAt: row.activated_at,
  }));
}

function shownOn(channel: string, messages: readonly RenderedMessage[]): Pick<InboxMessage, 'messages' | 'parts'> {
  // Every language has the same pictures, and with them the same parts.
  const [first] = messages;
  return { messages, parts: first === undefined ? [] : shownParts(first, Channel.parse(channel)) };
}

/** A picture of a message that arrived. */
export async function imageOf(
  database: BankDatabase,
  sha256: string,
): Promise<{ readonly mediaType: string; readonly bytes: Buffer } | undefined> {
  const row = await database.selectFrom('inbox.images').select(['media_type', 'bytes']).where('sha256', '=', sha256).executeTakeFirst();
  return row === undefined ? undefined : { mediaType: row.media_type, bytes: row.bytes };
}

/** Notes the first opening; false where this customer has no such message. */
export async function openMessage(database: BankDatabase, customerId: string, deliveryId: string, time: BankTime): Promise<boolean> {
  const row = await database
    .updateTable('inbox.messages')
    .set({ opened_at: sql`coalesce(opened_at, ${time.now}::timestamptz)` })
    .where('delivery_id', '=', deliveryId)
    .where('customer_id', '=', customerId)
    .returning('delivery_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Switches an offer on, once. `too_late` after its last day, `not_needed` where it is active by itself. */
export async function activateMessage(
  database: BankDatabase,
  customerId: string,
  deliveryId: string,
  time: BankTime,
): Promise<'activated' | 'too_late' | 'not_needed' | 'missing'> {
  return database.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('inbox.messages')
      .select(['offer', 'activated_at'])
      .where('delivery_id', '=', deliveryId)
      .where('customer_id', '=', customerId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return 'missing';
    const { activateUntil } = DeliveredOffer.parse(row.offer);
    if (activateUntil === null) return 'not_needed';
    if (row.activated_at !== null) return 'activated';
    if (time.today > activateUntil) return 'too_late';
    await transaction
      .updateTable('inbox.messages')
      .set({ activated_at: time.now, opened_at: sql`coalesce(opened_at, ${time.now}::timestamptz)` })
      .where('delivery_id', '=', deliveryId)
      .execute();
    return 'activated';
  });
}

/** Brings activations that customers made in the inbox into the bank's own table; each once. */
export async function collectActivations(transaction: BankDatabase | BankTransaction): Promise<number> {
  const rows = await sql`
    insert into activations (campaign_id, customer_id, activated_at)
    select m.campaign_id, m.customer_id, m.activated_at
    from inbox.messages m join assignments a on a.campaign_id = m.campaign_id and a.customer_id = m.customer_id and a.arm = 'delivered'
    where m.activated_at is not null
    on conflict do nothing`.execute(transaction);
  return Number(rows.numAffectedRows ?? 0n);
}
