import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Audience } from '#shared/audience/audience.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { importRows, ROW_MAPPING } from '../../support/payment-rows.ts';
import { openTemporarySegments, type TemporarySegments } from '../../support/temporary-segments.ts';

/** Three categories of which a customer keeps two; two bands; two regions; four channels. */
const PROFILE: ProfileInput = {
  name: 'cells-test',
  currency: 'EUR',
  categories: [{ id: 'garden' }, { id: 'health' }, { id: 'pets' }, { id: 'food' }],
  bandEdges: [0, 100],
  regions: [{ id: 'north' }, { id: 'south' }],
  ageBands: [
    { id: 'minor', adult: false },
    { id: 'adult', adult: true },
  ],
  sensitive: { categories: ['health'], merchants: ['Clinic shop'] },
  categoriesPerCustomer: 2,
};
const MAPPING = {
  ...ROW_MAPPING,
  columnNames: [...ROW_MAPPING.columnNames, 'region', 'age'],
  region: { column: 'region' },
  ageBand: { column: 'age' },
};
const ROWS = [
  // anna: three countable categories, the first two in the profile's order are kept; health never counts
  'anna,2025-03-01,shop,garden,150,north,adult',
  'anna,2025-03-01,shop,health,500,north,adult',
  'anna,2025-03-02,shop,pets,20,north,adult',
  'anna,2025-03-02,shop,food,200,north,adult',
  // bram: a refund takes garden to zero, so that food moves up into what is kept
  'bram,2025-03-01,shop,garden,50,south,adult',
  'bram,2025-03-03,shop,garden,-50,south,adult',
  'bram,2025-03-04,shop,pets,120,south,adult',
  'bram,2025-03-04,shop,food,30,south,adult',
  'bram,2025-04-04,shop,garden,130,south,adult',
  // cato: a minor; dirk: no opt-in; evie: no region; finn: only a sensitive merchant
  'cato,2025-03-01,shop,garden,150,north,minor',
  'dirk,2025-03-01,shop,garden,150,north,adult',
  'evie,2025-03-01,shop,garden,150,,adult',
  'finn,2025-03-01,Clinic shop,garden,150,south,adult',
];
const OPTED = ['anna', 'bram', 'cato', 'evie', 'finn'].map((customerId, index) => ({ customerId, channelSet: index + 1 }));
const AS_OF = '2026-03-02T08:00:00.000Z';

let market: TemporarySegments;
beforeAll(async () => {
  market = await openTemporarySegments(PROFILE);
  expect(await importRows(market, ROWS, { mapping: MAPPING })).toMatchObject({ imported: ROWS.length });
  market.setOptIns(OPTED);
});
afterAll(() => market.remove());

const cells = async (window: string, dimensions: readonly ('category' | 'band' | 'region' | 'channels')[]) => {
  const kind = window.length === 7 ? ('month' as const) : ('season' as const);
  const table = { id: 't', window: kind, dimensions: [...dimensions], sigma2: '1' };
  const [answer] = await market.store.cellsOfWindow({ profile: market.bank.profile, window, tables: [table], asOf: AS_OF });
  return [...(answer?.counts ?? [])];
};

test('cells are row-major with zeros; consent, age, region, sensitive payments and the bound on categories are applied', async () => {
  //                                                        garden  health  pets    food
  expect(await cells('2025-03', ['category', 'band'])).toEqual([0, 1, 0, 0, 1, 1, 1, 0]);
});

test('the season adds the months of a customer before the band is chosen', async () => {
  // bram: garden 130 in spring, and so garden and pets are kept, food is not
  expect(await cells('2025-spring', ['category', 'band'])).toEqual([0, 2, 0, 0, 1, 1, 0, 0]);
});

test('a table over regions has its cells in the order of its dimensions', async () => {
  expect(await cells('2025-spring', ['category', 'band', 'region'])).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0]);
});

test('the population table counts every eligible customer once, by region and set of channels', async () => {
  const counts = await cells('2025-spring', ['region', 'channels']);
  expect(counts).toHaveLength(32);
  // north: anna with set 1; south: bram with set 2, finn with set 5
  expect(counts.flatMap((count, index) => (count === 0 ? [] : [[index, count]]))).toEqual([
    [1, 1],
    [16 + 2, 1],
    [16 + 5, 1],
  ]);
});

const anAudience = (bands: { from: number; to: number }, regions?: readonly string[]): Audience => ({
  format: 'florin-audience/1',
  conditions: [
    { kind: 'spend', category: 'garden', window: '2025-spring', bands },
    ...(regions === undefined ? [] : [{ kind: 'regions' as const, regions: [...regions] }]),
  ],
});

test('an audience has exactly the customers that the release counts, with their channels, page by page', async () => {
  const request = {
    audience: anAudience({ from: 1, to: 1 }),
    channels: ['app_feed', 'push', 'email', 'letter'] as const,
    asOf: AS_OF,
    limit: 1,
  };
  const first = await market.store.pageOfAudience(request);
  expect(first).toEqual({ customers: [{ customerId: 'anna', channels: ['app_feed'], region: 'north' }], next: 'anna' });
  const second = await market.store.pageOfAudience({ ...request, after: first.next ?? '' });
  expect(second).toEqual({ customers: [{ customerId: 'bram', channels: ['push'], region: 'south' }] });
});

test('an audience in one region, or for a channel that a customer did not agree to, leaves the others out', async () => {
  const channels = ['app_feed', 'push', 'email', 'letter'] as const;
  const inSouth = await market.store.pageOfAudience({
    audience: anAudience({ from: 0, to: 1 }, ['south']),
    channels,
    asOf: AS_OF,
    limit: 10,
  });
  expect(inSouth.customers.map((each) => each.customerId)).toEqual(['bram']);
  const byPush = await market.store.pageOfAudience({
    audience: anAudience({ from: 0, to: 1 }),
    channels: ['push'],
    asOf: AS_OF,
    limit: 10,
  });
  expect(byPush.customers.map((each) => each.customerId)).toEqual(['bram']);
});

test('without opt-ins every cell is zero and every page is empty', async () => {
  market.setOptIns([]);
  try {
    expect((await cells('2025-03', ['category', 'band'])).every((count) => count === 0)).toBe(true);
    expect(
      await market.store.pageOfAudience({ audience: anAudience({ from: 0, to: 1 }), channels: ['push'], asOf: AS_OF, limit: 10 }),
    ).toEqual({ customers: [] });
  } finally {
    market.setOptIns(OPTED);
  }
});

test('exact counts of everything and of the eligible differ by the rules alone', async () => {
  const everything = await market.store.exactCounts({ by: ['category', 'month'] });
  expect(everything.find((cell) => cell.category === 'garden' && cell.month === '2025-03')).toEqual({
    category: 'garden',
    month: '2025-03',
    customers: 6,
    total_cents: 75_000,
  });
  expect(await market.store.exactCounts({ by: ['category', 'band'], eligibleAsOf: AS_OF })).toEqual([
    { category: 'food', band: '0-100', customers: 1, total_cents: 3_000 },
    { category: 'garden', band: '100+', customers: 2, total_cents: 28_000 },
    { category: 'pets', band: '0-100', customers: 1, total_cents: 2_000 },
    { category: 'pets', band: '100+', customers: 1, total_cents: 12_000 },
  ]);
});

test('payments at a merchant are those of the customers and days asked for, with ids that stay', async () => {
  const request = { paymentMerchantIds: ['shop'], from: '2025-03-02', to: '2025-03-03', customerIds: ['anna', 'bram'] };
  const found = await market.store.paymentsAtMerchants(request);
  expect(found.map(({ customerId, paidOn, paidAt, amountCents }) => [customerId, paidOn, paidAt, amountCents])).toEqual(
    expect.arrayContaining([
      ['anna', '2025-03-02', '2025-03-01T23:00:00.000Z', 2_000],
      ['anna', '2025-03-02', '2025-03-01T23:00:00.000Z', 20_000],
      ['bram', '2025-03-03', '2025-03-02T23:00:00.000Z', -5_000],
    ]),
  );
  expect(found).toHaveLength(3);
  expect(new Set(found.map((payment) => payment.paymentId)).size).toBe(3);
  expect(await market.store.paymentsAtMerchants(request)).toEqual(found);
});

test('attribution says once per customer with a payment whether there was a purchase, and the net', async () => {
  const request = { paymentMerchantIds: ['shop'], from: '2025-03-02', to: '2025-03-03', customerIds: ['anna', 'bram', 'cato'] };
  // cato paid the day before; of bram there is a refund alone
  expect(await market.store.attribution(request)).toEqual([
    { customerId: 'anna', bought: true, netCents: 22_000 },
    { customerId: 'bram', bought: false, netCents: -5_000 },
  ]);
  expect(await market.store.attribution({ ...request, customerIds: [] })).toEqual([]);
  expect(await market.store.attribution({ ...request, paymentMerchantIds: ['Clinic shop'] })).toEqual([]);
});

test('an empty market answers zeros', async () => {
  const empty = await openTemporarySegments(PROFILE);
  try {
    const table = { id: 't', window: 'month' as const, dimensions: ['category' as const, 'band' as const], sigma2: '1' };
    const [answer] = await empty.store.cellsOfWindow({ profile: empty.bank.profile, window: '2025-03', tables: [table], asOf: AS_OF });
    expect([...(answer?.counts ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await empty.store.exactCounts({ by: ['month'] })).toEqual([]);
    expect(await empty.store.summary()).toEqual({ payments: 0, customers: 0, paymentMerchants: 0 });
  } finally {
    await empty.remove();
  }
});
