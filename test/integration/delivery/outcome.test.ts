import { describe, expect, test } from 'vitest';
import { openJobs } from '#bank/jobs/jobs.ts';
import { AppError } from '#shared/errors.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { anApprovedCampaign, aPayment, customers, forgetCampaigns, setClock, stateOf, testPorts } from '../../support/delivery-bank.ts';
import { aDeliveringBank } from '../../support/delivering-bank.ts';

// Noise is left out here so that exact expectations can be written; its presence is tested below and in the statistical tests.
const place = aDeliveringBank((real) => ({ ...real, privacy: { ...real.privacy, discreteGaussian: () => 0n } }));
const SCHEDULE = { startsOn: '2026-03-16', endsOn: '2026-03-29', redemptionExtraDays: 7, pacing: 'asap' as const };
const CONTENT = { schedule: SCHEDULE, channels: ['app_feed' as const], holdoutPercent: 0 as const };

/** Goes live, delivers to these customers on the first day, and lets the named ones switch the offer on. */
async function delivered(count: number, activated: readonly string[], content: Parameters<typeof anApprovedCampaign>[1] = {}) {
  await place.audienceOf(count);
  const campaign = await anApprovedCampaign(place.bank, { ...content, content: { ...CONTENT, ...content.content } });
  const time = await setClock(place.bank, '2026-03-16');
  await place.jobs.runDailyWork(time);
  await place.jobs.drain(place.inbox.url, 'all');
  if (activated.length > 0)
    await place.bank.database
      .updateTable('inbox.messages')
      .set({ activated_at: time.now })
      .where('customer_id', 'in', [...activated])
      .execute();
  return campaign;
}

const redemptions = () => place.bank.database.selectFrom('redemptions').selectAll().orderBy('customer_id').orderBy('paid_at').execute();

describe('settlement', () => {
  test('only delivered customers who switched the offer on redeem, and only from then on', async () => {
    const [first = '', second = ''] = customers(3);
    await delivered(3, [first]);
    place.market.payments = [
      aPayment(first, '2026-03-15', 8_000),
      aPayment(first, '2026-03-17', 8_000),
      aPayment(second, '2026-03-17', 8_000),
      aPayment('somebody-else', '2026-03-17', 8_000),
      { ...aPayment(first, '2026-03-17', 9_000), paymentMerchantId: 'another-shop' },
    ];
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-18'));
    expect((await redemptions()).map((row) => [row.customer_id, row.spend_cents, row.reward_cents])).toEqual([[first, 8_000, 800]]);
  });

  test('the same payments again, and a late one, change only what they must', async () => {
    const [first = ''] = customers(1);
    await delivered(1, [first], { content: { offer: { ...aContent().offer, redemptionsPerCustomer: 2, capPerCustomerCents: 1_500 } } });
    const payment = aPayment(first, '2026-03-20', 9_000);
    place.market.payments = [payment];
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-21'));
    const before = await redemptions();
    expect((await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-22'))).settlements).toEqual([]);
    expect(await redemptions()).toEqual(before);
    place.market.payments = [aPayment(first, '2026-03-19', 10_000), payment];
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-23'));
    expect((await redemptions()).map((row) => row.reward_cents)).toEqual([1_000, 500]);
  });

  test('a returned purchase loses its reward, and the batched posting after the return period pays the rest once', async () => {
    const [first = '', second = ''] = customers(2);
    const { id } = await delivered(2, [first, second]);
    place.market.payments = [aPayment(first, '2026-03-20', 8_000), aPayment(second, '2026-03-20', 8_000)];
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-21'));
    place.market.payments.push(aPayment(first, '2026-03-25', -8_000));
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-26'));
    expect((await redemptions()).map((row) => [row.customer_id, row.cancelled_at !== null])).toEqual([
      [first, true],
      [second, false],
    ]);
    // Last purchase on 5 April, fourteen days of returns: paid out on 20 April.
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-19'));
    expect(await place.bank.database.selectFrom('settlement_postings').selectAll().execute()).toEqual([]);
    const paid = await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-20'));
    expect(paid.postings).toEqual([{ campaignId: id, redemptions: 1, rewardCents: 800 }]);
    expect((await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-21'))).postings).toEqual([]);
  });
});

describe('the report', () => {
  test('counts each customer in one cell, by arm, furthest step and purchase in the pre-registered window', async () => {
    const ids = customers(200);
    const { id } = await delivered(200, ids.slice(0, 60), { content: { holdoutPercent: 30 } });
    const assigned = await place.bank.database.selectFrom('assignments').select(['customer_id', 'arm']).orderBy('customer_id').execute();
    const inArm = (arm: string) => assigned.filter((row) => row.arm === arm).map((row) => row.customer_id);
    const active = inArm('delivered').filter((customerId) => ids.slice(0, 60).includes(customerId));
    const [redeems = '', buysTooLittle = ''] = active;
    const passive = inArm('delivered').filter((customerId) => !active.includes(customerId));
    const [buysAnyway = '', buysLate = ''] = passive;
    const [holdoutBuyer = ''] = inArm('holdout');
    place.market.payments = [
      aPayment(redeems, '2026-03-20', 30_000),
      aPayment(buysTooLittle, '2026-03-20', 4_000),
      aPayment(buysAnyway, '2026-04-12', 9_000),
      aPayment(buysLate, '2026-04-13', 9_000),
      aPayment(holdoutBuyer, '2026-03-30', 9_000),
    ];
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-13'));
    const report = await place.reportOf(id);
    const cell = (arm: string, step: string, bought: boolean) =>
      report.histogram.find((each) => each.arm === arm && each.step === step && each.bought === bought)?.customers;
    expect(cell('delivered', 'redeemed', true)).toBe(1);
    expect(cell('delivered', 'activated', true)).toBe(1);
    expect(cell('delivered', 'activated', false)).toBe(active.length - 2);
    expect(cell('delivered', 'assigned', true)).toBe(1);
    expect(cell('delivered', 'assigned', false)).toBe(passive.length - 1);
    expect(cell('holdout', 'assigned', true)).toBe(1);
    expect(report.histogram.reduce((sum, each) => sum + each.customers, 0)).toBe(200);
    // €300 is clipped at €210, mean + 3 deviations of the profile's basket prior; the reward of €30 at the offer's cap of €20.
    expect(report.spendCents.value).toBe(21_000 + 4_000 + 9_000);
    expect(report.rewardCents.value).toBe(2_000);
    expect(report.invoice.amountCents).toBe(1_050);
    expect(await stateOf(place.bank, id)).toBe('reported');
  });

  test('is charged to the ledger before any data is read; without room it waits, and nothing is read', async () => {
    const { id } = await delivered(3, []);
    let reads = 0;
    const watched = await openJobs(place.bank, {
      ...place.ports,
      segments: {
        ...place.ports.segments,
        attribution: async (request) => {
          reads += 1;
          return place.ports.segments.attribution(request);
        },
      },
      privacy: {
        ...place.ports.privacy,
        chargeReport: async () => {
          throw new AppError('ledger_cap_reached', { spent: '1/2', charge: '1/240', cap: '1/2' });
        },
      },
      close: async () => undefined,
    });
    const work = await watched.runDailyWork(await setClock(place.bank, '2026-04-13'));
    expect(work.reports).toEqual([{ kind: 'deferred', campaignId: id, reason: 'ledger_cap_reached' }]);
    expect(reads).toBe(0);
    expect(await stateOf(place.bank, id)).toBe('measuring');
    await watched.close();
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-14'));
    const entries = await place.bank.database
      .selectFrom('ledger_entries')
      .select(['artefact_kind', 'rho'])
      .where('artefact_id', '=', id)
      .execute();
    expect(entries).toEqual([{ artefact_kind: 'campaign_report', rho: '1/240' }]);
    expect(await stateOf(place.bank, id)).toBe('reported');
  });

  test('work that was cut off after the charge goes on under it and publishes once', async () => {
    const { id } = await delivered(3, []);
    const broken = await openJobs(place.bank, {
      ...place.ports,
      privacy: {
        ...place.ports.privacy,
        discreteGaussian: () => {
          throw new Error('power cut');
        },
      },
      close: async () => undefined,
    });
    await expect(broken.runDailyWork(await setClock(place.bank, '2026-04-13'))).rejects.toThrow('power cut');
    await broken.close();
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-14'));
    await place.jobs.runDailyWork(await setClock(place.bank, '2026-04-15'));
    expect(await stateOf(place.bank, id)).toBe('reported');
    expect(await place.bank.database.selectFrom('ledger_entries').selectAll().where('artefact_id', '=', id).execute()).toHaveLength(1);
    expect(await place.bank.database.selectFrom('reports').selectAll().execute()).toHaveLength(1);
  });

  test('a negative invoice is credit for the merchant’s next report', async () => {
    await delivered(2, []);
    const negative = await openJobs(place.bank, {
      ...place.ports,
      privacy: { ...place.ports.privacy, discreteGaussian: () => -10n },
      close: async () => undefined,
    });
    const first = await anApprovedCampaign(place.bank, { content: { ...CONTENT, name: 'First' }, state: 'measuring' });
    await negative.runDailyWork(await setClock(place.bank, '2026-04-13'));
    await negative.close();
    expect((await place.reportOf(first.id)).invoice).toMatchObject({ redeemingCustomers: -20, amountCents: -21_000 });
    const second = await anApprovedCampaign(place.bank, { content: { ...CONTENT, name: 'Second' }, state: 'measuring' });
    const positive = await openJobs(place.bank, {
      ...place.ports,
      privacy: { ...place.ports.privacy, discreteGaussian: () => 30n },
      close: async () => undefined,
    });
    await positive.runDailyWork(await setClock(place.bank, '2026-04-14'));
    await positive.close();
    // Two campaigns were reported with a credit of 21,000 each; 60 × 1,050 = 63,000 is set off against both.
    expect((await place.reportOf(second.id)).invoice).toMatchObject({ amountCents: 63_000, creditAppliedCents: 42_000 });
  });

  test('before the report, everything a merchant can see is the same whatever customers did', async () => {
    const visible = async (act: (ids: readonly string[]) => void, activate: boolean) => {
      await forgetCampaigns(place.bank);
      place.market.payments = [];
      const ids = customers(30);
      const { id } = await delivered(30, activate ? ids : [], { content: { budgetCents: 10_000 } });
      act(ids);
      const seen: unknown[] = [];
      for (const day of ['2026-03-17', '2026-03-25', '2026-03-29', '2026-04-05', '2026-04-06', '2026-04-12']) {
        await place.jobs.runDailyWork(await setClock(place.bank, day));
        await place.jobs.drain(place.inbox.url, 'all');
        const row = await place.bank.database
          .selectFrom('campaigns')
          .select(['state', 'version'])
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        const audit = await place.bank.database
          .selectFrom('audit_events')
          .select(['event', 'body'])
          .where('subject', '=', id)
          .orderBy('seq')
          .execute();
        seen.push({
          day,
          row,
          audit: audit.map(({ event, body }) => ({ event, transition: body['transition'], to: body['to'], text: body['text'] })),
        });
      }
      return seen;
    };
    const nobody = await visible(() => undefined, false);
    const everybody = await visible((ids) => {
      place.market.payments = ids.flatMap((customerId) => [
        aPayment(customerId, '2026-03-17', 90_000),
        aPayment(customerId, '2026-03-18', 90_000),
      ]);
    }, true);
    expect((await redemptions()).length).toBeGreaterThan(0);
    expect(everybody).toEqual(nobody);
  });

  test('every published figure carries noise', async () => {
    const noisy = await openJobs(place.bank, testPorts(place.bank, place.market));
    const reports = [];
    for (let round = 0; round < 3; round += 1) {
      const { id } = await anApprovedCampaign(place.bank, { content: { ...CONTENT, holdoutPercent: 10 }, state: 'measuring' });
      await noisy.runDailyWork(await setClock(place.bank, '2026-04-13'));
      reports.push(await place.reportOf(id));
    }
    await noisy.close();
    expect(new Set(reports.map((report) => JSON.stringify(report.histogram))).size).toBe(3);
    expect(new Set(reports.map((report) => report.spendCents.value)).size).toBe(3);
    expect(reports[0]?.histogram).toHaveLength(8);
    expect(reports[0]?.noise.countSigma2).toBe('150');
  });
});
