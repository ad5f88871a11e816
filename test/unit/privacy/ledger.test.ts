import { describe, expect, test } from 'vitest';
import { chargeLedger, countsInYear, ledgerYear } from '#bank/privacy/ledger/ledger.ts';
import type { LedgerEntry } from '#bank/privacy/ledger/ports.ts';
import { formatFraction } from '#shared/fraction.ts';
import { memoryLedger } from '../../support/memory-ports.ts';

/** Reports take 2 × 1/20 = 1/10 of the cap of 1/2; 2/5 is left for the rest. */
const PROFILE = { privacyCap: '1/2', reports: { sigma2: '10', perCustomerYear: 2 }, quotes: { sigma2: '400', perYear: 0 } };
const anEntry = (
  artefactId: string,
  rho: string,
  chargedAt = '2026-03-02T07:00:00.000Z',
  kind: LedgerEntry['kind'] = 'release',
): LedgerEntry => ({
  artefactId,
  rho,
  chargedAt,
  kind,
});

test('a charge that reaches the cap exactly is recorded; one smallest unit more is refused and records nothing', async () => {
  const ledger = memoryLedger([anEntry('first', '1/5')]);
  await expect(chargeLedger(ledger, PROFILE, anEntry('above', '200000000000000000001/1000000000000000000000'))).rejects.toMatchObject({
    code: 'ledger_cap_reached',
    detail: { spent: '3/10', charge: '200000000000000000001/1000000000000000000000', cap: '1/2' },
  });
  expect(await ledger.entries()).toHaveLength(1);
  await chargeLedger(ledger, PROFILE, anEntry('exact', '1/5'));
  expect(await ledger.entries()).toHaveLength(2);
  await expect(chargeLedger(ledger, PROFILE, anEntry('tiny', '1/1000000000000'))).rejects.toMatchObject({ code: 'ledger_cap_reached' });
});

test('a charge counts for twelve months by the date of publication and not a day longer', async () => {
  const old = anEntry('old', '2/5', '2025-03-02T07:00:00.000Z');
  expect(countsInYear(old, '2026-03-01')).toBe(true);
  expect(countsInYear(old, '2026-03-02')).toBe(false);
  await expect(chargeLedger(memoryLedger([old]), PROFILE, anEntry('early', '1/5', '2026-03-01T07:00:00.000Z'))).rejects.toThrow();
  await chargeLedger(memoryLedger([old]), PROFILE, anEntry('later', '1/5', '2026-03-02T07:00:00.000Z'));
});

test('a charge of a past date is refused when a later span of twelve months would exceed the cap', async () => {
  const ledger = memoryLedger([anEntry('spring', '3/10', '2026-01-10T07:00:00.000Z')]);
  await expect(chargeLedger(ledger, PROFILE, anEntry('past', '1/5', '2025-06-02T07:00:00.000Z'))).rejects.toMatchObject({
    code: 'ledger_cap_reached',
  });
  await chargeLedger(ledger, PROFILE, anEntry('long past', '1/5', '2025-01-10T07:00:00.000Z'));
});

test('the same charge again changes nothing; the same artefact with another amount is refused', async () => {
  const ledger = memoryLedger();
  await chargeLedger(ledger, PROFILE, anEntry('release', '1/144'));
  await chargeLedger(ledger, PROFILE, anEntry('release', '2/288', '2026-04-02T07:00:00.000Z'));
  expect(await ledger.entries()).toEqual([anEntry('release', '1/144')]);
  await expect(chargeLedger(ledger, PROFILE, anEntry('release', '1/143'))).rejects.toThrow(RangeError);
});

test('a hundred charges at once get no more than the cap has room for', async () => {
  const ledger = memoryLedger();
  const attempts = Array.from({ length: 100 }, (_, index) => chargeLedger(ledger, PROFILE, anEntry(`release-${index}`, '1/25')));
  const settled = await Promise.allSettled(attempts);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  expect(await ledger.entries()).toHaveLength(10);
});

test('campaign reports are bounded as a class, whatever their number, and their bound is kept free', () => {
  const reports = Array.from({ length: 40 }, (_, index) => anEntry(`report-${index}`, '1/20', undefined, 'campaign_report'));
  const year = ledgerYear([anEntry('release', '1/5'), ...reports], PROFILE, '2026-03-02');
  expect(formatFraction(year.spent)).toBe('3/10');
  expect(formatFraction(year.left)).toBe('1/5');
  const none = ledgerYear([anEntry('release', '1/5')], PROFILE, '2026-03-02');
  expect([none.spent, none.left, none.reservedForReports, none.available].map(formatFraction)).toEqual(['1/5', '3/10', '1/10', '1/5']);
});

test('a report is charged even when every other charge has used its room', async () => {
  const ledger = memoryLedger([anEntry('all of it', '2/5')]);
  await chargeLedger(ledger, PROFILE, anEntry('report', '1/20', undefined, 'campaign_report'));
  expect(await ledger.entries()).toHaveLength(2);
});

describe('the quote balance', () => {
  /** Four quotes of 1/800 each. */
  const QUOTING = { ...PROFILE, quotes: { sigma2: '400', perYear: 4 } };
  const aQuote = (id: string, rho = '1/800', chargedAt?: string, kind: LedgerEntry['kind'] = 'quote') => anEntry(id, rho, chargedAt, kind);

  test('is taken by quotes and corrections together and by nothing else', async () => {
    const ledger = memoryLedger([
      aQuote('first'),
      aQuote('corrected month', '1/400', undefined, 'correction'),
      anEntry('release', '1/100'),
    ]);
    expect(ledgerYear(await ledger.entries(), QUOTING, '2026-03-02').quotesLeft).toBe(1);
    await expect(chargeLedger(ledger, QUOTING, aQuote('another month', '2/800', undefined, 'correction'))).rejects.toMatchObject({
      code: 'quote_balance_exhausted',
      detail: { quotesLeft: 1 },
    });
    await chargeLedger(ledger, QUOTING, aQuote('last'));
    await expect(chargeLedger(ledger, QUOTING, aQuote('one more'))).rejects.toMatchObject({ detail: { quotesLeft: 0 } });
    expect(await ledger.entries()).toHaveLength(4);
  });

  test('is one for the whole bank: what some merchants used, no other has', async () => {
    const ledger = memoryLedger();
    const forMerchant = (id: string, merchantId: string) => chargeLedger(ledger, QUOTING, { ...aQuote(id), merchantId });
    await forMerchant('one', 'a');
    await forMerchant('two', 'a');
    await forMerchant('three', 'b');
    await forMerchant('four', 'c');
    for (const merchantId of ['a', 'b', 'c', 'd'])
      await expect(forMerchant(`fifth for ${merchantId}`, merchantId)).rejects.toMatchObject({ code: 'quote_balance_exhausted' });
    expect(await ledger.entries()).toHaveLength(4);
  });

  test('does not grow through requests that were refused', async () => {
    const ledger = memoryLedger(['a', 'b', 'c', 'd'].map((id) => aQuote(id)));
    for (const id of ['e', 'f', 'g', 'h']) await expect(chargeLedger(ledger, QUOTING, aQuote(id))).rejects.toThrow();
    await expect(chargeLedger(ledger, QUOTING, aQuote('i'))).rejects.toMatchObject({ detail: { quotesLeft: 0 } });
    expect(ledgerYear(await ledger.entries(), QUOTING, '2026-03-02').quotesLeft).toBe(0);
  });

  test('is kept free when a release is charged', async () => {
    const ledger = memoryLedger([anEntry('releases so far', '79/200')]);
    await expect(chargeLedger(ledger, QUOTING, anEntry('too much', '1/800'))).rejects.toMatchObject({ code: 'ledger_cap_reached' });
    for (const id of ['one', 'two', 'three', 'four']) await chargeLedger(ledger, QUOTING, aQuote(id));
    expect(formatFraction(ledgerYear(await ledger.entries(), QUOTING, '2026-03-02').available)).toBe('0');
  });

  test('comes back twelve months after the charge', async () => {
    const ledger = memoryLedger(['a', 'b', 'c', 'd'].map((id) => aQuote(id, '1/800', '2025-03-10T07:00:00.000Z')));
    await expect(chargeLedger(ledger, QUOTING, aQuote('early'))).rejects.toMatchObject({ code: 'quote_balance_exhausted' });
    await chargeLedger(ledger, QUOTING, aQuote('later', '1/800', '2026-03-10T07:00:00.000Z'));
  });

  test('refuses what a guard refuses, and records nothing', async () => {
    const ledger = memoryLedger();
    const guard = () => {
      throw new Error('not your turn');
    };
    await expect(chargeLedger(ledger, QUOTING, aQuote('first'), guard)).rejects.toThrow('not your turn');
    expect(await ledger.entries()).toEqual([]);
  });

  test('a hundred requests at once with balance for four get four', async () => {
    const ledger = memoryLedger();
    const settled = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => chargeLedger(ledger, QUOTING, aQuote(`quote-${index}`))),
    );
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  });
});
