import { expect, test } from 'vitest';
import { fourEyesReasons } from '#bank/review/approvals.ts';
import { checkRevision } from '#bank/review/checks.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { Profile } from '#shared/market/profile.ts';
import { Check } from '#shared/review/decision.ts';
import { REVIEW_RULES } from '#shared/review/rules.ts';
import { aContent } from '../../fixtures/campaign-content.ts';

const profile = Profile.parse({
  name: 'checks',
  currency: 'EUR',
  categories: [{ id: 'garden' }, { id: 'health' }],
  regions: [{ id: 'oost' }, { id: 'west' }, { id: 'zuid' }],
  sensitive: { mccs: ['5912'], categories: ['health'], merchants: [] },
});
const reach = { customers: 1_000, halfWidth: 90, required: 300, releaseId: 'r', worstCaseCents: 2_000_000, overrunChance: 0 };
const content = aContent();
const offer = (changes: Partial<CampaignContent['offer']>) => aContent({ offer: { ...content.offer, ...changes } });
const declared = (goods: string) => offer({ declarations: { ...content.offer.declarations, [goods]: true } });
const PAPER = [{ sha256: 'a'.repeat(64), name: 'prijslijst.pdf', mediaType: 'application/pdf' as const, sizeBytes: 900 }];
const wasNow = (changes: object, isProved = true) =>
  aContent({
    offer: { ...content.offer, claim: { kind: 'was_now', fromCents: 12_000, toCents: 9_000, lowest30DaysCents: 12_000, ...changes } },
    ...(isProved ? { evidence: PAPER } : {}),
  });
const texts = (changes: object) =>
  aContent({ creative: { nl: { ...content.creative.nl, ...changes } as NonNullable<CampaignContent['creative']['nl']> } }); // the fixture has every field
const check = (revision: { readonly content?: CampaignContent; readonly reach?: typeof reach }, others: object = {}) =>
  checkRevision({
    revision: { content, reach, ...revision },
    profile,
    merchant: { mcc: '5261', categoryId: 'garden' },
    isReleaseCurrent: true,
    today: '2026-03-02',
    ...others,
  });
const verdicts = (checks: readonly Check[]) =>
  Object.fromEntries(checks.filter(({ verdict }) => verdict !== 'pass').map(({ code, verdict }) => [code, verdict]));

test('every rule is answered once, in order, with its citation, and the garden centre’s campaign passes all', () => {
  const checks = check({});
  expect(checks.map(({ code, citation }) => ({ code, ...(citation === undefined ? {} : { citation }) }))).toEqual(REVIEW_RULES);
  expect(verdicts(checks)).toEqual({});
  for (const one of checks) expect(Check.safeParse(one).success).toBe(true);
});

test.each([
  ['an audience below the minimum', { reach: { ...reach, customers: 299 } }, {}, { minimum_size: 'fail' }],
  ['a merchant of a sensitive code', {}, { merchant: { mcc: '5912', categoryId: 'garden' } }, { sensitive_category: 'fail' }],
  [
    'a sensitive category in the visits of the rule',
    {
      content: aContent({
        audience: {
          ...content.audience,
          conditions: [
            ...content.audience.conditions,
            { kind: 'visits', category: 'health', window: '2025-spring', visits: { from: 0, to: 1 } },
          ],
        },
      }),
    },
    {},
    { sensitive_category: 'fail' },
  ],
  [
    'a sensitive category in the rule',
    {
      content: aContent({
        audience: {
          format: 'florin-audience/1',
          conditions: [{ kind: 'spend', category: 'health', window: '2025-spring', bands: { from: 0, to: 1 } }],
        },
      }),
    },
    {},
    { sensitive_category: 'fail' },
  ],
  [
    'a text that names the criterion',
    { content: texts({ longText: 'Omdat je veel kocht: besteed €50 en krijg 10 % terug.' }) },
    {},
    { criterion_not_named: 'fail' },
  ],
  ['alcohol without its mark', { content: declared('alcohol') }, {}, { alcohol_mark: 'fail' }],
  ['credit without its warning', { content: declared('credit') }, {}, { credit_warning: 'fail' }],
  ['medical goods', { content: declared('medical') }, {}, { prohibited_goods: 'needs_eyes' }],
  ['tobacco', { content: declared('tobacco') }, {}, { prohibited_goods: 'fail' }],
  ['a start that has passed', {}, { today: '2026-03-16' }, { start_date: 'fail' }],
  ['a release that has expired', {}, { isReleaseCurrent: false }, { release_current: 'fail' }],
  ['a likely overrun', { reach: { ...reach, overrunChance: 0.011 } }, {}, { budget_cover: 'needs_eyes' }],
  [
    'a reward that no text names',
    { content: offer({ reward: { template: 'percent', percent: 12 } }) },
    {},
    { reward_wording: 'needs_eyes' },
  ],
  ['a was/now claim with its evidence', { content: wasNow({}) }, {}, { evidence: 'needs_eyes' }],
  ['a was/now claim without evidence', { content: wasNow({}, false) }, {}, { evidence: 'fail' }],
  ['a “was” above the lowest price of 30 days', { content: wasNow({ lowest30DaysCents: 11_999 }) }, {}, { evidence: 'fail' }],
  ['evidence without a claim', { content: aContent({ evidence: PAPER }) }, {}, { evidence: 'needs_eyes' }],
  ['a free gift', { content: offer({ claim: { kind: 'free_gift' } }) }, {}, { evidence: 'needs_eyes' }],
  ['a minimum spend that no text names', { content: offer({ minimumSpendCents: 6_000 }) }, {}, { reward_wording: 'needs_eyes' }],
])('%s is seen', (_name, revision, others, expected) => {
  expect(verdicts(check(revision, others))).toEqual(expected);
});

test('second eyes are needed for alcohol, credit, and above either limit, and at the limit not yet', () => {
  const limits = profile.limits;
  const ask = (changed: CampaignContent, customers = 1_000) => fourEyesReasons(changed, { customers }, limits);
  expect(ask(content)).toEqual([]);
  expect(ask(declared('alcohol'))).toEqual(['alcohol']);
  expect(ask(declared('credit'))).toEqual(['credit']);
  expect(ask(aContent({ budgetCents: limits.fourEyesBudgetCents }), limits.fourEyesReach)).toEqual([]);
  expect(ask(aContent({ budgetCents: limits.fourEyesBudgetCents + 1 }), limits.fourEyesReach + 1)).toEqual(['budget', 'reach']);
});
