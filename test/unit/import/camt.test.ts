import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CamtEntry, readCamt } from '#bank/segments/import/camt/read-camt.ts';
import { createStatementSums } from '#bank/segments/import/camt/statement-sums.ts';
import { CAMT_053, CAMT_HEAD, CAMT_TAIL, camtText } from '../../support/camt-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'florin-camt-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(content: string | Uint8Array): Promise<readonly CamtEntry[]> {
  const file = path.join(folder, 'statements.xml');
  await writeFile(file, content);
  const found: CamtEntry[] = [];
  for await (const entries of readCamt(file)) found.push(...entries);
  return found;
}

const ONE = camtText([
  { account: 'NL01', entries: [{ amount: '12.50', reference: 'R1', details: [{ creditor: 'Tuin &amp; Zo', creditorIban: 'NL99' }] }] },
]);

test('an entry comes with its account, amount, currency, reference and parties, and the five entities of XML are read', async () => {
  expect(await read(ONE)).toEqual([
    {
      statement: 1,
      statementId: 's',
      account: 'NL01',
      currency: 'EUR',
      detailCount: 1,
      fields: { amount: '12.50', indicator: 'DBIT', status: 'BOOK', bookedAt: '2025-03-10', reference: 'R1' },
      details: [{ currency: '', transactionCurrency: '', fields: { creditor: 'Tuin & Zo', creditorAccount: 'NL99' } }],
    },
  ]);
});

test.each([
  'camt.052.001.01 BkToCstmrAcctRptV01 Rpt',
  'camt.053.001.04 BkToCstmrStmt Stmt',
  'camt.054.001.13 BkToCstmrDbtCdtNtfctn Ntfctn',
])('%s is read', async (names) => {
  const [version = '', message = '', statement = ''] = names.split(' ');
  const text = ONE.replace('camt.053.001.08', version)
    .replaceAll('BkToCstmrStmt', message)
    .replaceAll(/<(\/?)Stmt>/g, `<$1${statement}>`);
  expect(await read(text)).toHaveLength(1);
});

test('elements of other namespaces, and of the same name elsewhere, are skipped', async () => {
  const text = ONE.replace(
    '<Sts>',
    '<x:Amt xmlns:x="urn:other">99</x:Amt><Chrgs><Amt Ccy="EUR">3</Amt><CdtDbtInd>CRDT</CdtDbtInd></Chrgs><Sts>',
  );
  expect(await read(text)).toEqual(await read(ONE));
});

test.each([
  ['windows-1252', Buffer.from(ONE.replace('UTF-8', 'windows-1252').replace('Zo', 'Z\u00f6'), 'latin1')],
  ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(ONE.replace('UTF-8', 'UTF-16').replace('Zo', 'Z\u00f6'), 'utf16le')])],
])('a file in %s is read in its own letters', async (_, bytes) => {
  expect((await read(bytes))[0]?.details[0]?.fields.creditor).toBe('Tuin & Z\u00f6');
});

const LAUGHS = `<!DOCTYPE Document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`;

test.each([
  ['entities that expand each other', ONE.replace('<Document', `${LAUGHS}<Document`).replace('12.50', '&c;'), /document type/],
  [
    'a document type of another file',
    ONE.replace('<Document', '<!DOCTYPE Document SYSTEM "file:///etc/passwd"><Document'),
    /document type/,
  ],
  ['an entity that nobody declared', ONE.replace('12.50', '&amount;'), /entity/],
  ['another namespace', ONE.replace(CAMT_053, 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'), /pain\.001/],
  ['a namespace that only ends like one', ONE.replace(CAMT_053, `x${CAMT_053}`), /camt/i],
  ['another message than the namespace says', ONE.replace('camt.053', 'camt.054'), /BkToCstmrStmt/],
  ['tags that do not match', ONE.replace('</Ntry>', '</Entry>'), /not well-formed/],
  ['a second document behind the first', `${ONE}<more/>`, /not well-formed/],
  ['text that is no XML', 'customer,amount\n1,2\n', /not well-formed/],
  ['nothing at all', '', /not well-formed|no XML/],
  ['no statement', `${CAMT_HEAD}${CAMT_TAIL}`, /no report, statement or notification/],
  ['an attribute without an end', `${CAMT_HEAD}<Stmt Id="${'x'.repeat(5_000_000)}`, /more than \d+ characters/],
  ['a field without an end', ONE.replace('12.50', '1'.repeat(5_000)), /more than 2000 characters/],
  ['elements without a bottom', `${CAMT_HEAD}${'<a>'.repeat(100_000)}`, /deep/],
  ['bytes of another encoding', Buffer.from(ONE.replace('Zo', 'Z\u00f6'), 'latin1'), /bytes/],
  ['an encoding that nobody knows', ONE.replace('UTF-8', 'x-secret'), /encoding/],
])('%s: the file is refused, and the refusal says why', async (_, content, why) => {
  await expect(read(content)).rejects.toMatchObject({ code: 'import_failed', detail: { problem: expect.stringMatching(why) } });
});

test('a file that is cut anywhere is refused, never read as a shorter one', async () => {
  const bytes = Buffer.from(ONE.trimEnd());
  for (let length = 0; length < bytes.length; length += 7)
    await expect(read(bytes.subarray(0, length)), `cut at ${length}`).rejects.toMatchObject({ code: 'import_failed' });
});

test('sums are exact, whatever the decimals, and by currency', async () => {
  const entries = await read(
    camtText([
      {
        account: 'NL01',
        entries: [
          { amount: '0.10000' },
          { amount: '0.20000' },
          { amount: '8.00001', indicator: 'CRDT' },
          { amount: '90071992547409.93' },
          { amount: '5', currency: 'JPY' },
          { amount: 'x' },
        ],
      },
    ]),
  );
  const sums = createStatementSums();
  for (const entry of entries) sums.add(entry);
  expect(sums.result(1)).toEqual({
    statements: 1,
    entries: 6,
    sums: [
      { currency: 'EUR', debit: '90071992547410.23', credit: '8.00001' },
      { currency: 'JPY', debit: '5', credit: '0' },
    ],
  });
});
