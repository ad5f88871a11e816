import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadProfile } from '#bank/market/load-profile.ts';
import { demoConsents } from '#bank/market/synthetic/demo-people.ts';
import { createSyntheticMarket, type PaymentColumns, type SyntheticMarket } from '#bank/market/synthetic/market.ts';
import { appendMarketPayments, marketOfBank } from '#bank/market/synthetic/market-of-bank.ts';
import { seedMarket } from '#bank/market/synthetic/seed.ts';
import { verifyPassword } from '#bank/identity/password.ts';
import { segmentsOfBank } from '#bank/segments/bank-segments.ts';
import { publishedVersion } from '#bank/segments/duckdb/files.ts';
import type { Profile } from '#shared/market/profile.ts';
import { addDays } from '#bank/clock/clock.ts';
import { NOTHING_PUBLISHED } from '../../support/temporary-segments.ts';
import { openTemporaryBank, type TemporaryBank } from '../../support/temporary-bank.ts';

const CUSTOMERS = 600;
const SEED = 7;
const COLUMNS = ['customer', 'merchant', 'category', 'region', 'day', 'second', 'cents', 'slot'] as const;

let pilot: Profile;
let temporary: TemporaryBank;
beforeAll(async () => {
  pilot = await loadProfile('pilot');
  temporary = await openTemporaryBank(pilot);
  await seedMarket(temporary.bank, { customers: CUSTOMERS, seed: SEED });
});
afterAll(() => temporary.remove());

const bytesOf = (payments: PaymentColumns) =>
  COLUMNS.map((name) => Buffer.from(payments[name].buffer, payments[name].byteOffset, payments[name].byteLength));

function checksum(market: SyntheticMarket, seed: number): string {
  const hash = createHash('sha256');
  for (const consent of demoConsents(market.population, seed)) hash.update(JSON.stringify(consent));
  for (let day = '2025-01-01'; day < '2025-03-01'; day = addDays(day, 1))
    for (const bytes of bytesOf(market.paymentsOfDay(day))) hash.update(bytes);
  return hash.digest('hex');
}

test('the same seed gives the same payments and consents byte by byte, another seed others', () => {
  const make = (seed: number) => checksum(createSyntheticMarket(pilot, { seed, consentingCustomers: CUSTOMERS }), seed);
  expect(make(1)).toBe(make(1));
  expect(make(1)).not.toBe(make(2));
});

test('a day is the same whether it is drawn alone or after others', () => {
  const market = createSyntheticMarket(pilot, { seed: SEED, consentingCustomers: CUSTOMERS });
  const alone = Buffer.concat(bytesOf(market.paymentsOfDay('2025-05-10')));
  market.paymentsOfDay('2025-11-30');
  expect(Buffer.concat(bytesOf(market.paymentsOfDay('2025-05-10'))).equals(alone)).toBe(true);
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

test('garden spending follows its season, and about an eighth spends €100 or more in spring', () => {
  const market = createSyntheticMarket(pilot, { seed: 3, consentingCustomers: 4_000 });
  const perMonth = new Array<number>(12).fill(0);
  const spring = new Float64Array(market.population.size);
  for (let day = '2025-01-01'; day < '2026-01-01'; day = addDays(day, 1)) {
    const month = Number(day.slice(5, 7)) - 1;
    const payments = market.paymentsOfDay(day);
    for (let row = 0; row < payments.length; row += 1) {
      if (payments.category[row] !== 0) continue;
      perMonth[month] = (perMonth[month] ?? 0) + 1;
      const customer = payments.customer[row] ?? 0;
      if (month >= 2 && month <= 4) spring[customer] = (spring[customer] ?? 0) + (payments.cents[row] ?? 0);
    }
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
  const uplift = new Map([
    [customerId, { categoryId: 'garden', extraShare: 0, extraPayments: 5, paymentMerchantIds: [shop], minimumCents: 5_000 }],
  ]);
  const usual = market.paymentsOfDay('2026-03-02');
  const moved = market.paymentsOfDay('2026-03-02', uplift);
  expect(moved.length).toBeGreaterThan(usual.length);
  for (const name of COLUMNS) expect([...moved[name].subarray(0, usual.length)]).toEqual([...usual[name]]);
  expect([...moved.cents.subarray(usual.length)].every((cents) => cents >= 5_000)).toBe(true);

  const store = segmentsOfBank(temporary.bank);
  try {
    const before = await store.summary();
    await appendMarketPayments(temporary.bank, new Map([['2026-03-02', moved]]), NOTHING_PUBLISHED);
    const after = await store.summary();
    expect(after.payments - before.payments).toBe(moved.length);
    await appendMarketPayments(temporary.bank, new Map([['2026-03-02', moved]]), NOTHING_PUBLISHED);
    expect(await store.summary()).toEqual(after);
    const bought = await store.paymentsAtMerchants({
      paymentMerchantIds: [shop],
      from: '2026-03-02',
      to: '2026-03-02',
      customerIds: [customerId],
    });
    expect(bought.length).toBeGreaterThanOrEqual(moved.length - usual.length);
  } finally {
    await store.close();
  }
});

test('a real market is never seeded', async () => {
  const bank = { ...temporary.bank, profile: { ...pilot, demo: false } };
  await expect(seedMarket(bank, { customers: 10, seed: 1 })).rejects.toMatchObject({ code: 'demo_only' });
});
