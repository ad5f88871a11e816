import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { importConsents } from '#bank/consent/import-consents.ts';
import { databaseOptIns } from '#bank/consent/opt-ins.ts';
import { grantConsent, withdrawConsents } from '#bank/consent/registry.ts';
import type { BankTransaction } from '#bank/storage/database.ts';
import { openTemporaryBank, type TemporaryBank } from '../../support/temporary-bank.ts';

const HEADER = 'customer,purpose,channel,granted_at,withdrawn_at,text_version,language,source';
let temporary: TemporaryBank;
beforeAll(async () => {
  temporary = await openTemporaryBank({ name: 'consent-test', currency: 'EUR', categories: [{ id: 'garden' }], regions: [], demo: true });
});
beforeEach(async () => {
  await temporary.bank.database.deleteFrom('consents').execute();
});
afterAll(() => temporary.remove());

async function optInsAt(asOf: string) {
  const found = [];
  for await (const page of databaseOptIns(temporary.bank.database, temporary.bank.profile).optInsAt(asOf)) found.push(...page);
  return found;
}

const inTransaction = <Result>(work: (transaction: BankTransaction) => Promise<Result>): Promise<Result> =>
  temporary.bank.database.transaction().execute(work);

const grant = (customerId: string, channel?: 'push' | 'email') => ({
  customerId,
  purpose: channel === undefined ? ('offers' as const) : ('contact' as const),
  ...(channel === undefined ? {} : { channel }),
  textVersion: 'v1',
  language: 'nl' as const,
  source: 'app',
});

async function importText(text: string) {
  const file = path.join(temporary.folder, 'consents.csv');
  await writeFile(file, text);
  return importConsents(temporary.bank, file);
}

test('an opt-in counts from the moment it is granted until the moment it is withdrawn, channels by their own consents', async () => {
  await inTransaction(async (transaction) => {
    await grantConsent(transaction, grant('anna'), '2025-01-01T00:00:00.000Z');
    await grantConsent(transaction, grant('anna', 'push'), '2025-01-01T00:00:00.000Z');
    await grantConsent(transaction, grant('bram', 'email'), '2025-01-01T00:00:00.000Z');
  });
  expect(await optInsAt('2024-12-31T23:59:59.999Z')).toEqual([]);
  expect(await optInsAt('2025-01-01T00:00:00.000Z')).toEqual([{ customerId: 'anna', channelSet: 2 }]);
  await inTransaction((transaction) => withdrawConsents(transaction, { customers: ['anna'], channel: 'push' }, '2025-02-01T00:00:00.000Z'));
  expect(await optInsAt('2025-02-01T00:00:00.000Z')).toEqual([{ customerId: 'anna', channelSet: 0 }]);
  await inTransaction((transaction) => withdrawConsents(transaction, { customers: ['anna'] }, '2025-03-01T00:00:00.000Z'));
  expect(await optInsAt('2025-03-01T00:00:00.000Z')).toEqual([]);
  expect(await optInsAt('2025-02-15T00:00:00.000Z')).toEqual([{ customerId: 'anna', channelSet: 0 }]);
});

test('a consent that is valid is not granted twice, and one that was withdrawn can be granted anew', async () => {
  const results = await inTransaction<boolean[]>(async (transaction) => {
    const first = await grantConsent(transaction, grant('anna'), '2025-01-01T00:00:00.000Z');
    const second = await grantConsent(transaction, grant('anna'), '2025-01-02T00:00:00.000Z');
    await withdrawConsents(transaction, { customers: ['anna'] }, '2025-01-03T00:00:00.000Z');
    const third = await grantConsent(transaction, grant('anna'), '2025-01-04T00:00:00.000Z');
    return [first, second, third];
  });
  expect(results).toEqual([true, false, true]);
});

test('withdrawing everything leaves nobody, keeps every row and is in the audit log without a customer’s id', async () => {
  await inTransaction(async (transaction) => {
    for (const customer of ['anna', 'bram']) await grantConsent(transaction, grant(customer), '2025-01-01T00:00:00.000Z');
    expect(await withdrawConsents(transaction, { customers: 'all' }, '2025-02-01T00:00:00.000Z')).toBe(2);
  });
  expect(await optInsAt('2025-02-01T00:00:00.000Z')).toEqual([]);
  expect(await temporary.bank.database.selectFrom('consents').select('id').execute()).toHaveLength(2);
  const log = await temporary.bank.database
    .selectFrom('audit_events')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  expect(log).toMatchObject({ event: 'consent.withdrawn', body: { count: 2, of: 'all' } });
  expect(JSON.stringify(await temporary.bank.database.selectFrom('audit_events').selectAll().execute())).not.toMatch(/anna|bram/);
});

const FILE = [
  HEADER,
  'anna,offers,,2025-01-01T10:00:00Z,,v1,nl,app',
  'anna,contact,push,2025-01-01T10:00:00Z,,v1,nl,app',
  'bram,offers,,2025-01-01T10:00:00+01:00,2025-02-01T10:00:00Z,v1,nl,branch',
];

test('a consent file is imported once: the same file again changes nothing, a later file withdraws', async () => {
  expect(await importText(`${FILE.join('\n')}\n`)).toMatchObject({ rowsRead: 3, granted: 3, withdrawn: 0, duplicates: 0, rejected: 0 });
  expect(await importText(`${FILE.join('\n')}\n`)).toMatchObject({ rowsRead: 3, granted: 0, withdrawn: 0, duplicates: 3 });
  expect(await optInsAt('2025-03-01T00:00:00.000Z')).toEqual([{ customerId: 'anna', channelSet: 2 }]);
  const later = `${HEADER}\nanna,offers,,2025-01-01T10:00:00Z,2025-04-01T10:00:00Z,v1,nl,app\n`;
  expect(await importText(later)).toMatchObject({ granted: 0, withdrawn: 1 });
  expect(await optInsAt('2025-04-01T10:00:00.000Z')).toEqual([]);
});

test.each([
  [',offers,,2025-01-01T10:00:00Z,,v1,nl,app', 'customer_empty'],
  ['x,adverts,,2025-01-01T10:00:00Z,,v1,nl,app', 'purpose_unknown'],
  ['x,offers,push,2025-01-01T10:00:00Z,,v1,nl,app', 'channel_invalid'],
  ['x,contact,pigeon,2025-01-01T10:00:00Z,,v1,nl,app', 'channel_invalid'],
  ['x,offers,,2025-01-01,,v1,nl,app', 'granted_at_invalid'],
  ['x,offers,,2999-01-01T10:00:00Z,,v1,nl,app', 'date_out_of_range'],
  ['x,offers,,2025-01-01T10:00:00Z,2024-01-01T10:00:00Z,v1,nl,app', 'withdrawn_before_granted'],
  ['x,offers,,2025-01-01T10:00:00Z,,,nl,app', 'text_version_empty'],
  ['x,offers,,2025-01-01T10:00:00Z,,v1,xx,app', 'language_unknown'],
  ['x,offers,,2025-01-01T10:00:00Z,,v1,nl', 'wrong_length'],
])('the row %s is refused as %s, and the next one is taken', async (row, reason) => {
  expect(await importText(`${HEADER}\n${row}\n${FILE[1]}\n`)).toMatchObject({ granted: 1, rejected: 1, rejections: [{ line: 2, reason }] });
});

test('another header is refused and nothing is recorded', async () => {
  await expect(importText('customer,purpose\nanna,offers\n')).rejects.toMatchObject({ code: 'import_failed' });
  expect(await temporary.bank.database.selectFrom('consents').select('id').execute()).toEqual([]);
});
