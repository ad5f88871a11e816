import { collectActivations } from '../delivery/inbox/messages.ts';
import { addDays, type BankTime } from '../clock/clock.ts';
import { campaignsIn } from '../delivery/campaign-record.ts';
import { type ContactsOutcome, queueContacts } from '../delivery/contacts.ts';
import { type GoLiveOutcome, goLive } from '../delivery/go-live.ts';
import type { DeliveryPorts } from '../delivery/ports.ts';
import { publishReports, type ReportOutcome } from '../reports/publish-reports.ts';
import { type PostingOutcome, postSettlements } from '../settlement/post-settlements.ts';
import { lastRedemptionDay, type SettlementOutcome, settleCampaigns } from '../settlement/settle-campaigns.ts';
import type { Bank } from '../storage/data-directory.ts';
import { DAILY_WORK_LOCK, withLock } from './locks.ts';
import type { Outbox } from './outbox.ts';

/** What one run of the daily work did, for the operator's screen and log; nothing of it reaches a merchant. */
export interface DailyWorkResult {
  readonly day: string;
  readonly wentLive: readonly GoLiveOutcome[];
  readonly contacts: readonly ContactsOutcome[];
  readonly activations: number;
  readonly settlements: readonly SettlementOutcome[];
  /** Campaigns whose flight and redemption window are over, and those that began to be measured. */
  readonly ended: readonly string[];
  readonly measuring: readonly string[];
  readonly reports: readonly ReportOutcome[];
  readonly postings: readonly PostingOutcome[];
}

/**
 * The work of one bank day, in order: going live, activations, contacts of the day, settlement, ends, measuring, reports, pay-outs. Idempotent: a second
 * run of the same day, in this process or in another at the same time, finds nothing to do. States follow from dates, hashes and published releases
 * alone, never from activations, redemptions or money.
 */
export async function runDailyWork(bank: Bank, ports: DeliveryPorts, outbox: Outbox, time: BankTime): Promise<DailyWorkResult> {
  return withLock(bank.database, DAILY_WORK_LOCK, async () => ({
    day: time.today,
    wentLive: await goLive(bank, ports, time),
    activations: await collectActivations(bank.database),
    contacts: await queueContacts(bank, ports, outbox, time),
    settlements: await settleCampaigns(bank, ports, time),
    ended: await endCampaigns(bank, ports, time),
    measuring: await startMeasuring(bank, ports, time),
    reports: await publishReports(bank, ports, time),
    postings: await postSettlements(bank, ports, time),
  }));
}

/** Live, paused, limited and suspended campaigns end on the day after the last one on which a purchase redeems. */
async function endCampaigns(bank: Bank, ports: DeliveryPorts, time: BankTime): Promise<readonly string[]> {
  const due = (await campaignsIn(bank.database, ['live', 'paused', 'limited', 'suspended'])).filter(
    (campaign) => time.today >= addDays(lastRedemptionDay(campaign), 1),
  );
  for (const { id } of due)
    await bank.database
      .transaction()
      .execute((transaction) => ports.transitions.apply(transaction, { campaignId: id, transition: 'end', time }));
  return due.map(({ id }) => id);
}

async function startMeasuring(bank: Bank, ports: DeliveryPorts, time: BankTime): Promise<readonly string[]> {
  const due = await campaignsIn(bank.database, ['ended']);
  for (const { id } of due)
    await bank.database
      .transaction()
      .execute((transaction) => ports.transitions.apply(transaction, { campaignId: id, transition: 'measure', time }));
  return due.map(({ id }) => id);
}
