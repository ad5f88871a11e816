import { expect, test } from 'vitest';
import type { Condition } from '#shared/audience/audience.ts';
import { CampaignContent } from '#shared/campaign/content.ts';
import { completeDraft } from '#shared/campaign/draft.ts';
import { draftFromContent } from '#shared/campaign/draft-from-content.ts';
import { startDateRange, type ValidationContext, validateContent } from '#shared/campaign/validate.ts';
import { aContent } from '../../fixtures/campaign-content.ts';

const market: ValidationContext = {
  today: '2026-03-02',
  market: 'NL',
  categories: [{ id: 'garden', bandEdges: [0, 50, 100, 150, 250] }],
  regions: [{ id: 'noord' }, { id: 'oost' }, { id: 'west' }, { id: 'zuid' }],
  channels: ['app_feed', 'push', 'email', 'letter'],
};
const content = aContent();
const offer = (changes: Partial<CampaignContent['offer']>) => aContent({ offer: { ...content.offer, ...changes } });
const schedule = (changes: Partial<CampaignContent['schedule']>) => aContent({ schedule: { ...content.schedule, ...changes } });
const declared = (goods: string) => offer({ declarations: { ...content.offer.declarations, [goods]: true } });
const dutch = { title: 'Tien procent terug', shortText: 'Voor je balkon.', longText: 'Voor je balkon.', terms: 'Eén keer per klant.' };
const written = (field: string, text: string) => aContent({ creative: { nl: { ...dutch, [field]: text } } });
const spend = (changes: object) =>
  aContent({
    audience: {
      format: 'florin-audience/1',
      conditions: [{ kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 }, ...changes }],
    },
  });

const ALSO = { kind: 'spend', category: 'garden', window: '2025-04', bands: { from: 0, to: 4 } } as const;
const VISITS = { kind: 'visits', category: 'garden', window: '2025-spring', visits: { from: 1, to: 3 } } as const;
const also = (condition: Condition) =>
  aContent({ audience: { format: 'florin-audience/1', conditions: [...content.audience.conditions.slice(0, 1), condition] } });

test('the garden centre’s campaign breaks no rule', () => {
  expect(CampaignContent.safeParse(content).success).toBe(true);
  expect(validateContent(content, market)).toEqual([]);
});

test.each([
  ['market_mismatch', 'market', aContent({ market: 'BE', creative: { nl: dutch, fr: dutch } })],
  ['channel_unknown', 'channels', content, { ...market, channels: ['app_feed'] }],
  ['channel_repeated', 'channels', aContent({ channels: ['email', 'email'] })],
  ['category_unknown', 'audience.spend.category', spend({ category: 'health' })],
  ['band_unknown', 'audience.spend.bands', spend({ bands: { from: 2, to: 5 } })],
  ['region_unknown', 'audience.regions', content, { ...market, regions: [{ id: 'oost' }] }],
  ['window_not_closed', 'audience.spend.window', spend({ window: '2026-03' })],
  ['window_not_closed', 'audience.spend.window', spend({ window: '2025-winter' }), { ...market, today: '2026-02-02' }],
  ['window_not_closed', 'audience.spend.window', spend({ window: '2024-spring' })],
  ['category_unknown', 'audience.second.category', also({ ...ALSO, category: 'health' })],
  ['band_unknown', 'audience.second.bands', also({ ...ALSO, bands: { from: 0, to: 5 } })],
  ['window_not_closed', 'audience.second.window', also({ ...ALSO, window: '2026-03' })],
  ['category_unknown', 'audience.visits.category', also({ ...VISITS, category: 'health' })],
  ['window_not_closed', 'audience.visits.window', also({ ...VISITS, window: '2026-03' })],
  ['start_too_soon', 'schedule.startsOn', schedule({ startsOn: '2026-03-06' })],
  ['start_too_late', 'schedule.startsOn', schedule({ startsOn: '2026-10-14', endsOn: '2026-10-20' })],
  ['flight_length', 'schedule.endsOn', schedule({ endsOn: '2026-03-15', redemptionExtraDays: 45 })],
  ['flight_length', 'schedule.endsOn', schedule({ endsOn: '2026-06-16' })],
  ['activation_too_long', 'offer.activation.withinDays', offer({ activation: { kind: 'required', withinDays: 22 } })],
  [
    'minimum_spend_too_low',
    'offer.minimumSpendCents',
    offer({ reward: { template: 'flat_amount', amountCents: 2_000 }, minimumSpendCents: 3_999 }),
  ],
  ['reward_above_cap', 'offer.capPerRedemptionCents', offer({ reward: { template: 'flat_amount', amountCents: 2_001 } })],
  ['cap_order', 'offer.capPerRedemptionCents', offer({ capPerRedemptionCents: 2_001 })],
  [
    'cap_above_budget',
    'offer.capPerCustomerCents',
    aContent({ budgetCents: 10_000, offer: { ...content.offer, capPerCustomerCents: 10_001 } }),
  ],
  ['language_missing', 'creative.nl', aContent({ creative: { en: dutch } })],
  ['prohibited_goods', 'offer.declarations.gambling', declared('gambling')],
  ['prohibited_goods', 'offer.declarations.tobacco', declared('tobacco')],
  ['prohibited_goods', 'offer.declarations.political', declared('political')],
  ['alcohol_mark_missing', 'creative.nl.shortText', declared('alcohol')],
  ['credit_warning_missing', 'creative.nl.longText', declared('credit')],
])('%s is found at %s', (code, path, campaign, context = market) => {
  expect(validateContent(campaign, context)).toEqual([{ code, path }]);
});

test.each([
  'Omdat je vorig jaar veel bij ons kocht',
  'Omdat u in het voorjaar tuinspullen heeft gekocht',
  'Je hebt in maart €150 besteed',
  'Because you spent a lot on your garden',
  'You bought plants last spring',
  'Parce que vous avez acheté des plantes',
  'Vous avez dépensé plus que d’habitude',
  'Weil Sie im Frühling bei uns gekauft haben',
  'Voor wie €100 of meer uitgeeft aan de tuin',
  'Voor klanten van 100 euro en meer',
])('a text may not name the criterion: %s', (sentence) => {
  expect(validateContent(written('longText', sentence), market)).toEqual([{ code: 'criterion_named', path: 'creative.nl.longText' }]);
});

test.each([
  'Besteed minstens €50 en krijg 10 % terug, tot €20.',
  'Koop je voorjaarsplanten nu: je krijgt 10 % terug op wat je besteedt.',
  'Spend at least €50 and get 10% back, up to €20.',
  'Achetez pour au moins 50 € et recevez 10 % de retour.',
  'Kaufen Sie für mindestens 50 € ein.',
])('a text may say what the offer asks: %s', (sentence) => {
  expect(validateContent(written('longText', sentence), market)).toEqual([]);
});

test('the mark and the warning satisfy the rules for alcohol and credit', () => {
  const both = { ...content.offer.declarations, alcohol: true, credit: true };
  const text = { ...dutch, shortText: 'Voor je balkon. 18+', longText: 'Let op! Geld lenen kost geld.' };
  expect(validateContent(aContent({ offer: { ...content.offer, declarations: both }, creative: { nl: text } }), market)).toEqual([]);
});

test('a start is legal from the fifth working day to the 225th day, both included', () => {
  const range = startDateRange('2026-03-02');
  expect(range).toEqual({ earliest: '2026-03-09', latest: '2026-10-13' });
  expect(validateContent(schedule({ startsOn: '2026-03-09', endsOn: '2026-03-23' }), market)).toEqual([]);
  expect(validateContent(schedule({ startsOn: '2026-10-13', endsOn: '2026-10-26' }), market)).toEqual([]);
});

/** The garden centre's rule with further conditions. */
const rule = (...more: CampaignContent['audience']['conditions']) =>
  aContent({
    audience: {
      format: 'florin-audience/1',
      conditions: [{ kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } }, ...more],
    },
  });
const ownMarket: ValidationContext = {
  ...market,
  categories: [...market.categories, { id: 'toys', bandEdges: [0, 25, 50, 100, 200] }, { id: 'health', bandEdges: [0, 50, 100, 150, 250] }],
  merchantCategory: 'garden',
  sensitiveCategories: ['health'],
};
const second = (changes: object) => ({
  kind: 'spend' as const,
  category: 'toys',
  window: '2025-summer',
  bands: { from: 1, to: 4 },
  ...changes,
});
const visits = (changes: object) => ({
  kind: 'visits' as const,
  category: 'toys',
  window: '2025-summer',
  visits: { from: 1, to: 3 },
  ...changes,
});
const LOYAL = { kind: 'relationship', relation: 'loyal' } as const;

test('a second category, a relationship with the own shops and visits break no rule', () => {
  expect(validateContent(rule(second({}), LOYAL, visits({})), ownMarket)).toEqual([]);
});

test.each([
  ['category_unknown', 'audience.second.category', rule(second({ category: 'moss' }))],
  ['band_unknown', 'audience.second.bands', rule(second({ bands: { from: 1, to: 5 } }))],
  ['window_not_closed', 'audience.second.window', rule(second({ window: '2026-03' }))],
  ['sensitive_category', 'audience.second.category', rule(second({ category: 'health' }))],
  ['category_unknown', 'audience.visits.category', rule(visits({ category: 'moss' }))],
  ['window_not_closed', 'audience.visits.window', rule(visits({ window: '2024-spring' }))],
  ['sensitive_category', 'audience.visits.category', rule(visits({ category: 'health' }))],
  ['relationship_needs_own_category', 'audience.relationship', rule(LOYAL), { ...ownMarket, merchantCategory: 'toys' }],
  ['relationship_needs_own_category', 'audience.relationship', rule(LOYAL), { ...ownMarket, merchantCategory: undefined }],
] as const)('%s at %s, in whichever condition it is', (code, path, broken, context: ValidationContext = ownMarket) => {
  expect(validateContent(broken, context)).toEqual([{ code, path }]);
});

test('a relationship over a month in the own category does not count as a season', () => {
  const monthly = rule(LOYAL, second({ category: 'garden', window: '2025-04' }));
  expect(validateContent(monthly, ownMarket)).toEqual([]);
  const [first, ...others] = monthly.audience.conditions;
  if (first === undefined) throw new Error('a condition expected');
  const elsewhere = aContent({
    audience: { ...monthly.audience, conditions: [{ ...first, category: 'toys' } as typeof first, ...others] },
  }); // the first one is a spend
  expect(validateContent(elsewhere, ownMarket)).toEqual([{ code: 'relationship_needs_own_category', path: 'audience.relationship' }]);
});

test.each([
  ['nl', 'Welkom terug in onze winkels.', LOYAL],
  ['nl', 'Voor onze trouwe klanten.', LOYAL],
  ['en', 'We miss you!', LOYAL],
  ['en', 'For new customers only.', LOYAL],
  ['fr', 'Vous nous avez manqué.', LOYAL],
  ['de', 'Für neue Kunden.', LOYAL],
  ['nl', 'Uw bezoeken zijn ons veel waard.', visits({})],
  ['en', 'You often visit our shops.', visits({})],
  ['fr', 'Vous venez souvent chez nous.', visits({})],
  ['nl', 'Vanaf € 25 in de winkel.', second({})],
] as const)('%s “%s” names a relationship, visits or a second category, and is fine where the rule has none', (_, text, condition) => {
  const creative = { nl: { ...dutch, longText: text } };
  const named = { code: 'criterion_named', path: 'creative.nl.longText' };
  expect(validateContent({ ...rule(condition), creative }, ownMarket)).toEqual([named]);
  expect(validateContent({ ...rule(), creative }, ownMarket)).toEqual([]);
});

test('a second version is held against the same rules, and written in the same languages as the first', () => {
  const english = { ...dutch, title: 'Ten percent back' };
  const both = (second: CampaignContent['creative']) =>
    aContent({ creative: { nl: dutch, en: english }, alternative: { creative: second } });
  expect(validateContent(both({ nl: dutch, en: english }), market)).toEqual([]);
  expect(validateContent(both({ nl: dutch }), market)).toEqual([{ code: 'language_missing', path: 'alternative.creative.en' }]);
  const image = { sha256: 'a'.repeat(64), mediaType: 'image/png', sizeBytes: 9 } as const;
  expect(validateContent(aContent({ alternative: { creative: { nl: dutch }, images: { logo: image } } }), market)).toEqual([
    { code: 'alt_text_missing', path: 'alternative.creative.nl.logoAlt' },
  ]);
});

test('a draft of a content with pictures and a second version completes to the same content', () => {
  const image = { sha256: 'a'.repeat(64), mediaType: 'image/jpeg', sizeBytes: 9 } as const;
  const whole = aContent({
    creative: { nl: { ...dutch, heroAlt: 'Een balkon' } },
    images: { hero: image },
    alternative: { creative: { nl: { ...dutch, logoAlt: 'Een linde' } }, images: { logo: image } },
  });
  expect(completeDraft(draftFromContent(whole, []))).toEqual({ kind: 'complete', content: whole });
});

test('words in place of a picture that was taken away again are not part of the content', () => {
  const draft = draftFromContent(aContent({ creative: { nl: { ...dutch, heroAlt: 'Een balkon' } } }), []);
  const completed = completeDraft(draft);
  expect(completed.kind === 'complete' && completed.content.creative.nl).toEqual(dutch);
});
