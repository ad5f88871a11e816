import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { anApprovedCampaign, aPayment, members, MERCHANT_ID, setClock } from '../../support/delivery-bank.ts';
import { aDeliveringBank } from '../../support/delivering-bank.ts';

const BIKES = '01900000-0000-7000-8000-000000000003';
const BOOKS = '01900000-0000-7000-8000-000000000004';
const SCHEDULE = { startsOn: '2026-03-16', endsOn: '2026-03-29', redemptionExtraDays: 7, pacing: 'asap' as const };
const ALONE: Partial<CampaignContent> = { schedule: SCHEDULE, channels: ['app_feed'], holdoutPercent: 0 };
const TOGETHER: Partial<CampaignContent> = {
  ...ALONE,
  cooperation: {
    shares: [
      { merchantId: MERCHANT_ID, shopName: 'De Linde', sharePercent: 34 },
      { merchantId: BIKES, shopName: 'Fietsen', sharePercent: 33 },
      { merchantId: BOOKS, shopName: 'Boeken', sharePercent: 33 },
    ],
  },
};

/** The noise of every draw; 0 where exact figures are expected. */
let noise = 0n;
const place = aDeliveringBank((real) => ({ ...real, privacy: { ...real.privacy, discreteGaussian: () => noise } }));

beforeAll(async () => {
  for (const [id, name, paymentMerchant] of [
    [BIKES, 'Fietsen', 'bikes-1'],
    [BOOKS, 'Boeken', 'books-1'],
  ] as const) {
    const shop = { id, legal_name: `${name} B.V.`, shop_name: name, mcc: '5940', category_id: 'sports' };
    await place.bank.database
      .insertInto('merchants')
      .values({ ...shop, contract_from: '2025-01-01', contract_until: null, fee_per_redeeming_customer_cents: 150 })
      .execute();
    await place.bank.database
      .insertInto('merchant_payment_ids')
      .values({ payment_merchant_id: paymentMerchant, merchant_id: id })
      .execute();
  }
});
beforeEach(() => {
  noise = 0n;
});

/** Delivered to these customers on the first day, each of whom switched the offer on; the three shops have joined where it is theirs together. */
async function delivered(ids: readonly string[], content: Partial<CampaignContent>, merchantId = MERCHANT_ID): Promise<string> {
  const { id } = await anApprovedCampaign(place.bank, { content, merchantId });
  if (content.cooperation !== undefined) {
    await place.bank.database.insertInto('cooperations').values({ campaign_id: id, name: 'Together', lead_share_percent: 34 }).execute();
    await place.bank.database
      .insertInto('campaign_partners')
      .values(
        [BIKES, BOOKS].map((merchant_id) => ({
          campaign_id: id,
          merchant_id,
          share_percent: 33,
          state: 'joined' as const,
          invited_at: '2026-03-01T09:00:00.000Z',
          answered_at: '2026-03-01T10:00:00.000Z',
        })),
      )
      .execute();
  }
  const time = await setClock(place.bank, '2026-03-16');
  await place.jobs.runDailyWork(time);
  await place.jobs.drain(place.inbox.url, 'all');
  await place.bank.database.updateTable('inbox.messages').set({ activated_at: time.now }).where('campaign_id', '=', id).execute();
  place.market.members = members(ids);
  return id;
}

async function untilReported(): Promise<void> {
  for (const day of ['2026-03-21', '2026-03-30', '2026-04-13', '2026-04-14'])
    await place.jobs.runDailyWork(await setClock(place.bank, day));
}
const bought = (customerId: string, paymentMerchantId: string) => ({ ...aPayment(customerId, '2026-03-18', 9_000), paymentMerchantId });

test('a payment at any of the shops redeems, and one elsewhere does not', async () => {
  const [first = '', second = '', third = '', fourth = ''] = await place.audienceOf(4);
  await delivered([first, second, third, fourth], TOGETHER);
  place.market.payments = [bought(first, 'shop-1'), bought(second, 'bikes-1'), bought(third, 'books-1'), bought(fourth, 'another-shop')];
  await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-20'));
  const rows = await place.bank.database.selectFrom('redemptions').select('customer_id').orderBy('customer_id').execute();
  expect(rows.map((row) => row.customer_id)).toEqual([first, second, third]);
});

test('there is one report without anything per shop but the agreed shares of one invoice, which add up to it exactly', async () => {
  const ids = await place.audienceOf(7);
  const id = await delivered(ids, TOGETHER);
  place.market.payments = ids.map((customerId, place_) => bought(customerId, ['shop-1', 'bikes-1', 'books-1'][place_ % 3] ?? 'shop-1'));
  await untilReported();
  const report = await place.reportOf(id);
  expect(report.redeemingCustomers.value).toBe(7);
  expect(report.invoice).toMatchObject({ amountCents: 7 * 1_050, creditAppliedCents: 0 });
  expect(report.invoice.shares?.map((share) => [share.shopName, share.amountCents])).toEqual([
    ['De Linde', 2_499],
    ['Fietsen', 2_426],
    ['Boeken', 2_425],
  ]);
  expect(JSON.stringify({ ...report, invoice: {} })).not.toMatch(/De Linde|Fietsen|Boeken|shop-1|bikes-1|books-1/);
  const reports = await place.bank.database.selectFrom('ledger_entries').select('artefact_id').where('artefact_id', '=', id).execute();
  expect(reports).toHaveLength(1);
});

test('a credit is each shop’s own share of it, is set off against that shop’s next own invoice, and shows in no common report', async () => {
  const ids = await place.audienceOf(5);
  noise = -10n;
  const together = await delivered(ids, TOGETHER);
  await untilReported();
  const common = await place.reportOf(together);
  // Two cells of redeeming customers, each with noise of −10.
  expect(common.invoice.amountCents).toBe(-20 * 1_050);
  expect(common.invoice.shares?.map((share) => share.amountCents)).toEqual([-7_140, -6_930, -6_930]);
  noise = 0n;
  await place.bank.database.updateTable('assignments').set({ assigned_on: '2024-01-01', contact_on: null }).execute();
  const own = await delivered(ids, { ...ALONE, name: 'Bikes alone' }, BIKES);
  const again = await delivered(ids, { ...TOGETHER, name: 'Together again' });
  place.market.payments = ids.map((customerId) => bought(customerId, 'bikes-1'));
  await untilReported();
  const [ownReport, secondCommon] = [await place.reportOf(own), await place.reportOf(again)];
  expect(ownReport.invoice.amountCents).toBeGreaterThan(0);
  expect(ownReport.invoice.creditAppliedCents).toBe(Math.min(ownReport.invoice.amountCents, 6_930));
  expect(secondCommon.invoice.creditAppliedCents).toBe(0);
});
