import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cardPayments } from '#bank/segments/import/berlin-group/card-payments.ts';
import { camtPayments } from '#bank/segments/import/camt/camt-payments.ts';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { createMerchantDirectory, EMPTY_DIRECTORY, MerchantDirectoryFile } from '#bank/segments/import/merchant-directory.ts';
import { loadStatementMapping, PLAIN_STATEMENT_MAPPING, type StatementMapping } from '#bank/segments/import/statement-mapping.ts';
import { type CamtEntryInput, camtText } from '../../support/camt-file.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../../support/temporary-segments.ts';

const DIRECTORY = createMerchantDirectory(
  MerchantDirectoryFile.parse({
    format: 'florin-merchant-directory/1',
    merchants: [
      { merchant: 'tuin', mcc: '5261', accounts: ['NL99 TUIN 0000 0000 01'], names: ['Tuincentrum De Linde'] },
      { merchant: 'apotheek', mcc: '5912', names: ['Apotheek'] },
      { merchant: 'bakker', mcc: '5462', names: ['Bakker'] },
    ],
  }),
);
const TUIN = 'NL99TUIN0000000001';

let market: TemporarySegments;
beforeEach(async () => {
  market = await openTemporarySegments({
    name: 'statements',
    currency: 'EUR',
    categories: [{ id: 'garden', mccs: ['5261'] }],
    regions: [{ id: 'north', parts: ['GR'] }],
    ageBands: [{ id: 'adult', adult: true }],
    sensitive: { mccs: ['5912'] },
  });
});
afterEach(() => market.remove());

async function write(name: string, content: string): Promise<string> {
  const file = path.join(market.folder, name);
  await writeFile(file, content);
  return file;
}

async function importCamt(entries: readonly CamtEntryInput[], { mapping = PLAIN_STATEMENT_MAPPING, account = 'NL01 anna' } = {}) {
  const file = await write('statement.xml', camtText([{ account, entries }]));
  return importPayments(market.bank, { file, reader: camtPayments(mapping, DIRECTORY), publishedWindows: NOTHING_PUBLISHED });
}

const toTuin = { details: [{ creditor: 'whoever', creditorIban: TUIN }] };
const paid = async () =>
  (
    await market.store.paymentsAtMerchants({
      paymentMerchantIds: ['tuin'],
      from: '2020-01-01',
      to: '2026-12-31',
      customerIds: ['NL01ANNA', 'c-1'],
    })
  ).map(({ customerId, paidOn, amountCents }) => [customerId, paidOn, amountCents]);

test('debits to a merchant of the directory are payments, by account or else by exact name; the account is the customer', async () => {
  const report = await importCamt([
    { amount: '12.50', reference: 'A', ...toTuin },
    {
      amount: '7.00000',
      reference: 'B',
      details: [{ ultimateCreditor: ' tuincentrum  de linde ', creditor: 'A payment service', creditorIban: 'NL00' }],
    },
    { amount: '1', reference: 'C', details: [{ creditor: 'Tuincentrum De Lind' }] },
  ]);
  expect(report).toMatchObject({ rowsRead: 3, imported: 2, byReason: { merchant_unclassified: 1 } });
  expect((await paid()).sort()).toEqual([
    ['NL01ANNA', '2025-03-10', 1250],
    ['NL01ANNA', '2025-03-10', 700],
  ]);
});

test('a credit is a refund where it comes from a known merchant, and no payment at all elsewhere; a reversal takes back what it reverses', async () => {
  const report = await importCamt([
    { amount: '30', reference: 'A', ...toTuin },
    { amount: '10', reference: 'B', indicator: 'CRDT', details: [{ debtorIban: TUIN, creditorIban: 'NL01 anna' }] },
    { amount: '30', reference: 'A', indicator: 'CRDT', isReversal: true, details: [{ creditorIban: TUIN, debtorIban: 'NL01 anna' }] },
    { amount: '2500', reference: 'S', indicator: 'CRDT', details: [{ debtor: 'Employer', creditor: 'Tuincentrum De Linde' }] },
  ]);
  expect(report).toMatchObject({ imported: 3, byReason: { credit_of_no_merchant: 1 } });
  expect((await paid()).map(([, , cents]) => cents).sort()).toEqual([-1000, -3000, 3000]);
});

test('what is not booked, in another currency, zero, too exact, sensitive or of no category is refused with its reason, and counted in the sums', async () => {
  const report = await importCamt([
    { amount: '1', status: 'PDNG', ...toTuin },
    { amount: '1', currency: 'SEK', ...toTuin },
    { amount: '0.00', ...toTuin },
    { amount: '1.23456', ...toTuin },
    { amount: '1', on: '2031-01-01', ...toTuin },
    { amount: '1', on: '2025-02-30', ...toTuin },
    { amount: '1', details: [{ creditor: 'Apotheek' }] },
    { amount: '1', details: [{ creditor: 'Bakker' }] },
    { amount: '1', details: [] },
  ]);
  expect(report).toMatchObject({
    rowsRead: 9,
    imported: 0,
    rejected: 9,
    byReason: {
      not_booked: 1,
      currency_other: 1,
      amount_zero: 1,
      amount_too_many_decimals: 1,
      date_out_of_range: 1,
      timestamp_invalid: 1,
      sensitive_merchant: 1,
      category_unknown: 1,
      merchant_unclassified: 1,
    },
    statements: {
      entries: 9,
      sums: [
        { currency: 'EUR', debit: '7.23456', credit: '0' },
        { currency: 'SEK', debit: '1', credit: '0' },
      ],
    },
  });
});

test('the details of a batch are payments where they add up to the entry, and none of them is where they do not', async () => {
  const part = (amount: string, currency = 'EUR') => ({ amount, currency, creditorIban: TUIN });
  const report = await importCamt([
    { amount: '30', reference: 'A', details: [part('10'), part('20.00')] },
    { amount: '31', reference: 'B', details: [part('10'), part('20.00')] },
    { amount: '30', reference: 'C', details: [part('10'), part('20', 'SEK')] },
  ]);
  expect(report).toMatchObject({ rowsRead: 6, imported: 2, byReason: { batch_differs: 4 } });
  expect((await paid()).map(([, , cents]) => cents).sort()).toEqual([1000, 2000]);
});

test('the same statement again changes nothing; a notification of the same booking is the same payment; other facts under its reference are reported', async () => {
  const entries = [
    { amount: '12.50', reference: 'A', ...toTuin },
    { amount: '3', ...toTuin },
    { amount: '3', ...toTuin },
  ];
  expect(await importCamt(entries)).toMatchObject({ imported: 3, duplicates: 0 });
  expect(await importCamt(entries)).toMatchObject({ imported: 0, duplicates: 3 });
  expect(
    await importCamt([
      { amount: '12.50', reference: 'A', ...toTuin },
      { amount: '4', reference: 'N', ...toTuin },
    ]),
  ).toMatchObject({
    imported: 1,
    duplicates: 1,
  });
  expect(await importCamt([{ amount: '99', reference: 'A', ...toTuin }])).toMatchObject({
    imported: 0,
    byReason: { payment_id_reused: 1 },
  });
  // Another customer's reference is another payment.
  expect(await importCamt([{ amount: '99', reference: 'A', ...toTuin }], { account: 'NL02' })).toMatchObject({ imported: 1 });
});

test('creditors that nobody knows are listed in a file, and named in the report only where ten customers paid them', async () => {
  const statements = Array.from({ length: 12 }, (_, index) => ({
    account: `NL${index}`,
    entries: [
      { amount: '5', details: [{ creditor: 'Winkel' }] },
      ...(index < 3 ? [{ amount: '5', details: [{ creditor: 'Buurvrouw', creditorIban: 'NL77' }] }] : []),
    ],
  }));
  const file = await write('many.xml', camtText(statements));
  const report = await importPayments(market.bank, {
    file,
    reader: camtPayments(PLAIN_STATEMENT_MAPPING, EMPTY_DIRECTORY),
    publishedWindows: NOTHING_PUBLISHED,
  });
  expect(report.unclassified).toMatchObject({ payments: 15, creditors: 2, named: [{ name: 'Winkel', payments: 12, customers: 12 }] });
  const lines = (await readFile(report.unclassified?.file ?? '', 'utf8')).trim().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    { name: 'Winkel', payments: 12, customers: 12 },
    { account: 'NL77', name: 'Buurvrouw', payments: 3, customers: 3 },
  ]);
});

async function mappingWith(accounts: string): Promise<StatementMapping> {
  await write('accounts.csv', accounts);
  const file = await write('mapping.json', JSON.stringify({ format: 'florin-statement-mapping/1', accounts: { file: 'accounts.csv' } }));
  return loadStatementMapping(file);
}

test('a list of accounts gives customers, regions and age bands; an account that is not on it is refused', async () => {
  const mapping = await mappingWith('account,customer,region,age_band\nNL01 ANNA,c-1,GR,adult\n');
  expect(await importCamt([{ amount: '12', ...toTuin }], { mapping })).toMatchObject({ imported: 1 });
  expect(await importCamt([{ amount: '12', ...toTuin }], { mapping, account: 'NL55' })).toMatchObject({
    imported: 0,
    byReason: { account_unknown: 1 },
    rejections: [{ line: 1, reason: 'account_unknown' }],
  });
  expect(await paid()).toEqual([['c-1', '2025-03-10', 1200]]);
  market.setOptIns([{ customerId: 'c-1', channelSet: 1 }]);
  expect(await market.store.exactCounts({ by: ['region'], eligibleAsOf: '2026-03-02T08:00:00.000Z' })).toEqual([
    { region: 'north', customers: 1, total_cents: 1200 },
  ]);
});

test.each([
  ['an account twice', 'account,customer\nNL01,a\nnl 01,b\n'],
  ['a region that the profile lacks', 'account,customer,region,age_band\nNL01,a,south,adult\n'],
  ['a line too short', 'account,customer\nNL01\n'],
  ['another header', 'iban,customer\nNL01,a\n'],
])('a list of accounts with %s is refused before anything is imported', async (_, accounts) => {
  const mapping = await mappingWith(accounts);
  await expect(importCamt([{ amount: '12', ...toTuin }], { mapping })).rejects.toMatchObject({ code: 'mapping_invalid' });
  expect(await market.store.summary()).toMatchObject({ payments: 0 });
});

test('a directory in which one name stands for two merchants is refused', () => {
  const merchants = [
    { merchant: 'a', mcc: '5261', names: ['Tuin  X'] },
    { merchant: 'b', mcc: '5261', names: ['TUIN X'] },
  ];
  const content = MerchantDirectoryFile.parse({ format: 'florin-merchant-directory/1', merchants });
  expect(() => createMerchantDirectory(content)).toThrow(expect.objectContaining({ code: 'mapping_invalid' }));
});

const CARD = {
  cardTransactionId: 'T1',
  transactionAmount: { currency: 'EUR', amount: '25.60' },
  transactionDate: '2025-03-10',
  cardAcceptorId: 'tuin',
  merchantCategoryCode: '5261',
  invoiced: true,
};

async function importCards(content: unknown, mapping = PLAIN_STATEMENT_MAPPING) {
  const file = await write('cards.json', typeof content === 'string' ? content : JSON.stringify(content));
  return importPayments(market.bank, { file, reader: cardPayments(mapping, DIRECTORY), publishedWindows: NOTHING_PUBLISHED });
}

test('booked card transactions are payments of their own category code; pending ones wait; all are known again', async () => {
  const report = {
    cardAccount: { iban: 'NL01 anna' },
    cardTransactions: {
      booked: [
        CARD,
        {
          ...CARD,
          cardTransactionId: 'T2',
          transactionAmount: { currency: 'EUR', amount: '-5.60' },
          acceptorTransactionDateTime: '2025-03-11T23:30:00Z',
        },
        {
          ...CARD,
          cardTransactionId: 'T3',
          merchantCategoryCode: undefined,
          cardAcceptorId: undefined,
          transactionDetails: 'Tuincentrum de Linde',
        },
        { ...CARD, cardTransactionId: 'T4', merchantCategoryCode: undefined, cardAcceptorId: 'somebody' },
        { cardTransactionId: 'T5' },
      ],
      pending: [CARD],
      _links: { account: { href: '/v1/card-accounts/3' } },
    },
  };
  expect(await importCards(report)).toMatchObject({
    rowsRead: 6,
    imported: 3,
    byReason: { merchant_unclassified: 1, not_booked: 1, transaction_invalid: 1 },
    unclassified: { payments: 1, creditors: 1 },
  });
  expect(await importCards([report, { ...report, cardAccount: { iban: 'NL02' } }])).toMatchObject({
    rowsRead: 12,
    imported: 3,
    duplicates: 3,
  });
  expect((await paid()).sort()).toEqual([
    ['NL01ANNA', '2025-03-10', 2560],
    ['NL01ANNA', '2025-03-10', 2560],
    ['NL01ANNA', '2025-03-12', -560],
  ]);
});

test('a card number with digits left out is nobody’s, unless a list says whose it is', async () => {
  const report = { cardAccount: { maskedPan: '525412******3241' }, cardTransactions: { booked: [CARD] } };
  expect(await importCards(report)).toMatchObject({ imported: 0, byReason: { account_ambiguous: 1 } });
  expect(await importCards(report, await mappingWith('account,customer\n525412******3241,c-1\n'))).toMatchObject({ imported: 1 });
});

test.each([
  ['cut in the middle', '{"cardAccount":{"iban":"NL01"},"cardTransactions":{"booked":[{"cardTransactionId":"T1"'],
  ['no JSON', 'customer,amount'],
  ['of another form', '{"accounts":[]}'],
  ['an account behind its transactions', '{"cardTransactions":{"booked":[{}]},"cardAccount":{"iban":"NL01"}}'],
  ['a second report without an account', '[{"cardAccount":{"iban":"NL01"}},{"cardTransactions":{"booked":[{}]}}]'],
  ['nothing', ''],
])('a card file that is %s is refused as a whole', async (_, content) => {
  await expect(importCards(content)).rejects.toMatchObject({ code: 'import_failed' });
  expect(await market.store.summary()).toMatchObject({ payments: 0 });
});
