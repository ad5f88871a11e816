import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '#bank/clock/clock.ts';
import { approvedCampaign } from '#bank/delivery/campaign-record.ts';
import { isHeldOut, placeOf } from '#bank/delivery/holdout.ts';
import { selectCustomers } from '#bank/delivery/selection.ts';
import { seedMarket } from '#bank/market/synthetic/seed.ts';
import { segmentsOfBank } from '#bank/segments/bank-segments.ts';
import type { SegmentStore } from '#bank/segments/port.ts';
import { contractedMerchants } from '#bank/storage/repositories/accounts.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { largestSafeShare } from '#shared/campaign/overrun.ts';
import { aBankDirectory, anApprovedCampaign, setClock, type TestBank } from '../../support/delivery-bank.ts';

let place: TestBank;
let segments: SegmentStore;
let merchant: { readonly merchantId: string; readonly submittedBy: string };
const TODAY = '2026-03-16';
/** What a release would say of this market at most. */
const AT_MOST = 900;
const WIDE = {
  audience: {
    format: 'florin-audience/1',
    conditions: [{ kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 0, to: 4 } }],
  },
  budgetCents: 100_000_000,
} satisfies Partial<CampaignContent>;

beforeAll(async () => {
  place = await aBankDirectory({ demo: true }, 'empty');
  await setClock(place.bank, '2026-03-02');
  await seedMarket(place.bank, { customers: 2_000, seed: 7 });
  segments = segmentsOfBank(place.bank);
  const row = await place.bank.database
    .selectFrom('accounts')
    .innerJoin('merchants', 'merchants.id', 'accounts.merchant_id')
    .select(['merchants.id as merchantId', 'accounts.id as submittedBy'])
    .where('merchants.category_id', '=', 'garden')
    .executeTakeFirstOrThrow();
  merchant = row;
});
afterAll(async () => {
  await segments.close();
  await place.remove();
});
beforeEach(async () => {
  await place.bank.database.deleteFrom('assignments').execute();
});

async function select(content: Partial<CampaignContent> = {}) {
  const time = await setClock(place.bank, TODAY);
  const { id } = await anApprovedCampaign(place.bank, { ...merchant, content: { ...WIDE, ...content } });
  const campaign = await approvedCampaign(place.bank.database, id);
  const counts = await place.bank.database
    .transaction()
    .execute((transaction) => selectCustomers(transaction, place.bank.profile, segments, campaign, AT_MOST, time));
  const rows = await place.bank.database
    .selectFrom('assignments')
    .selectAll()
    .where('campaign_id', '=', id)
    .orderBy('customer_id')
    .execute();
  return { id, campaign, counts, rows, time };
}

async function everybody(channels: CampaignContent['channels'], asOf: string) {
  const page = await segments.pageOfAudience({ audience: WIDE.audience, channels, asOf, limit: 100_000 });
  return page.customers;
}

/** Earlier assignments of these customers, one per campaign. */
async function earlier(
  customerIds: readonly string[],
  days: readonly string[],
  changes: { contact?: boolean; channel?: string } = {},
): Promise<void> {
  for (const day of days) {
    const { id } = await anApprovedCampaign(place.bank, { ...merchant, state: 'reported' });
    await place.bank.database
      .insertInto('assignments')
      .values(
        customerIds.map((customer_id) => ({
          campaign_id: id,
          customer_id,
          arm: changes.contact === false ? ('holdout' as const) : ('delivered' as const),
          assigned_on: day,
          contact_on: changes.contact === false ? null : day,
          channel: changes.channel ?? 'email',
        })),
      )
      .execute();
  }
}

describe('selection at go-live', () => {
  test('assigns exactly the audience with a valid opt-in for one of the channels, once each', async () => {
    const { rows, counts, campaign, time } = await select();
    const audience = await everybody(campaign.content.channels, time.now);
    expect(rows.map((row) => row.customer_id)).toEqual(audience.map((member) => member.customerId).sort());
    expect(counts.delivered + counts.holdout).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(600);
    const optedIn = await place.bank.database
      .selectFrom('consents')
      .select('customer_id')
      .distinct()
      .where('purpose', '=', 'offers')
      .where('withdrawn_at', 'is', null)
      .execute();
    const allowed = new Set(optedIn.map((row) => row.customer_id));
    expect(rows.every((row) => allowed.has(row.customer_id))).toBe(true);
    for (const row of rows) {
      const member = audience.find((each) => each.customerId === row.customer_id);
      expect(member?.channels).toContain(row.channel);
    }
  });

  test('knows each customer’s relationship to the merchant’s own shops: new, lapsed and loyal are the audience, apart', async () => {
    // The market's payments begin in December 2024, so the winter after it is the first season that can know anybody as lapsed.
    const winter = { kind: 'spend' as const, category: 'garden', window: '2025-winter', bands: { from: 0, to: 4 } };
    const inWinter = (...more: CampaignContent['audience']['conditions']) => ({ ...WIDE.audience, conditions: [winter, ...more] });
    const chosen: string[] = [];
    const sizes: number[] = [];
    for (const relation of ['new', 'lapsed', 'loyal'] as const) {
      const audience = inWinter({ kind: 'relationship', relation });
      const { rows, time, campaign } = await select({ audience });
      const merchants = await contractedMerchants(place.bank.database, time.today);
      const page = await segments.pageOfAudience({
        audience,
        channels: campaign.content.channels,
        asOf: time.now,
        limit: 100_000,
        merchant: { id: merchant.merchantId, merchants },
      });
      expect(rows.map((row) => row.customer_id)).toEqual(page.customers.map((member) => member.customerId).sort());
      chosen.push(...rows.map((row) => row.customer_id));
      sizes.push(rows.length);
      await place.bank.database.deleteFrom('assignments').execute();
    }
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    const { now } = await setClock(place.bank, TODAY);
    const everyone = await segments.pageOfAudience({ audience: inWinter(), channels: ['app_feed', 'email'], asOf: now, limit: 100_000 });
    expect(chosen.sort()).toEqual(everyone.customers.map((member) => member.customerId).sort());
  });

  test('holds out whom the hash says, and gives nobody of them a day of contact', async () => {
    const { id, rows } = await select({ holdoutPercent: 20 });
    for (const row of rows) {
      expect(row.arm).toBe(isHeldOut(row.customer_id, id, 20) ? 'holdout' : 'delivered');
      expect(row.contact_on === null).toBe(row.arm === 'holdout');
    }
    const share = rows.filter((row) => row.arm === 'holdout').length / rows.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.25);
  });

  test('spreads first contacts evenly over the flight', async () => {
    const { rows, counts } = await select();
    const days = new Map<string, number>();
    for (const row of rows) if (row.contact_on !== null) days.set(row.contact_on, (days.get(row.contact_on) ?? 0) + 1);
    expect([...days.keys()].sort()).toEqual(Array.from({ length: 14 }, (_, day) => addDays(TODAY, day)));
    const perDay = counts.delivered / 14;
    for (const count of days.values()) expect(Math.abs(count - perDay)).toBeLessThan(5 * Math.sqrt(perDay));
    expect([...days.values()].reduce((sum, count) => sum + count, 0)).toBe(counts.delivered);
  });

  test('is sized so that an overrun of the budget has a chance of at most one in a hundred, with the holdout in proportion', async () => {
    const { rows, counts, campaign, time } = await select({ budgetCents: 50_000 });
    const share = largestSafeShare(
      {
        offer: campaign.content.offer,
        feePerRedeemingCustomerCents: campaign.feeCents,
        budgetCents: 50_000,
        redemptionPrior: place.bank.profile.planning.redemptionPrior,
      },
      AT_MOST,
      0.9,
    );
    expect(share).toBeLessThan(0.6);
    const audience = await everybody(campaign.content.channels, time.now);
    expect(rows.map((row) => row.customer_id)).toEqual(
      audience.map(({ customerId }) => customerId).filter((customerId) => placeOf('selection', customerId, campaign.id) < share),
    );
    expect(counts.holdout).toBeGreaterThan(0.03 * counts.delivered);
    expect(counts.holdout).toBeLessThan(0.2 * counts.delivered);
  });

  test('judges each customer alone: one who is gone changes nobody else’s arm, day or channel', async () => {
    const time = await setClock(place.bank, TODAY);
    const { id } = await anApprovedCampaign(place.bank, { ...merchant, content: { ...WIDE, budgetCents: 50_000 } });
    const campaign = await approvedCampaign(place.bank.database, id);
    const assigned = async (from: Pick<SegmentStore, 'pageOfAudience' | 'paymentsAtMerchants' | 'attribution'>) => {
      await place.bank.database.deleteFrom('assignments').where('campaign_id', '=', id).execute();
      await place.bank.database
        .transaction()
        .execute((transaction) => selectCustomers(transaction, place.bank.profile, from, campaign, AT_MOST, time));
      return place.bank.database.selectFrom('assignments').selectAll().where('campaign_id', '=', id).orderBy('customer_id').execute();
    };
    const all = await assigned(segments);
    for (const gone of [all[0], all[Math.floor(all.length / 2)], all.at(-1)].map((row) => row?.customer_id)) {
      const without = await assigned({
        ...segments,
        pageOfAudience: async (request) => {
          const page = await segments.pageOfAudience(request);
          return { ...page, customers: page.customers.filter((member) => member.customerId !== gone) };
        },
      });
      expect(without).toEqual(all.filter((row) => row.customer_id !== gone));
    }
  });

  test('gives the same customers when it is done again', async () => {
    const time = await setClock(place.bank, TODAY);
    const { id } = await anApprovedCampaign(place.bank, { ...merchant, content: { ...WIDE, budgetCents: 50_000 } });
    const campaign = await approvedCampaign(place.bank.database, id);
    const once = async () => {
      await place.bank.database.deleteFrom('assignments').where('campaign_id', '=', id).execute();
      await place.bank.database
        .transaction()
        .execute((transaction) => selectCustomers(transaction, place.bank.profile, segments, campaign, AT_MOST, time));
      return place.bank.database.selectFrom('assignments').selectAll().where('campaign_id', '=', id).orderBy('customer_id').execute();
    };
    expect(await once()).toEqual(await once());
  });
});

describe('frequency caps', () => {
  test('who has three offers within thirty days of the flight gets no fourth; who has two gets one', async () => {
    const { rows } = await select();
    const [three = '', two = '', longAgo = ''] = rows.filter((row) => row.arm === 'delivered').map((row) => row.customer_id);
    await place.bank.database.deleteFrom('assignments').execute();
    await earlier([three], ['2026-02-20', '2026-03-01', '2026-04-10']);
    await earlier([two], ['2026-02-20', '2026-03-01']);
    await earlier([longAgo], ['2026-02-12', '2026-02-13', '2026-02-14']);
    const again = (await select()).rows.map((row) => row.customer_id);
    expect(again).not.toContain(three);
    expect(again).toContain(two);
    expect(again).toContain(longAgo);
  });

  test('nobody is in more than twelve campaigns in 365 days, holdout included', async () => {
    const { rows } = await select();
    const [full = '', aYearAgo = ''] = rows.map((row) => row.customer_id);
    await place.bank.database.deleteFrom('assignments').execute();
    const months = Array.from({ length: 11 }, (_, index) => addDays('2025-04-20', index * 27));
    await earlier([full, aYearAgo], months, { contact: false });
    await earlier([full], [addDays(TODAY, -364)], { contact: false });
    await earlier([aYearAgo], [addDays(TODAY, -365)], { contact: false });
    const again = (await select()).rows.map((row) => row.customer_id);
    expect(again).not.toContain(full);
    expect(again).toContain(aYearAgo);
  });

  test('a push within seven days is not followed by another; the customer is reached another way or not at all', async () => {
    const channels: CampaignContent['channels'] = ['push', 'email'];
    const { rows, time } = await select({ channels });
    const audience = await everybody(channels, time.now);
    const byPush = rows.filter((row) => row.channel === 'push').map((row) => row.customer_id);
    const has = (customerId: string, channel: 'email') =>
      audience.find((member) => member.customerId === customerId)?.channels.includes(channel) === true;
    const withEmail = byPush.find((customerId) => has(customerId, 'email')) ?? '';
    const withoutEmail = byPush.find((customerId) => !has(customerId, 'email')) ?? '';
    await place.bank.database.deleteFrom('assignments').execute();
    await earlier([withEmail, withoutEmail], ['2026-03-12'], { channel: 'push' });
    const again = (await select({ channels })).rows;
    expect(again.find((row) => row.customer_id === withEmail)?.channel).toBe('email');
    expect(again.find((row) => row.customer_id === withoutEmail)).toBeUndefined();
  });
});
