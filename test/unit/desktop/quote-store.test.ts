import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { quoteEndpoints } from '#shared/contracts/http/quotes.ts';
import { QuoteShelf } from '#shared/contracts/ipc/contract.ts';
import { AppError } from '#shared/errors.ts';
import { type QuoteContent, writeQuoteFile } from '#shared/reach/quote.ts';
import { SILENT_LOG } from '../../../electron/main/log.ts';
import { QuoteStore } from '../../../electron/main/quotes/quote-store.ts';
import { checksOf } from '../../../electron/main/releases/release-store.ts';
import { FakeBank, nthId } from '../../fixtures/desktop/fakes.ts';

const bankKey = generateKeyPairSync('ed25519');
const otherKey = generateKeyPairSync('ed25519');
const OWN = nthId(1);
const OTHER = nthId(2);
const BALANCE = { yours: 3, bank: 14, perYear: 16, thisMonth: 2 };
const AUDIENCE = {
  format: 'florin-audience/1' as const,
  conditions: [
    { kind: 'spend' as const, category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
    { kind: 'visits' as const, category: 'garden', window: '2025-spring', visits: { from: 1, to: 3 } },
  ],
};

function quoteFile(id: string, changes: Partial<QuoteContent> = {}, key = bankKey): string {
  const content: QuoteContent = {
    format: 'florin-quote/1',
    id,
    profile: 'pilot',
    audience: AUDIENCE,
    snapshot: 'nl-pilot-2026-02',
    dataUntil: '2026-02-28',
    answeredAt: '2026-03-02T08:00:00.000Z',
    customers: 431,
    sigma2: '400',
    rho: '1/800',
    privacyCap: '1/2',
    categoriesPerCustomer: 6,
    keyId: checksOf(key.publicKey).keyId,
    ...changes,
  };
  return writeQuoteFile(content, (message) => sign(null, message, key.privateKey));
}

let folder: string;
let bank: FakeBank;
let merchantId: string | undefined;
let listed: { id: string; file: string }[];
const fileOf = (id: string) => join(folder, `${id}.json`);
const store = () => new QuoteStore({ fileOf, merchantId: () => merchantId, checks: checksOf(bankKey.publicKey), bank, log: SILENT_LOG });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'florin-quotes-'));
  merchantId = OWN;
  listed = [];
  bank = new FakeBank();
  bank.answers = { [quoteEndpoints.quotes.path]: () => ({ quotes: listed, balance: BALANCE }) };
});

test('answered quotes are kept as the bank signed them and are there without the bank, with the balance of then', async () => {
  listed = [{ id: nthId(10), file: quoteFile(nthId(10)) }];
  const shelf = await store().list();
  expect(shelf).toMatchObject({ quotes: [{ id: nthId(10), customers: 431 }], refused: 0, balance: BALANCE, fresh: true });
  expect(QuoteShelf.safeParse(shelf).success).toBe(true);
  bank.isReachable = false;
  expect(await store().list()).toEqual({ ...shelf, fresh: false });
});

test('without the bank and without anything stored there are no quotes and no balance', async () => {
  bank.isReachable = false;
  expect(await store().list()).toEqual({ quotes: [], refused: 0, balance: null, fresh: false });
});

test('a quote that is damaged, signed by another key, under another id or another merchant’s is left out; the others stay', async () => {
  const good = quoteFile(nthId(10));
  listed = [
    { id: nthId(10), file: good },
    { id: nthId(11), file: quoteFile(nthId(11)).replace('+0000000431', '+0000009431') },
    { id: nthId(12), file: quoteFile(nthId(12), {}, otherKey) },
    { id: nthId(13), file: good },
    { id: nthId(14), file: quoteFile(nthId(14), { merchantId: OTHER }) },
  ];
  expect(await store().list()).toMatchObject({ quotes: [{ id: nthId(10) }], refused: 4 });
});

test('a quote that is changed on disk is refused at the next reading', async () => {
  listed = [{ id: nthId(10), file: quoteFile(nthId(10)) }];
  await store().list();
  bank.isReachable = false;
  await writeFile(fileOf(OWN), (await readFile(fileOf(OWN), 'utf8')).replace('+0000000431', '+0000000432'));
  expect(await store().list()).toMatchObject({ quotes: [], refused: 1 });
});

test('a new answer is verified, kept beside the others and used offline; what was asked goes to the bank unchanged', async () => {
  listed = [{ id: nthId(10), file: quoteFile(nthId(10)) }];
  await store().list();
  const answer = { id: nthId(11), file: quoteFile(nthId(11), { merchantId: OWN, customers: -3 }), balance: { ...BALANCE, yours: 2 } };
  bank.answers = { [quoteEndpoints.requestQuote.path]: () => answer };
  expect(await store().request(AUDIENCE)).toMatchObject({ quote: { id: nthId(11), customers: -3 }, balance: answer.balance });
  expect(bank.calls.at(-1)?.input).toEqual({ body: { audience: AUDIENCE } });
  bank.isReachable = false;
  const shelf = await store().list();
  expect(shelf.quotes.map((quote) => quote.id)).toEqual([nthId(10), nthId(11)]);
  expect(shelf.balance).toEqual(answer.balance);
});

test('a refusal, and an answer that is not the bank’s, change nothing on this machine', async () => {
  listed = [{ id: nthId(10), file: quoteFile(nthId(10)) }];
  await store().list();
  const before = await readFile(fileOf(OWN), 'utf8');
  bank.answers = { [quoteEndpoints.requestQuote.path]: () => new AppError('quote_balance_exhausted', { quotesLeft: 0 }) };
  await expect(store().request(AUDIENCE)).rejects.toMatchObject({ code: 'quote_balance_exhausted' });
  bank.answers = {
    [quoteEndpoints.requestQuote.path]: () => ({ id: nthId(11), file: quoteFile(nthId(11), {}, otherKey), balance: BALANCE }),
  };
  await expect(store().request(AUDIENCE)).rejects.toMatchObject({ code: 'quote_invalid' });
  expect(await readFile(fileOf(OWN), 'utf8')).toBe(before);
});

test('the next merchant on this machine sees none of it, and the bank’s people ask for none', async () => {
  listed = [{ id: nthId(10), file: quoteFile(nthId(10), { merchantId: OWN }) }];
  const shared = store();
  await shared.list();
  merchantId = OTHER;
  bank.isReachable = false;
  expect((await shared.list()).quotes).toEqual([]);
  merchantId = undefined;
  await expect(shared.list()).rejects.toMatchObject({ code: 'not_permitted' });
});
