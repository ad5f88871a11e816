import { expect, test } from 'vitest';
import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import { namesCriterion } from '#shared/campaign/criterion-words.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { followOffer, starterWords, withStarterWords } from '#shared/campaign/starter-words.ts';
import { Language } from '#shared/units.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { completeContent } from '../renderer/support/drafts.ts';

const SHOP = 'Tuincentrum Voorbeeld';
const CATEGORIES = [{ id: 'garden', bandEdges: [0, 50, 100, 150, 250] }];
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const started = (changes: Partial<DraftContent> = {}): DraftContent => {
  const content = completeContent(changes);
  return { ...content, creative: { nl: withStarterWords({ title: '', shortText: '', longText: '', terms: '' }, content, 'nl', SHOP) } };
};

test('starter words say the reward, its conditions and its end, and nothing that the offer does not hold', () => {
  const { title, shortText, longText, terms } = starterWords(completeContent(), 'nl', SHOP);
  expect([title, shortText, longText, terms].map(plain)).toEqual([
    '10% terug bij Tuincentrum Voorbeeld',
    'Betaal met je pas en krijg 10% terug, tot € 20.',
    'Activeer de aanbieding, koop in een van onze winkels en betaal met je pas. Bij een aankoop vanaf € 50 stort de bank 10% terug, tot € 20.',
    'Eén keer per klant, in een van onze winkels, tot en met 5 april 2026. Minimale besteding € 50. Hoogstens € 20 terug per aankoop. Uitbetaling 14 dagen na de aankoop.',
  ]);
  const free = starterWords(completeContent({ minimumSpendCents: 0, activation: { kind: 'automatic', withinDays: null } }), 'nl', SHOP);
  expect(`${free.longText} ${free.terms}`).not.toMatch(/vanaf|Minimale|Activeer/);
});

test.each(Language.options)('starter words of %s keep within the limits and name no criterion, whatever the offer', (language) => {
  const offers: readonly Partial<DraftContent>[] = [
    {},
    { reward: { template: 'flat_amount', percent: null, amountCents: 2_550 }, minimumSpendCents: 250_000 },
    { redemptionsPerCustomer: 10, capPerRedemptionCents: 12_345_67, capPerCustomerCents: 99_999_999, where: 'both' },
    { declarations: { ...completeContent().declarations, alcohol: true }, where: 'online', returnPeriodDays: 0 },
  ];
  for (const offer of offers)
    for (const shop of [SHOP, 'Het allergrootste tuincentrum van de hele provincie']) {
      const words = starterWords(completeContent(offer), language, shop);
      expect(words.title.length).toBeLessThanOrEqual(CAMPAIGN_LIMITS.titleLength);
      expect(words.shortText.length).toBeLessThanOrEqual(CAMPAIGN_LIMITS.shortTextLength);
      expect(words.longText.length).toBeLessThanOrEqual(CAMPAIGN_LIMITS.longTextLength);
      for (const text of Object.values(words)) expect(namesCriterion(text, aContent(), CATEGORIES), text).toBe(false);
    }
});

test('words that nobody touched follow the offer, also over a field that stands empty for a moment', () => {
  const first = started();
  const cleared: DraftContent = { ...first, reward: { ...first.reward, percent: null } };
  const emptied = followOffer(first, cleared, SHOP);
  const typed: DraftContent = { ...emptied, reward: { ...emptied.reward, percent: 15 } };
  const words = followOffer(emptied, typed, SHOP).creative.nl;
  expect(words).toEqual(started({ reward: { template: 'percent', percent: 15, amountCents: null } }).creative.nl);
});

test('words that somebody wrote stay, field by field, and a change of something else changes nothing', () => {
  const first = started();
  const own: DraftContent = {
    ...first,
    creative: { nl: { ...withStarterWords(emptyOf(first), first, 'nl', SHOP), title: 'Lente bij ons' } },
  };
  const later: DraftContent = { ...own, capPerRedemptionCents: 2_500, capPerCustomerCents: 2_500 };
  const words = followOffer(own, later, SHOP).creative.nl;
  expect(words?.title).toBe('Lente bij ons');
  expect(plain(words?.shortText ?? '')).toContain('tot € 25');
  const renamed: DraftContent = { ...own, name: 'Something else' };
  expect(followOffer(own, renamed, SHOP)).toBe(renamed);
});

function emptyOf(content: DraftContent) {
  return { ...(content.creative.nl ?? { title: '', shortText: '', longText: '', terms: '' }) };
}
