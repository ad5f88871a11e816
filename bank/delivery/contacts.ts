import type { BankTime } from '../clock/clock.ts';
import type { Outbox } from '../jobs/outbox.ts';
import type { Bank } from '../storage/data-directory.ts';
import { type ApprovedCampaign, campaignsIn } from './campaign-record.ts';
import { permittedChannels } from './permission.ts';
import type { DeliveryPorts } from './ports.ts';
import { isQuiet } from './quiet-hours.ts';

/** Customers per webhook. */
const BATCH = 100;

export interface ContactsOutcome {
  readonly campaignId: string;
  readonly queued: number;
  readonly dropped: number;
  /** Set where the stored revision is not the approved one: nothing was queued. */
  readonly stopped?: 'hash_mismatch';
}

/**
 * Queues the contacts of live campaigns that are due and were not queued yet: one delivery row per customer and one job per batch, in one
 * transaction. A customer who withdrew since the selection is dropped as `consent_withdrawn`, one who withdrew only the channel as
 * `channel_withdrawn`. Does nothing during quiet hours: the contacts stay due.
 */
export async function queueContacts(bank: Bank, ports: DeliveryPorts, outbox: Outbox, time: BankTime): Promise<readonly ContactsOutcome[]> {
  if (isQuiet(time.now, bank.profile)) return [];
  const outcomes: ContactsOutcome[] = [];
  for (const campaign of await campaignsIn(bank.database, ['live'])) {
    if (campaign.contentHash !== campaign.approvedHash) {
      await recordStop(bank, ports, campaign, time);
      outcomes.push({ campaignId: campaign.id, queued: 0, dropped: 0, stopped: 'hash_mismatch' });
      continue;
    }
    let queued = 0;
    let dropped = 0;
    for (;;) {
      const batch = await queueBatch(bank, ports, outbox, campaign.id, time);
      if (batch === undefined) break;
      queued += batch.queued;
      dropped += batch.dropped;
    }
    if (queued + dropped > 0) outcomes.push({ campaignId: campaign.id, queued, dropped });
  }
  return outcomes;
}

async function queueBatch(bank: Bank, ports: DeliveryPorts, outbox: Outbox, campaignId: string, time: BankTime) {
  return bank.database.transaction().execute(async (transaction) => {
    const due = await transaction
      .selectFrom('assignments')
      .select(['customer_id', 'channel'])
      .where('campaign_id', '=', campaignId)
      .where('contact_on', '<=', time.today)
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('deliveries')
              .select('deliveries.id')
              .whereRef('deliveries.campaign_id', '=', 'assignments.campaign_id')
              .whereRef('deliveries.customer_id', '=', 'assignments.customer_id'),
          ),
        ),
      )
      .orderBy('contact_on')
      .orderBy('customer_id')
      .limit(BATCH)
      .execute();
    if (due.length === 0) return undefined;
    const permitted = await permittedChannels(
      transaction,
      due.map((row) => row.customer_id),
      time.now,
    );
    const rows = due.map((row) => {
      const channels = permitted.get(row.customer_id);
      const dropReason =
        channels === undefined
          ? 'consent_withdrawn'
          : [...channels].some((channel) => channel === row.channel)
            ? null
            : 'channel_withdrawn';
      return {
        id: ports.newId(),
        campaign_id: campaignId,
        customer_id: row.customer_id,
        channel: row.channel ?? '',
        state: dropReason === null ? ('queued' as const) : ('dropped' as const),
        drop_reason: dropReason,
        queued_at: time.now,
        delivered_at: null,
      };
    });
    await transaction.insertInto('deliveries').values(rows).execute();
    const deliveryIds = rows.filter((row) => row.state === 'queued').map((row) => row.id);
    if (deliveryIds.length > 0) await outbox.enqueue(transaction, { webhookId: ports.newId(), campaignId, deliveryIds });
    return { queued: deliveryIds.length, dropped: rows.length - deliveryIds.length };
  });
}

/** Noted once: the daily work meets the same campaign at every tick. */
async function recordStop(bank: Bank, ports: DeliveryPorts, campaign: ApprovedCampaign, time: BankTime): Promise<void> {
  await bank.database.transaction().execute(async (transaction) => {
    const noted = await transaction
      .selectFrom('audit_events')
      .select('seq')
      .where('subject', '=', campaign.id)
      .where('event', '=', 'delivery.stopped')
      .executeTakeFirst();
    if (noted !== undefined) return;
    await ports.audit.record(transaction, {
      event: 'delivery.stopped',
      subject: campaign.id,
      time,
      body: { approvedHash: campaign.approvedHash, storedHash: campaign.contentHash },
    });
  });
}
