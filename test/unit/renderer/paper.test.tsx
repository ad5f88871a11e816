import { expect, test } from 'vitest';
import { PrintDocument } from '#shared/export/print-document.ts';
import { printFooterOf, printPageOf } from '../../../electron/main/exports/print-page.ts';
import { createText } from '../../../renderer/i18n/text.tsx';
import { billedCountText, figureText } from '../../../renderer/merchant/results/report-words.ts';
import { campaignDocument } from '../../../renderer/merchant/files/campaign-document.ts';
import { shopSheet } from '../../../renderer/merchant/files/shop-sheet.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { attributesOf } from '../../support/read-back.ts';
import { aDetail, aReport, CLEAR_EFFECT, NO_EFFECT } from './builders.ts';
import { MARKET } from './support/market.ts';

const context = (language: 'en' | 'nl' | 'fr') => ({
  market: MARKET,
  bankName: 'Oeverbank',
  shopName: 'Tuincentrum <De> Linde',
  text: createText(language),
});
const PICTURE = { title: 'Chart', description: '', width: 640, height: 100, background: null, shapes: [] };
const printed = (report: ReturnType<typeof aReport>) => ({ report, budgetCents: 1_200_000, pictures: { rates: PICTURE, funnel: PICTURE } });
const page = (document: PrintDocument) =>
  printPageOf(PrintDocument.parse(document), { styleNonce: 'abc', fontAddress: 'app://print/inter.woff2' });
const words = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

test('a report on paper says the effect, both tables with their errors, the invoice and its receipt, in the person’s language', () => {
  const report = aReport(CLEAR_EFFECT);
  const en = words(page(campaignDocument(aDetail('reported', []), printed(report), context('en'))));
  for (const said of [
    '+4.3 points',
    '95% interval',
    'Customers who bought',
    'From delivery to redemption',
    'You pay',
    report.rho,
    report.campaignId,
  ])
    expect(en).toContain(said);
  expect(en).toContain(`${Math.round(report.delivered.value).toLocaleString('en-GB')} ± ${Math.round(report.delivered.halfWidth)}`);
  const nl = words(page(campaignDocument(aDetail('reported', []), printed(report), context('nl'))));
  expect(nl).toContain('+4,3');
  expect(nl).not.toContain('Customers who bought');
});

test('a report that shows no effect says so on paper, and prints no figure that would be read from the difference', () => {
  const said = words(page(campaignDocument(aDetail('reported', []), printed(aReport(NO_EFFECT)), context('en'))));
  expect(said).toContain('No effect could be shown');
  expect(said.match(/not shown/g)?.length).toBeGreaterThanOrEqual(3);
});

test('a figure that is lost in its noise has no number on paper: "fewer than" or "less than", and why', () => {
  const few = aReport({ delivered: { customers: 300, bought: 9, redeemed: 6 }, holdout: { customers: 9, bought: 1 } });
  const said = words(page(campaignDocument(aDetail('reported', []), printed(few), context('en'))));
  expect(said).toMatch(/Redeemed fewer than \d+ – Held out: fewer than \d+ /);
  expect(said).toMatch(/Spend of delivered customers in your shops less than €4,\d{3} /);
  expect(said.match(/a figure would mislead/g)).toHaveLength(2);
});

test('the invoiced number stands on paper with its error, and says so where the report calls the same figure "fewer than"', () => {
  const few = aReport({ delivered: { customers: 300, bought: 9, redeemed: 6 }, holdout: { customers: 9, bought: 1 } });
  const said = words(page(campaignDocument(aDetail('reported', []), printed(few), context('en'))));
  const text = createText('en');
  expect(said).toContain(billedCountText(few, text));
  expect(said).toContain(text.t('results.invoice-count-noisy', { customers: figureText(few.redeemingCustomers, 'customers', text) }));
});

test('a rate whose interval says nothing is "not shown" on paper too', () => {
  const few = aReport({ delivered: { customers: 12_480, bought: 1_180, redeemed: 780 }, holdout: { customers: 9, bought: 1 } });
  expect(few.buyingRateHoldout).toMatchObject({ low: 0, high: 1 });
  const said = words(page(campaignDocument(aDetail('reported', []), printed(few), context('en'))));
  expect(said).toMatch(/Holdout not shown 0\.0% 100\.0%/);
});

test('a campaign with two versions shows both, each with its pictures, by the hash that was approved', () => {
  const image = (sha256: string) => ({ sha256, mediaType: 'image/png' as const, sizeBytes: 9 });
  const [logo, hero, other] = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
  const plain = aContent().creative;
  const nl = { ...(plain['nl'] ?? { title: '', shortText: '', longText: '', terms: '' }), logoAlt: 'Een <roos>', heroAlt: 'Een tuin' };
  const content = aContent({
    creative: { nl },
    images: { logo: image(logo ?? ''), hero: image(hero ?? '') },
    alternative: { creative: { nl: { ...nl, title: 'De andere titel' } }, images: { hero: image(other ?? '') } },
  });
  const document = PrintDocument.parse(campaignDocument(aDetail('live', [], { content }), undefined, context('en')));
  expect(document.blocks.flatMap((block) => (block.kind === 'images' ? [block.items.map(({ sha256 }) => sha256)] : []))).toEqual([
    [logo, hero],
    [other],
  ]);
  const pictureAddresses = new Map([[logo ?? '', 'app://print/picture/a']]);
  const html = printPageOf(document, { styleNonce: 'abc', fontAddress: undefined, pictureAddresses });
  expect(html.match(/<img[^>]*>/g)).toEqual(['<img src="app://print/picture/a" alt="Een &lt;roos&gt;">']);
  // A picture that cannot be had leaves its words behind.
  expect(words(html).match(/not at hand when this was printed: “Een tuin”/g)).toHaveLength(2);
  expect(words(html)).toContain('What the customer reads: version B');
  expect(words(html)).toContain('De andere titel');
  expect(words(page(shopSheet(content, context('nl'))))).toContain(`${nl.title} · De andere titel`);
});

test('a campaign of several shops names them, and its invoice by their shares', () => {
  const shares = [
    { merchantId: '01960000-0000-7000-8000-0000000000d1', shopName: 'De Linde', sharePercent: 60 },
    { merchantId: '01960000-0000-7000-8000-0000000000d2', shopName: 'Groenhof', sharePercent: 40 },
  ];
  const shops = shares.map(({ shopName, sharePercent }, place) => ({
    shopName,
    sharePercent,
    isLead: place === 0,
    isMine: place === 0,
    accepted: true,
  }));
  const report = aReport(CLEAR_EFFECT, { shares });
  const detail = aDetail('reported', [], { shops, content: aContent({ cooperation: { shares } }) });
  const said = words(page(campaignDocument(detail, printed(report), context('en'))));
  expect(said).toContain('De Linde · leads 60%');
  expect(said).toContain('Groenhof (40%)');
  expect(said).toContain('Groenhof');
  expect(said).toMatch(/betaald door Tuincentrum en Groenhof/);
});

test('a campaign without a report prints none', () => {
  const said = words(page(campaignDocument(aDetail('live', []), undefined, context('en'))));
  expect(said).not.toContain('Did it work?');
  expect(said).toContain(aDetail('live', []).summary.revisionHash);
});

test('the sheet for the shop says what staff need and not why a customer was chosen', () => {
  for (const language of ['en', 'nl', 'fr'] as const) {
    const content = aContent();
    const said = words(page(shopSheet(content, context(language))));
    expect(said).toContain('Oeverbank');
    for (const condition of content.audience.conditions)
      if (condition.kind === 'spend') expect(said.toLowerCase()).not.toContain(condition.category);
    expect(said).not.toMatch(/Garden|Tuin\b|Jardin|2025/);
  }
});

test('nothing on paper can run or load: words are escaped, and only the type face is named', () => {
  const html = page(
    campaignDocument(
      { ...aDetail('live', []), summary: { ...aDetail('live', []).summary, name: '<script>alert(1)</script>&"' } },
      undefined,
      context('en'),
    ),
  );
  expect(html).not.toContain('<script');
  expect(html).toContain('Tuincentrum &lt;De&gt; Linde');
  expect([...html.matchAll(/(?:href|src|url)\s*[=(]\s*['"]?([^'")\s>]+)/g)].map(([, address]) => address)).toEqual([
    'app://print/inter.woff2',
    'app://print/inter.woff2',
  ]);
  expect([...html.matchAll(/<style nonce="([^"]+)"/g)].map(([, nonce]) => nonce)).toEqual(['abc']);
  const foot = printFooterOf({ footer: '<b>', pageWords: 'Page {page} of {pages}' });
  expect(attributesOf(foot, 'span').map(({ class: name }) => name)).toEqual([undefined, undefined, 'pageNumber', 'totalPages']);
});
