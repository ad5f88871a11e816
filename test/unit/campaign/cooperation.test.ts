import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cooperation, splitByShares } from '#shared/campaign/cooperation.ts';
import { CampaignContent, SubmittedContent } from '#shared/campaign/content.ts';
import { renderMessages } from '#shared/campaign/render-message.ts';
import { aContent } from '../../fixtures/campaign-content.ts';

const SHOP = (place: number, sharePercent: number) => ({
  merchantId: `01900000-0000-7000-8000-00000000000${place}`,
  shopName: `Shop ${place}`,
  sharePercent,
});
const shares = (...percents: readonly number[]) => percents.map((percent, place) => SHOP(place, percent));

test.each<readonly [number, readonly number[], readonly number[]]>([
  [100, [50, 30, 20], [50, 30, 20]],
  [101, [50, 30, 20], [51, 30, 20]],
  [10, [34, 33, 33], [4, 3, 3]],
  [1, [50, 50], [1, 0]],
  [0, [99, 1], [0, 0]],
  [-101, [50, 30, 20], [-51, -30, -20]],
  [-1, [50, 50], [-1, 0]],
])('%d cents by %j are %j', (amount, percents, expected) => {
  expect(splitByShares(amount, shares(...percents))).toEqual(expected);
});

/** Shares of two to six shops that are 100 together: the gaps between sorted cuts. */
const wholeShares = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 5 })
  .map((cuts) => [0, ...cuts.toSorted((one, other) => one - other), 100])
  .map((cuts) => shares(...cuts.slice(1).map((cut, place) => cut - (cuts[place] ?? 0))));

test('the parts of any amount add up to it exactly, and none is a cent or more from its share', () => {
  fc.assert(
    fc.property(fc.integer({ min: -500_000_000, max: 500_000_000 }), wholeShares, (amount, parts) => {
      const cents = splitByShares(amount, parts);
      expect(cents.reduce((sum, part) => sum + part, 0)).toBe(amount);
      cents.forEach((part, place) => expect(Math.abs(part - (amount * (parts[place]?.sharePercent ?? 0)) / 100)).toBeLessThan(1));
      cents.forEach((part) => expect(Object.is(part, -0)).toBe(false));
    }),
  );
});

test('a content holds only shares that are 100 together, of different shops, two to twenty of them', () => {
  expect(Cooperation.safeParse({ shares: shares(50, 50) }).success).toBe(true);
  for (const wrong of [shares(50, 49), shares(60, 50), shares(99), [SHOP(1, 50), SHOP(1, 50)], shares(100, 0)])
    expect(Cooperation.safeParse({ shares: wrong }).success).toBe(false);
});

test('a merchant sends a content without shops; the frozen one has them', () => {
  const together = { ...aContent(), cooperation: { shares: shares(50, 50) } };
  expect(SubmittedContent.safeParse(aContent()).success).toBe(true);
  expect(SubmittedContent.safeParse(together).success).toBe(false);
  expect(CampaignContent.safeParse(together).success).toBe(true);
});

test('the customer reads every shop that pays, in the customer’s own language', () => {
  const text = { title: 't', shortText: 's', longText: 'l', terms: 'v' };
  const source = { creative: { nl: text, fr: text, de: text, en: text }, shopName: 'De Linde', categoryLabel: { en: 'Garden' } };
  const payers = (partnerNames: readonly string[]) => renderMessages({ ...source, partnerNames }).map((message) => message.payer);
  expect(payers([])).toEqual(['betaald door De Linde', 'payée par De Linde', 'bezahlt von De Linde', 'paid for by De Linde']);
  expect(payers(['Fietsen', 'Boeken'])).toEqual([
    'betaald door De Linde, Fietsen en Boeken',
    'payée par De Linde, Fietsen et Boeken',
    'bezahlt von De Linde, Fietsen und Boeken',
    'paid for by De Linde, Fietsen, and Boeken',
  ]);
});
