import { expect, test } from 'vitest';
import { chargeLedger, countsInYear, ledgerYear } from '#bank/privacy/ledger/ledger.ts';
import type { LedgerEntry } from '#bank/privacy/ledger/ports.ts';
import { formatFraction } from '#shared/fraction.ts';
import { memoryLedger } from '../../support/memory-ports.ts';

/** Reports take 2 × 1/20 = 1/10 of the cap of 1/2; 2/5 is left for the rest. */
const PROFILE = { privacyCap: '1/2', reports: { sigma2: '10', perCustomerYear: 2 } };
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
  const attempts = Array.from({ length: 100 }, (_, index) =>
    chargeLedger(ledger, PROFILE, anEntry(`quote-${index}`, '1/25', undefined, 'quote')),
  );
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
