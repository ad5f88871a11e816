import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { announceInbox } from '#bank/delivery/inbox/address.ts';
import { startInbox } from '#bank/delivery/inbox/server.ts';
import { openJobs } from '#bank/jobs/jobs.ts';
import type { Caller } from '#bank/policy/caller.ts';
import { bankServices } from '#bank/serve.ts';
import type { Bank } from '#bank/storage/data-directory.ts';
import { testDraft, testRevision } from '#bank/test-messages/send-test.ts';
import { instantOf } from '#bank/clock/clock.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { createHash } from 'node:crypto';
import { idSource } from '../../fixtures/desktop/fakes.ts';
import {
  aBankDirectory,
  anApprovedCampaign,
  aPayment,
  customers,
  forgetCampaigns,
  grantConsents,
  members,
  MERCHANT_ID,
  type TestBank,
  testPorts,
} from '../../support/delivery-bank.ts';

const CAMPAIGN = '01900000-0000-7000-8000-00000000c001';
const EDITOR: Caller = {
  accountId: '01900000-0000-7000-8000-000000000002',
  displayName: 'Editor',
  role: 'merchant_editor',
  merchantId: MERCHANT_ID,
};
const REVIEWER: Caller = { ...EDITOR, role: 'bank_reviewer', merchantId: undefined };
const SCHEDULE = { startsOn: '2026-03-16', endsOn: '2026-03-29', redemptionExtraDays: 7, pacing: 'even' as const };
/** What may differ: the tests themselves, the log of who sent them, what says when a bank was made, and the database's own numbers of transactions. */
const APART = [
  'public.test_messages',
  'inbox.test_messages',
  'public.audit_events',
  'public.clock',
  'public.schema_migrations',
  'public.consent_deletions',
];

let place: TestBank;

beforeAll(async () => {
  place = await aBankDirectory();
});
afterAll(() => place.remove());

/** Every row of every other table there is, so that a table that is added later is compared as well. */
async function everythingElse(bank: Bank): Promise<string> {
  const tables = await sql<{ name: string }>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('public', 'inbox') and table_type = 'BASE TABLE' order by 1`.execute(bank.database);
  const parts: string[] = [];
  for (const { name } of tables.rows.filter((table) => !APART.includes(table.name))) {
    const rows = await sql<{
      row: unknown;
    }>`select to_jsonb(t) - 'changed_in' as row from ${sql.table(name)} t order by (to_jsonb(t) - 'changed_in')::text`.execute(
      bank.database,
    );
    parts.push(`${name} ${rows.rows.map(({ row }) => JSON.stringify(row)).join('\n')}`);
  }
  return parts.join('\n\n');
}

/** A campaign from go-live to its report, everything but the tests alike: customers, payments, clock, ids and noise. */
async function live(opened: Bank, sendsTests: boolean): Promise<string> {
  let now = '';
  const at = (date: string, time = '09:30') => {
    now = instantOf(date, time, opened.profile.timeZone);
    return { now, today: date };
  };
  at('2026-03-02');
  const bank: Bank = { ...opened, clock: { ...opened.clock, read: async () => ({ now, today: now.slice(0, 10) }) } };
  const inbox = await startInbox(bank);
  await announceInbox(bank, inbox.url);
  const everybody = customers(80);
  await grantConsents(bank, everybody);
  const payments = everybody.slice(0, 20).map((customer, index) => aPayment(customer, '2026-04-02', 12_000, `payment-${index}`));
  const market = { members: members(everybody), payments };
  const ports = { ...testPorts(bank, market), newId: idSource() };
  const jobs = await openJobs(bank, { ...ports, privacy: { ...ports.privacy, discreteGaussian: () => 7n } });
  const { testInbox, ...services } = bankServices(bank, { count: () => Promise.reject(new Error('nobody asks for a quote')) } as never); // a test message counts nobody
  const { content } = await anApprovedCampaign(bank, {
    id: CAMPAIGN,
    content: { schedule: SCHEDULE, holdoutPercent: 20, channels: ['app_feed'] },
  });
  const revisionHash = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const ids = idSource();
  const tests = async (time: { readonly now: string; readonly today: string }) => {
    if (!sendsTests) return;
    const choice = { campaignId: CAMPAIGN, channel: 'app_feed', language: 'nl', version: 'a' } as const;
    await testRevision({ ...services, testInbox }, REVIEWER, time, { ...choice, testId: ids(), revisionHash });
    if (time.today > '2026-03-05') return;
    await testDraft({ ...services, testInbox }, EDITOR, time, { ...choice, testId: ids(), content });
  };
  await tests(at('2026-03-02'));
  for (const day of ['2026-03-16', '2026-03-17', '2026-03-20', '2026-03-25', '2026-03-29']) {
    await jobs.runDailyWork(at(day));
    await tests(at(day, '09:40'));
    await jobs.drain(inbox.url, 'all');
    await tests(at(day, '09:50'));
  }
  await bank.database.updateTable('inbox.messages').set({ activated_at: now, opened_at: now }).execute();
  for (const day of ['2026-03-30', '2026-04-06', '2026-04-13', '2026-04-14', '2026-04-20', '2026-04-27']) {
    await jobs.runDailyWork(at(day));
    await tests(at(day, '09:40'));
  }
  await jobs.close();
  await inbox.close();
  return everythingElse(bank);
}

test('reports, counts, deliveries, holdout, caps, settlement and ledger are byte for byte the same with and without test messages', async () => {
  const without = await live(place.bank, false);
  await forgetCampaigns(place.bank);
  const withTests = await live(place.bank, true);
  const { database } = place.bank;
  const counted = await database.selectFrom('inbox.test_messages').select('test_id').execute();
  expect(counted.length).toBeGreaterThan(10);
  expect(withTests).toBe(without);
  // The story is one in which there was something to disturb.
  const rows = async (table: 'assignments' | 'deliveries' | 'redemptions' | 'reports' | 'settlement_postings' | 'ledger_entries') =>
    (await database.selectFrom(table).selectAll().execute()).length;
  expect(await rows('assignments')).toBe(80);
  expect(await rows('deliveries')).toBeGreaterThan(40);
  for (const table of ['redemptions', 'reports', 'settlement_postings', 'ledger_entries'] as const)
    expect([table, await rows(table)]).not.toEqual([table, 0]);
}, 120_000);
