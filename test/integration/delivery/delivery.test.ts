import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { verifyAudit } from '#bank/audit/verify.ts';
import { openJobs } from '#bank/jobs/jobs.ts';
import { openBank } from '#bank/storage/data-directory.ts';
import { anApprovedCampaign, setClock, stateOf, testPorts, withdrawConsents } from '../../support/delivery-bank.ts';
import { aDeliveringBank } from '../../support/delivering-bank.ts';

const place = aDeliveringBank();
const NO_HOLDOUT = { holdoutPercent: 0 as const, channels: ['app_feed' as const] };
const ASAP = { startsOn: '2026-03-16', endsOn: '2026-03-29', redemptionExtraDays: 7, pacing: 'asap' as const };

const deliveries = () => place.bank.database.selectFrom('deliveries').selectAll().orderBy('customer_id').execute();
const received = () => place.bank.database.selectFrom('inbox.messages').selectAll().orderBy('customer_id').execute();

describe('going live', () => {
  test('a campaign goes live on its first day and not before, and its customers get what was rendered', async () => {
    await place.audienceOf(120);
    const { id } = await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP } });
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-15'));
    expect(await stateOf(place.bank, id)).toBe('scheduled');

    const work = await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));
    expect(work.wentLive).toEqual([{ kind: 'live', campaignId: id, delivered: 120, holdout: 0 }]);
    expect(await place.jobs.drain(place.inbox.url, 'all')).toEqual({ delivered: 120, dropped: 0, postponed: [] });
    const messages = await received();
    expect(messages).toHaveLength(120);
    expect(messages[0]?.messages).toMatchObject([{ language: 'nl', label: 'Advertentie', payer: 'betaald door De Linde' }]);
    expect((await deliveries()).every((row) => row.state === 'delivered')).toBe(true);
    expect((await verifyAudit(place.bank.database)).kind).toBe('intact');
  });

  test('a campaign whose stored revision is not the approved one goes back to the merchant and nobody is assigned', async () => {
    await place.audienceOf(10);
    const { id } = await anApprovedCampaign(place.bank, { content: NO_HOLDOUT, approvedHash: 'a'.repeat(64) });
    const work = await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));
    expect(work.wentLive).toMatchObject([{ kind: 'guard_failed', reason: 'other' }]);
    expect(await stateOf(place.bank, id)).toBe('changes_requested');
    expect(await place.bank.database.selectFrom('assignments').selectAll().execute()).toEqual([]);
  });

  test('an audience that no longer reaches the minimum goes back to the merchant with the reason', async () => {
    await place.audienceOf(10);
    const { id } = await anApprovedCampaign(place.bank, { content: NO_HOLDOUT });
    const small = await openJobs(place.bank, {
      ...place.ports,
      reach: { meetsMinimum: async () => ({ passes: false, minimum: 100, required: 180, candidatesAtMost: 0 }) },
      close: async () => undefined,
    });
    const work = await small.runDailyWork(await setClock(place.bank, '2026-03-16'));
    await small.close();
    expect(work.wentLive).toMatchObject([{ kind: 'guard_failed', reason: 'audience_too_small' }]);
    expect(await stateOf(place.bank, id)).toBe('changes_requested');
  });

  test('a campaign goes live even where nobody is left to deliver to, so that its state says nothing about customers', async () => {
    const { id } = await anApprovedCampaign(place.bank, { content: NO_HOLDOUT });
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));
    expect(await stateOf(place.bank, id)).toBe('live');
  });
});

describe('delivery', () => {
  test('a customer who withdraws after the selection is not contacted', async () => {
    const [first = '', second = ''] = await place.audienceOf(3);
    await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: { ...ASAP, pacing: 'even' } } });
    const time = await setClock(place.bank, '2026-03-16');
    await place.jobs.runDailyWork(time);
    await withdrawConsents(place.bank, first, 'offers', time.now);
    await withdrawConsents(place.bank, second, 'contact', time.now);
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-29'));
    await place.jobs.drain(place.inbox.url, 'all');
    const rows = await deliveries();
    expect(rows.filter((row) => row.state === 'dropped').map((row) => row.drop_reason)).toEqual(['consent_withdrawn', 'consent_withdrawn']);
    expect((await received()).map((row) => row.customer_id)).toEqual(['c00002']);
  });

  test('a withdrawal between queueing and sending takes effect', async () => {
    const [first = ''] = await place.audienceOf(3);
    await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP } });
    const time = await setClock(place.bank, '2026-03-16');
    await place.jobs.runDailyWork(time);
    await withdrawConsents(place.bank, first, 'offers', time.now);
    expect(await place.jobs.drain(place.inbox.url, 'all')).toEqual({ delivered: 2, dropped: 1, postponed: [] });
    expect((await received()).map((row) => row.customer_id)).toEqual(['c00001', 'c00002']);
  });

  test('a hash that changes after queueing stops the sending and leaves an audit entry on the next batch', async () => {
    await place.audienceOf(3);
    const { id } = await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP } });
    const time = await setClock(place.bank, '2026-03-16');
    await place.jobs.runDailyWork(time);
    await place.bank.database
      .updateTable('campaigns')
      .set({ approved_hash: 'b'.repeat(64) })
      .where('id', '=', id)
      .execute();
    const drained = await place.jobs.drain(place.inbox.url, 'all');
    expect(drained.delivered).toBe(0);
    expect(drained.postponed[0]).toContain('hash_mismatch');
    expect(await received()).toEqual([]);
    const work = await place.jobs.runDailyWork(time);
    expect(work.contacts).toEqual([{ campaignId: id, queued: 0, dropped: 0, stopped: 'hash_mismatch' }]);
    const noted = await place.bank.database.selectFrom('audit_events').select('event').where('subject', '=', id).execute();
    expect(noted.map((row) => row.event)).toContain('delivery.stopped');
  });

  test('nobody is contacted during quiet hours; the contacts go out in the morning', async () => {
    await place.audienceOf(3);
    await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP } });
    const night = await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16', '22:15'));
    expect(night.contacts).toEqual([]);
    const morning = await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-17', '08:05'));
    expect(morning.contacts).toMatchObject([{ queued: 3 }]);
    await setClock(place.bank, '2026-03-17', '21:30');
    expect(await place.jobs.drain(place.inbox.url, 'all')).toEqual({ delivered: 0, dropped: 0, postponed: ['quiet_hours'] });
    await setClock(place.bank, '2026-03-18', '08:00');
    expect(await place.jobs.drain(place.inbox.url, 'all')).toMatchObject({ delivered: 3 });
  });

  test('a paused campaign sends nothing and sends on when it is resumed; a stopped one drops what was queued', async () => {
    await place.audienceOf(3);
    const { id } = await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP } });
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));
    const setState = (state: string) => place.bank.database.updateTable('campaigns').set({ state }).where('id', '=', id).execute();
    await setState('paused');
    expect(await place.jobs.drain(place.inbox.url, 'all')).toEqual({ delivered: 0, dropped: 0, postponed: ['campaign_paused'] });
    await setState('limited');
    expect(await place.jobs.drain(place.inbox.url, 'all')).toEqual({ delivered: 0, dropped: 3, postponed: [] });
    expect((await deliveries()).map((row) => row.drop_reason)).toEqual(['campaign_stopped', 'campaign_stopped', 'campaign_stopped']);
    expect(await received()).toEqual([]);
  });

  test('what could not be sent while the inbox was down is sent once when it is up again', async () => {
    await place.audienceOf(150);
    await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP } });
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));
    const down = place.inbox.url;
    await place.inbox.close();
    const failed = await place.jobs.drain(down, 'all');
    expect(failed.delivered).toBe(0);
    expect(failed.postponed).toHaveLength(1);
    // The next attempt lies ahead, so that a worker leaves the job alone for now.
    await place.reopenInbox();
    expect(await place.jobs.drain(place.inbox.url, 'due')).toEqual({ delivered: 0, dropped: 0, postponed: [] });
    expect(await place.jobs.drain(place.inbox.url, 'all')).toEqual({ delivered: 150, dropped: 0, postponed: [] });
    expect(await received()).toHaveLength(150);
    expect(await place.jobs.drain(place.inbox.url, 'all')).toEqual({ delivered: 0, dropped: 0, postponed: [] });
  });

  test('a process that dies after the inbox took the batch leaves it to the next one, which delivers nothing twice', async () => {
    await place.audienceOf(5);
    await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP } });
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));
    await place.jobs.drain(place.inbox.url, 'all');
    // What such a process leaves behind: the message in the inbox, the delivery still queued, the job still marked as being worked on.
    await place.bank.database.updateTable('deliveries').set({ state: 'queued', delivered_at: null }).execute();
    await sql`update jobs.job set state = 'active', completed_on = null where name = 'webhook-delivery'`.execute(place.bank.database);
    expect(await place.jobs.drain(place.inbox.url, 'all')).toEqual({ delivered: 5, dropped: 0, postponed: [] });
    expect(await received()).toHaveLength(5);
    expect(await place.bank.database.selectFrom('inbox.webhooks').selectAll().execute()).toHaveLength(1);
  });
});

describe('daily work', () => {
  test('a second run of a day changes nothing', async () => {
    await place.audienceOf(40);
    await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP } });
    const time = await setClock(place.bank, '2026-03-16');
    await place.jobs.runDailyWork(time);
    const before = { deliveries: await deliveries(), audit: await verifyAudit(place.bank.database) };
    const again = await place.jobs.runDailyWork(time);
    expect(again).toEqual({
      day: '2026-03-16',
      wentLive: [],
      contacts: [],
      activations: 0,
      settlements: [],
      ended: [],
      measuring: [],
      reports: [],
      postings: [],
    });
    expect({ deliveries: await deliveries(), audit: await verifyAudit(place.bank.database) }).toEqual(before);
  });

  test('two processes that work on the same day at once do it once', async () => {
    await place.audienceOf(40);
    await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP } });
    await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, name: 'Second', schedule: ASAP } });
    const time = await setClock(place.bank, '2026-03-16');
    const otherBank = await openBank(place.directory);
    const otherJobs = await openJobs(otherBank, testPorts(otherBank, place.market));
    const results = await Promise.all([place.jobs.runDailyWork(time), otherJobs.runDailyWork(time), place.jobs.runDailyWork(time)]);
    expect(results.flatMap((result) => result.wentLive)).toHaveLength(2);
    const sent = await Promise.all([place.jobs.drain(place.inbox.url, 'all'), otherJobs.drain(place.inbox.url, 'all')]);
    expect(sent[0].delivered + sent[1].delivered).toBe(80);
    await otherJobs.close();
    await otherBank.close();
    expect(await received()).toHaveLength(80);
  });

  test('states follow the dates: ended after the redemption window, then measured, then reported', async () => {
    await place.audienceOf(10);
    const { id } = await anApprovedCampaign(place.bank, { content: { ...NO_HOLDOUT, schedule: ASAP, attributionDays: 20 } });
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-05'));
    expect(await stateOf(place.bank, id)).toBe('live');
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-06'));
    expect(await stateOf(place.bank, id)).toBe('measuring');
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-18'));
    expect(await stateOf(place.bank, id)).toBe('measuring');
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-19'));
    expect(await stateOf(place.bank, id)).toBe('reported');
  });
});
