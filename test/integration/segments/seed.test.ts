import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadProfile } from '#bank/market/load-profile.ts';
import { demoConsents } from '#bank/market/synthetic/demo-people.ts';
import { createSyntheticMarket, type SyntheticMarket } from '#bank/market/synthetic/market.ts';
import { appendMarketDays, marketOfBank } from '#bank/market/synthetic/market-of-bank.ts';
import { seedMarket } from '#bank/market/synthetic/seed.ts';
import { habitOf } from '#bank/market/synthetic/spending.ts';
import { verifyPassword } from '#bank/identity/password.ts';
import { segmentsOfBank } from '#bank/segments/bank-segments.ts';
import { bringWindowsUpToDate } from '#bank/segments/duckdb/lagging-windows.ts';
import { publishedVersion } from '#bank/segments/duckdb/files.ts';
import type { Profile } from '#shared/market/profile.ts';
import { NOTHING_PUBLISHED } from '../../support/temporary-segments.ts';
import { drawnPayments } from '../../support/drawn-payments.ts';
import { openTemporaryBank, type TemporaryBank } from '../../support/temporary-bank.ts';

const CUSTOMERS = 600;
const SEED = 7;

let pilot: Profile;
let temporary: TemporaryBank;
beforeAll(async () => {
  pilot = await loadProfile('pilot');
  temporary = await openTemporaryBank(pilot);
  await seedMarket(temporary.bank, { customers: CUSTOMERS, seed: SEED });
});
afterAll(() => temporary.remove());

async function checksum(market: SyntheticMarket, seed: number, threads: number): Promise<string> {
  const hash = createHash('sha256');
  for (const consent of demoConsents(market.population, seed)) hash.update(JSON.stringify(consent));
  for (const month of ['2025-01', '2025-02'])
    for (const payment of await drawnPayments(market, month, { threads })) hash.update(JSON.stringify(payment));
  return hash.digest('hex');
}

test('the same seed gives the same payments and consents whatever the number of threads, another seed others', async () => {
  const make = (seed: number, threads: number) =>
    checksum(createSyntheticMarket(pilot, { seed, consentingCustomers: CUSTOMERS }), seed, threads);
  const first = await make(1, 1);
  expect(await make(1, 2)).toBe(first);
  expect(await make(2, 1)).not.toBe(first);
});

test('a day is the same whether it is drawn alone or with its month', async () => {
  const market = createSyntheticMarket(pilot, { seed: SEED, consentingCustomers: CUSTOMERS });
  const alone = await drawnPayments(market, '2025-05', { days: [10] });
  const month = await drawnPayments(market, '2025-05');
  expect(alone.length).toBeGreaterThan(300);
  expect(month.filter(({ day }) => day === 10)).toEqual(alone);
});

test('a customer’s payments are the same in a market of any size', async () => {
  const market = (consentingCustomers: number) => createSyntheticMarket(pilot, { seed: SEED, consentingCustomers });
  const small = market(40);
  const drawn = await drawnPayments(small, '2025-05');
  const large = await drawnPayments(market(400), '2025-05');
  expect(large.filter(({ customer }) => customer < small.population.size)).toEqual(drawn);
});

test('exactly the asked number of customers has a valid opt-in, and a tenth more have none', async () => {
  const store = segmentsOfBank(temporary.bank);
  try {
    const { now } = await temporary.bank.clock.read();
    const [answer] = await store.cellsOfWindow({
      profile: pilot,
      window: '2025-spring',
      tables: pilot.tables.filter((table) => table.id === 'season-population'),
      asOf: now,
    });
    expect((answer?.counts ?? new Int32Array()).reduce((sum, count) => sum + count, 0)).toBe(CUSTOMERS);
    const summary = await store.summary();
    expect(summary).toMatchObject({ customers: CUSTOMERS * 1.1, firstPayment: '2024-12-01', lastPayment: '2026-03-01' });
    expect(summary.payments / (CUSTOMERS * 1.1) / (456 / 365.25)).toBeGreaterThan(250);
  } finally {
    await store.close();
  }
});

test('garden spending follows its season, and about an eighth spends €100 or more in spring', async () => {
  const market = createSyntheticMarket(pilot, { seed: 3, consentingCustomers: 4_000 });
  const perMonth: number[] = [];
  const spring = new Float64Array(market.population.size);
  for (let month = 1; month <= 12; month += 1) {
    const payments = await drawnPayments(market, `2025-${String(month).padStart(2, '0')}`, { where: 'category = 0' });
    perMonth.push(payments.length);
    if (month >= 3 && month <= 5) for (const { customer, cents } of payments) spring[customer] = (spring[customer] ?? 0) + cents;
  }
  const mean = perMonth.reduce((sum, count) => sum + count, 0) / 12;
  for (const [month, factor] of [
    [0, 0.6],
    [3, 1.6],
    [4, 1.5],
    [11, 0.5],
  ] as const)
    expect(Math.abs((perMonth[month] ?? 0) / mean - factor)).toBeLessThan(0.12);
  const upper = spring.filter((cents) => cents >= 10_000).length / market.population.size;
  expect(upper).toBeGreaterThan(0.1);
  expect(upper).toBeLessThan(0.15);
});

test('payments have the number, weekdays, amounts, refunds and shops that the habits say', async () => {
  const market = createSyntheticMarket(pilot, { seed: 5, consentingCustomers: 4_000 });
  const payments = await drawnPayments(market, '2025-03');
  const customers = market.population.size;
  for (const [category, { id }] of pilot.categories.entries()) {
    const habit = habitOf(id);
    const mine = payments.filter((payment) => payment.category === category);
    const expected = (habit.paymentsPerYear / 365.25) * 31 * (habit.season[2] ?? 1) * customers;
    // Mean 1 of the strengths, to the error of 4,400 customers; March 2025 has five Saturdays and Mondays.
    expect(Math.abs(mine.length / expected - 1)).toBeLessThan(0.12);
    expect(Math.abs(new Set(mine.map(({ customer }) => customer)).size / customers)).toBeLessThan(habit.participation + 0.03);
    const amounts = mine.filter(({ cents }) => cents > 0).map(({ cents }) => Math.log(cents));
    const sorted = amounts.toSorted((left, right) => left - right);
    const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
    expect(Math.abs(at(0.5) - Math.log(habit.medianCents))).toBeLessThan(0.12);
    // One standard deviation on both sides of the median.
    expect(Math.abs((at(0.8413) - at(0.1587)) / 2 / habit.sigma - 1)).toBeLessThan(0.12);
    expect(Math.abs(mine.filter(({ cents }) => cents < 0).length / mine.length - habit.refundShare)).toBeLessThan(0.012);
    expect(mine.every(({ merchant }) => market.merchants[merchant]?.category === category)).toBe(true);
  }
  const onDay = (day: number) => payments.filter((payment) => payment.day === day).length;
  // 1 March 2025 is a Saturday, the 2nd a Sunday.
  expect(Math.abs(onDay(1) / onDay(2) / (1.4 / 0.7) - 1)).toBeLessThan(0.1);
  const atHome = payments.filter(({ customer, merchant }) => market.merchants[merchant]?.area === market.population.areaOf[customer]);
  expect(atHome.length / payments.length).toBeGreaterThan(0.94);
  expect(atHome.length / payments.length).toBeLessThan(0.97);
  expect(payments.every(({ second }) => second >= 8 * 3_600 && second < 22 * 3_600)).toBe(true);
});

test('the bank has merchants with stores and payment ids, and accounts whose one password is stored as scrypt', async () => {
  const { database } = temporary.bank;
  const garden = await database.selectFrom('merchants').select('id').where('category_id', '=', 'garden').execute();
  expect(garden.length).toBeGreaterThanOrEqual(2);
  const ids = await database.selectFrom('merchant_payment_ids').select('payment_merchant_id').execute();
  const known = new Set((await marketOfBank(temporary.bank)).merchants.map((merchant) => merchant.id));
  expect(ids.every((row) => known.has(row.payment_merchant_id))).toBe(true);
  const accounts = await database.selectFrom('accounts').select(['login', 'role', 'password_hash']).execute();
  expect(new Set(accounts.map((account) => account.role)).size).toBe(5);
  expect(accounts.filter((account) => account.role === 'bank_reviewer')).toHaveLength(2);
  expect(await verifyPassword('voorjaar-2026', accounts[0]?.password_hash ?? '')).toBe(true);
});

test('a bank that was seeded is not seeded again', async () => {
  const before = await publishedVersion(temporary.bank.segmentsDirectory);
  await expect(seedMarket(temporary.bank, { customers: 10, seed: 1 })).rejects.toMatchObject({ code: 'import_failed' });
  expect(await publishedVersion(temporary.bank.segmentsDirectory)).toBe(before);
});

test('the market goes on day by day: an offer adds payments at its merchant and changes no other payment', async () => {
  const market = await marketOfBank(temporary.bank);
  const shop = market.merchants.find((merchant) => merchant.category === 0)?.id ?? '';
  const customerId = market.population.customerId(3);
  const uplift = new Map([[customerId, { categoryId: 'garden', extraPayments: 5, paymentMerchantIds: [shop], minimumCents: 5_000 }]]);
  const usual = await drawnPayments(market, '2026-03', { days: [2] });
  const extra = market.extraPayments('2026-03-02', uplift);
  expect(extra.length).toBeGreaterThan(0);
  expect(extra.every(({ cents, customer }) => cents >= 5_000 && customer === 3)).toBe(true);

  const store = segmentsOfBank(temporary.bank);
  try {
    const before = await store.summary();
    await appendMarketDays(temporary.bank, market, new Map([['2026-03-02', extra]]), NOTHING_PUBLISHED);
    const after = await store.summary();
    expect(after.payments - before.payments).toBe(usual.length + extra.length);
    await appendMarketDays(temporary.bank, market, new Map([['2026-03-02', extra]]), NOTHING_PUBLISHED);
    expect(await store.summary()).toEqual(after);
    const bought = await store.paymentsAtMerchants({
      paymentMerchantIds: [shop],
      from: '2026-03-02',
      to: '2026-03-02',
      customerIds: [customerId],
    });
    expect(bought.length).toBeGreaterThanOrEqual(extra.length);
  } finally {
    await store.close();
  }
});

test('an open window may lag behind its payments, and is made good by whoever brings windows up to date', async () => {
  const market = await marketOfBank(temporary.bank);
  const store = segmentsOfBank(temporary.bank);
  const spenders = async (window: string) => {
    const { now } = await temporary.bank.clock.read();
    const cells = await store.cellsOfWindow({ profile: pilot, window, tables: pilot.tables.slice(0, 1), asOf: now });
    return (cells[0]?.counts ?? new Int32Array()).reduce((sum, count) => sum + count, 0);
  };
  try {
    const [before, payments] = [await spenders('2026-03'), (await store.summary()).payments];
    await appendMarketDays(temporary.bank, market, new Map([['2026-03-03', []]]), NOTHING_PUBLISHED, 'lag');
    await appendMarketDays(temporary.bank, market, new Map([['2026-03-04', []]]), NOTHING_PUBLISHED, 'lag');
    expect((await store.summary()).payments).toBeGreaterThan(payments);
    expect(await spenders('2026-03')).toBe(before);
    await bringWindowsUpToDate(temporary.bank);
    const after = await spenders('2026-03');
    expect(after).toBeGreaterThan(before);
    const version = await publishedVersion(temporary.bank.segmentsDirectory);
    await bringWindowsUpToDate(temporary.bank);
    expect(await publishedVersion(temporary.bank.segmentsDirectory)).toBe(version);
  } finally {
    await store.close();
  }
});

test('a real market is never seeded', async () => {
  const bank = { ...temporary.bank, profile: { ...pilot, demo: false } };
  await expect(seedMarket(bank, { customers: 10, seed: 1 })).rejects.toMatchObject({ code: 'demo_only' });
});
