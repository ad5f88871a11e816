import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#bank/privacy/ledger/ports.ts';
import { chargeLedger } from '#bank/privacy/ledger/ledger.ts';
import { quoteKey } from '#bank/privacy/quotes/key.ts';
import { noisePool } from '#bank/privacy/quotes/noise-pool.ts';
import { assertQuoteLeft, quoteBalance } from '#bank/privacy/quotes/ration.ts';
import { atTick, systemTick } from '#bank/quotes/answer-tick.ts';
import { fraction } from '#shared/fraction.ts';
import { aVisitsRule } from '../../fixtures/quote-rules.ts';
import { untimed } from '../../support/memory-quotes.ts';
import { memoryLedger } from '../../support/memory-ports.ts';
import { seededBits } from '../../support/seeded-bits.ts';

/** Twelve quotes a year of 1/200 each, so two a month; reports take 1/10. */
const PROFILE = { privacyCap: '1/2', quotes: { sigma2: '100', perYear: 12 }, reports: { sigma2: '10', perCustomerYear: 2 } };
const charge = (index: number, merchantId: string | undefined, now: string): LedgerEntry => ({
  chargedAt: now,
  kind: 'quote',
  artefactId: `quote-${index}`,
  rho: '1/200',
  ...(merchantId === undefined ? {} : { merchantId }),
});

/** Asks month after month until everybody was refused; how many each got. */
async function spendEverything(merchants: readonly string[], months: readonly string[], each: number) {
  const ledger = memoryLedger();
  const got = new Map<string, number>();
  let index = 0;
  for (const month of months)
    for (let round = 0; round < each; round += 1)
      for (const merchantId of merchants) {
        const now = `${month}-10T08:00:00.000Z`;
        try {
          await chargeLedger(ledger, PROFILE, charge((index += 1), merchantId, now), (entries) =>
            assertQuoteLeft(entries, PROFILE, { merchantId, contractedMerchants: merchants.length, now }),
          );
          got.set(merchantId, (got.get(merchantId) ?? 0) + 1);
        } catch (error) {
          expect(error).toMatchObject({ code: 'quote_balance_exhausted', detail: { quotesLeft: 0 } });
        }
      }
  return { got, entries: await ledger.entries() };
}
const MONTHS = Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, '0')}`);

describe('rations', () => {
  test('five merchants who pool their rations get what the bank has and not a quote more, two in a month', async () => {
    const { got, entries } = await spendEverything(['a', 'b', 'c', 'd', 'e'], MONTHS, 3);
    expect(entries).toHaveLength(12);
    for (const month of MONTHS) expect(entries.filter((entry) => entry.chargedAt.startsWith(month)).length).toBeLessThanOrEqual(2);
    // ⌈2·12/5⌉
    for (const quotes of got.values()) expect(quotes).toBeLessThanOrEqual(5);
  });

  test('one of five who alone asks is stopped by its own ration, and has it again a year later', async () => {
    const alone = Array.from({ length: 12 }, (_, month) => month);
    const entries = alone.slice(0, 5).map((month) => charge(month, 'a', `${MONTHS[month]}-10T08:00:00.000Z`));
    const asker = { merchantId: 'a', contractedMerchants: 5, now: '2026-12-10T08:00:00.000Z' };
    expect(quoteBalance(entries, PROFILE, asker)).toEqual({ yours: 0, bank: 7, perYear: 12, thisMonth: 2 });
    expect(() => assertQuoteLeft(entries, PROFILE, asker)).toThrow(/quote_balance_exhausted/);
    expect(quoteBalance(entries, PROFILE, { ...asker, merchantId: 'b' })).toMatchObject({ yours: 5 });
    expect(quoteBalance(entries, PROFILE, { ...asker, now: '2027-01-10T08:00:00.000Z' })).toMatchObject({ yours: 1 });
  });

  test('a correction shortens everybody’s balance and nobody’s month; the bank itself has no ration of its own', () => {
    const correction: LedgerEntry = { chargedAt: '2026-03-01T08:00:00.000Z', kind: 'correction', artefactId: 'c', rho: '11/200' };
    const asker = { merchantId: 'a', contractedMerchants: 2, now: '2026-03-10T08:00:00.000Z' };
    expect(quoteBalance([correction], PROFILE, asker)).toEqual({ yours: 1, bank: 1, perYear: 12, thisMonth: 1 });
    expect(quoteBalance([], PROFILE, { contractedMerchants: 2, now: asker.now })).toEqual({
      yours: null,
      bank: 12,
      perYear: 12,
      thisMonth: 2,
    });
  });
});

test('the key names rule, merchant and snapshot, and nothing else', () => {
  const subject = { audience: aVisitsRule(1), snapshot: 'nl-test-2025-spring' };
  const keys = [
    quoteKey(subject),
    quoteKey({ ...subject, merchantId: 'a' }),
    quoteKey({ ...subject, merchantId: 'b' }),
    quoteKey({ ...subject, snapshot: 'nl-test-2025-summer' }),
    quoteKey({ ...subject, audience: aVisitsRule(2) }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(quoteKey({ snapshot: subject.snapshot, audience: { ...subject.audience } })).toBe(keys[0]);
});

describe('the noise pool', () => {
  test('hands out every value of its sampler once, in the order drawn, and draws none while it answers', () => {
    const work: (() => void)[] = [];
    let bits = 0;
    const source = seededBits('pool');
    const random = { next: (count: bigint) => ((bits += 1), source.next(count)) };
    const pool = noisePool(random, fraction(400n), 8, (later) => work.push(later));
    const drawnBefore = bits;
    const first = Array.from({ length: 6 }, () => pool.take());
    expect(bits).toBe(drawnBefore);
    expect(work).toHaveLength(1);
    work.forEach((later) => later());
    const rest = Array.from({ length: 8 }, () => pool.take());
    const whole = noisePool(seededBits('pool'), fraction(400n), 14, () => undefined);
    expect([...first, ...rest]).toEqual(Array.from({ length: 14 }, () => whole.take()));
  });

  test('that runs empty draws a whole filling before it hands out the next', () => {
    const pool = noisePool(seededBits('empty'), fraction(400n), 4, () => undefined);
    const whole = noisePool(seededBits('empty'), fraction(400n), 9, () => undefined);
    expect(Array.from({ length: 9 }, () => pool.take())).toEqual(Array.from({ length: 9 }, () => whole.take()));
  });
});

describe('the tick', () => {
  test('is the next multiple of its interval on the clock, never early', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const before = Date.now();
      await systemTick(20).next();
      expect(Date.now()).toBeGreaterThanOrEqual((Math.floor(before / 20) + 1) * 20);
    }
  });

  test('paces work to whole intervals, its failures too', async () => {
    const tick = systemTick(20);
    const before = performance.now();
    expect(await tick.pace(async () => 'done')).toBe('done');
    await expect(tick.pace(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(performance.now() - before).toBeGreaterThanOrEqual(38);
  });

  test('holds answers and refusals alike', async () => {
    const order: string[] = [];
    const tick = untimed(() => order.push('tick'));
    await atTick(tick, async () => void order.push('answer')).then(() => order.push('left'));
    await atTick(tick, () => Promise.reject(new Error('refused'))).catch(() => order.push('refused'));
    expect(order).toEqual(['answer', 'tick', 'left', 'tick', 'refused']);
  });
});
