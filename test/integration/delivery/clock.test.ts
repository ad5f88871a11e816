import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approvedCampaign } from '#bank/delivery/campaign-record.ts';
import { selectCustomers } from '#bank/delivery/selection.ts';
import { advanceClock } from '#bank/jobs/advance-clock.ts';
import { simulateDays } from '#bank/market/simulation/simulate.ts';
import { startWorkers } from '#bank/jobs/workers.ts';
import { seedMarket } from '#bank/market/synthetic/seed.ts';
import { segmentsOfBank } from '#bank/segments/bank-segments.ts';
import { daysBetween } from '#shared/market/working-days.ts';
import {
  aBankDirectory,
  anApprovedCampaign,
  customers,
  type FakeMarket,
  grantConsents,
  members,
  setClock,
  type TestBank,
  testPorts,
} from '../../support/delivery-bank.ts';

const MAIN = path.join(import.meta.dirname, '../../../bank/cli/main.ts');
const run = (...args: readonly string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
const SCHEDULE = { startsOn: '2026-03-16', endsOn: '2026-03-22', redemptionExtraDays: 0, pacing: 'asap' as const };

describe('the clock of a real bank', () => {
  let place: TestBank;
  beforeAll(async () => {
    place = await aBankDirectory({ demo: false });
  });
  afterAll(() => place.remove());

  test('cannot be moved, from the command line or from within', async () => {
    const answer = run('clock', 'advance', '--days', '1', '--data', place.directory);
    expect(answer.status).not.toBe(0);
    expect(answer.stderr).toContain('demo_only');
    expect(run('simulate', '--days', '1', '--data', place.directory, '--json').stdout).toContain('demo_only');
    await expect(advanceClock(place.bank, 1, 'clock advance')).rejects.toMatchObject({ code: 'demo_only' });
    expect((await place.bank.database.selectFrom('clock').select('offset_ms').executeTakeFirstOrThrow()).offset_ms).toBe('0');
  });
});

describe('the clock of a demonstration', () => {
  let place: TestBank;
  beforeAll(async () => {
    place = await aBankDirectory();
  });
  afterAll(() => place.remove());

  test('moves day by day and shows the day', async () => {
    await setClock(place.bank, '2026-03-02');
    const answer = run('clock', 'advance', '--days', '2', '--data', place.directory, '--json');
    expect(answer.status).toBe(0);
    const { days } = JSON.parse(answer.stdout) as { days: { work: { day: string } }[] }; // the command's own output
    expect(days.map((day) => day.work.day)).toEqual(['2026-03-03', '2026-03-04']);
    expect(JSON.parse(run('clock', 'show', '--data', place.directory, '--json').stdout)).toMatchObject({ today: '2026-03-04', demo: true });
    expect(run('clock', 'advance', '--days', '0', '--data', place.directory).stderr).toContain('--days');
  });

  test('workers of a service deliver by themselves once the clock has moved, and stop when they are told to', async () => {
    await setClock(place.bank, '2026-03-10');
    const ids = customers(20);
    await grantConsents(place.bank, ids);
    const market: FakeMarket = { members: members(ids), payments: [] };
    await anApprovedCampaign(place.bank, { content: { schedule: SCHEDULE, channels: ['app_feed'], holdoutPercent: 0 } });
    const failures: unknown[] = [];
    const workers = await startWorkers(place.bank, { ports: testPorts(place.bank, market), onFailure: (error) => failures.push(error) });
    await setClock(place.bank, '2026-03-16');
    await expect
      .poll(() => place.bank.database.selectFrom('inbox.messages').select('delivery_id').execute(), { timeout: 20_000, interval: 100 })
      .toHaveLength(20);
    await workers.stop();
    expect(failures).toEqual([]);
  });
});

describe('a simulated market', () => {
  /** A small seeded bank with a live campaign that was contacted on its first day. */
  async function aLiveMarket(): Promise<TestBank> {
    const place = await aBankDirectory({}, 'empty');
    const { bank } = place;
    await setClock(bank, '2026-03-02');
    await seedMarket(bank, { customers: 250, seed: 3 });
    const account = await bank.database
      .selectFrom('accounts')
      .innerJoin('merchants', 'merchants.id', 'accounts.merchant_id')
      .select(['accounts.id', 'merchants.id as merchant_id'])
      .where('merchants.category_id', '=', 'garden')
      .executeTakeFirstOrThrow();
    const time = await setClock(bank, '2026-03-15');
    const { id } = await anApprovedCampaign(bank, {
      id: '01900000-0000-7000-8000-0000000000aa',
      merchantId: account.merchant_id,
      submittedBy: account.id,
      state: 'live',
      content: {
        schedule: SCHEDULE,
        audience: {
          format: 'florin-audience/1',
          conditions: [{ kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 0, to: 4 } }],
        },
      },
    });
    const segments = segmentsOfBank(bank);
    const campaign = await approvedCampaign(bank.database, id);
    await bank.database.transaction().execute((transaction) => selectCustomers(transaction, bank.profile, segments, campaign, 2_000, time));
    await segments.close();
    return place;
  }

  const traces = async ({ bank }: TestBank) => ({
    activations: await bank.database.selectFrom('activations').select('customer_id').orderBy('customer_id').execute(),
    redemptions: await bank.database
      .selectFrom('redemptions')
      .select(['customer_id', 'payment_id', 'reward_cents'])
      .orderBy('payment_id')
      .execute(),
    deliveries: await bank.database.selectFrom('deliveries').select(['customer_id', 'state']).orderBy('customer_id').execute(),
  });

  test('the same seed gives the same customers, activations and redemptions; days are booked whole', { timeout: 240_000 }, async () => {
    const [first, second] = [await aLiveMarket(), await aLiveMarket()];
    for (const place of [first, second]) await simulateDays(place.bank, 2, 5);
    const seen = await traces(first);
    expect(await traces(second)).toEqual(seen);
    expect(seen.deliveries.length).toBeGreaterThan(60);
    expect(seen.deliveries.every((row) => row.state === 'delivered')).toBe(true);
    expect(seen.activations.length).toBeGreaterThan(0);
    const segments = segmentsOfBank(first.bank);
    const { lastPayment = '' } = await segments.summary();
    await segments.close();
    expect(daysBetween(lastPayment, (await first.bank.clock.read()).today)).toBe(0);
    await first.remove();
    await second.remove();
  });
});
