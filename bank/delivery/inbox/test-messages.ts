import { type MessagePart, shownParts } from '#shared/campaign/channel-message.ts';
import { RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import { TEST_RECIPIENT } from '#shared/contracts/http/test-messages.ts';
import { Channel } from '#shared/units.ts';
import type { BankTime } from '../../clock/clock.ts';
import { type BankDatabase, jsonText } from '../../storage/database.ts';
import { DeliveredOffer, type TestWebhook } from '../webhook/payload.ts';
import { storeImages } from './messages.ts';

/** A test message as the inbox lists it: addressed to nobody, its title with the mark in front, the message itself exactly as it would be delivered. */
interface TestMessage {
  readonly testId: string;
  readonly recipient: typeof TEST_RECIPIENT;
  readonly title: string;
  readonly campaignName: string;
  readonly channel: string;
  readonly version: string;
  readonly message: RenderedMessage;
  readonly parts: readonly MessagePart[];
  readonly offer: DeliveredOffer;
  readonly receivedAt: string;
}

export function testTitle(message: Pick<RenderedMessage, 'title'>): string {
  return `${TEST_RECIPIENT} · ${message.title}`;
}

/** Takes a test once, in a table of its own: what is counted, capped, activated or reported never reads it. */
export async function storeTest(database: BankDatabase, { data }: TestWebhook, time: BankTime): Promise<'stored' | 'repeated'> {
  return database.transaction().execute(async (transaction) => {
    const first = await transaction
      .insertInto('inbox.test_messages')
      .values({
        test_id: data.testId,
        campaign_name: data.campaignName,
        channel: data.channel,
        version: data.version,
        message: jsonText(data.message),
        offer: jsonText(data.offer),
        received_at: time.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('test_id')
      .executeTakeFirst();
    if (first === undefined) return 'repeated';
    await storeImages(transaction, data.images);
    return 'stored';
  });
}

/** All of them, the newest first. */
export async function listTests(database: BankDatabase): Promise<readonly TestMessage[]> {
  const rows = await database
    .selectFrom('inbox.test_messages')
    .selectAll()
    .orderBy('received_at', 'desc')
    .orderBy('test_id')
    .limit(200)
    .execute();
  return rows.map((row) => {
    const message = RenderedMessage.parse(row.message);
    return {
      testId: row.test_id,
      recipient: TEST_RECIPIENT,
      title: testTitle(message),
      campaignName: row.campaign_name,
      channel: row.channel,
      version: row.version,
      message,
      parts: shownParts(message, Channel.parse(row.channel)),
      offer: DeliveredOffer.parse(row.offer),
      receivedAt: row.received_at,
    };
  });
}
