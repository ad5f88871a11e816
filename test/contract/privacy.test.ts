import { afterAll, beforeAll, expect, test } from 'vitest';
import { privacyLedgerStore } from '#bank/storage/repositories/privacy-ledger.ts';
import { PrivacyAccount } from '#shared/contracts/http/privacy.ts';
import { addFractions, formatFraction, parseFraction, sumFractions } from '#shared/fraction.ts';
import { startTestBank, type TestBank } from '../fixtures/running-bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.stop());

const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const read = async () => PrivacyAccount.parse((await bank.call('GET', '/v1/privacy')).json);
const sum = (...parts: readonly string[]) => formatFraction(sumFractions(parts.map(parseFraction)));

test('the public account needs no token and adds up exactly to the cap', async () => {
  const account = await read();
  expect(account.cap).toBe('1/2');
  expect(account.year).toEqual({ after: '2025-03-02', until: '2026-03-02' });
  const { spent, left } = account;
  expect(formatFraction(addFractions(parseFraction(spent.total), parseFraction(left.total)))).toBe(account.cap);
  expect(sum(spent.releases, spent.quotes, spent.reports)).toBe(spent.total);
  expect(sum(left.releasesToCome, left.quotes, left.reports, left.free)).toBe(left.total);
  expect(sum(...account.artefacts.filter((entry) => entry.counted).map((entry) => entry.rho))).toBe(spent.total);
});

test('every published release is there with its window, its exact cost and its share of the year', async () => {
  const { artefacts } = await read();
  expect(artefacts).toHaveLength(1);
  const [release] = artefacts;
  expect(release).toMatchObject({ kind: 'release', id: bank.releaseId, window: '2025-spring', state: 'published', counted: true });
  // K = 3: 3/144 + 3/432 + 10/1600 + 3/800 + 1/200
  expect(release?.rho).toBe(sum('3/144', '3/432', '10/1600', '3/800', '1/200'));
  expect(release?.shareOfCap).toBe(formatFraction(addFractions(parseFraction(release?.rho ?? ''), parseFraction(release?.rho ?? ''))));
});

test('what rho means for a person is the Gaussian guess: 69.1 %, over years 76, 81 and 87 %, another person’s year 76 %', async () => {
  const { meaning } = await read();
  const percent = (guess: number) => Math.round(guess * 1000) / 10;
  expect(percent(meaning.bestGuess)).toBe(69.1);
  expect(meaning.severalYears.map(({ years, bestGuess }) => [years, Math.round(100 * bestGuess)])).toEqual([
    [2, 76],
    [3, 81],
    [5, 87],
  ]);
  expect(Math.round(100 * meaning.replaceOne)).toBe(76);
  expect([Math.round(1000 * meaning.epsilon), meaning.delta]).toEqual([6474, 1e-9]);
});

test('a browser gets a page in its language, without script, that says the same figures', async () => {
  const texts = new Map<string, string>();
  for (const [asked, lang] of [
    ['nl-NL,nl;q=0.9,en;q=0.5', 'nl'],
    ['fr-BE, de;q=0.5', 'fr'],
    ['de;q=1, en;q=0.3', 'en'],
    ['de', 'en'],
  ] as const) {
    const page = await bank.call('GET', '/v1/privacy', { headers: { ...PAGE, 'accept-language': asked } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('vary')).toContain('accept-language');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.text).toContain(`<html lang="${lang}">`);
    expect(page.text).not.toMatch(/<script|javascript:|https?:\/\//i);
    expect(page.text).toContain('69');
    texts.set(lang, page.text);
  }
  const account = await read();
  for (const text of texts.values())
    for (const figure of [account.cap, account.spent.total, account.left.free]) expect(text).toContain(figure);
  expect(texts.get('nl')).toContain('Wat niet wordt beloofd');
  expect(texts.get('fr')).toContain('Ce qui n’est pas promis');
});

test('who asks for JSON, or for anything, gets JSON', async () => {
  for (const accept of ['application/json', '*/*', 'application/json, text/html', 'text/html;q=0, */*'])
    expect((await bank.call('GET', '/v1/privacy', { headers: { accept } })).headers.get('content-type')).toContain('application/json');
});

test('no merchant, no campaign and no rule is in it: reports carry no id, quotes no merchant', async () => {
  const own = await startTestBank();
  try {
    const before = await own.call('GET', '/v1/privacy');
    const ledger = privacyLedgerStore(own.bank.database);
    const charge = (kind: 'campaign_report' | 'quote', artefactId: string, rho: string) =>
      ledger.appendExclusively(() => ({
        chargedAt: '2026-03-01T08:00:00.000Z',
        kind,
        artefactId,
        rho,
        ...(kind === 'quote' ? { merchantId: own.merchants.own } : {}),
      }));
    await charge('campaign_report', 'campaign-of-somebody', '1/240');
    await charge('quote', 'a-random-quote-id', '1/800');
    const after = await own.call('GET', '/v1/privacy');
    for (const text of [after.text, (await own.call('GET', '/v1/privacy', { headers: PAGE })).text]) {
      expect(text).not.toContain('campaign-of-somebody');
      for (const merchant of Object.values(own.merchants)) expect(text).not.toContain(merchant);
    }
    const account = PrivacyAccount.parse(after.json);
    expect(account.quotes.left).toBe(PrivacyAccount.parse(before.json).quotes.left - 1);
    expect(account.spent).toMatchObject({ quotes: '1/800', reports: '1/240' });
    expect(account.reports.published).toBe(1);
    expect(account.artefacts.map((entry) => entry.kind).sort()).toEqual(['campaign_report', 'quote', 'release']);
  } finally {
    await own.stop();
  }
});

test('the account reads nothing about customers: it is the same where the consents cannot be read at all', async () => {
  const before = (await bank.call('GET', '/v1/privacy')).text;
  await bank.bank.database.schema.alterTable('consents').renameTo('consents_away').execute();
  expect((await bank.call('GET', '/v1/privacy')).text).toBe(before);
  await bank.bank.database.schema.alterTable('consents_away').renameTo('consents').execute();
});

test('a withdrawn release stays in the account with its cost', async () => {
  const before = await read();
  await bank.bank.database.updateTable('releases').set({ withdrawn_at: '2026-03-02T09:00:00.000Z' }).execute();
  const after = await read();
  expect(after.spent).toEqual(before.spent);
  expect(after.artefacts.map((entry) => entry.state)).toEqual(['withdrawn']);
});
