import { expect, test } from 'vitest';
import { findingsOf } from '../../../renderer/merchant/designer/findings.ts';
import { newDraftContent } from '../../../renderer/merchant/designer/new-draft.ts';
import { completeContent } from './support/drafts.ts';
import { EDITOR, MARKET } from './support/market.ts';

test('a complete draft has no findings and gives the content to submit', () => {
  const findings = findingsOf(completeContent(), MARKET);
  expect(findings.findings).toEqual([]);
  expect(findings.content?.budgetCents).toBe(1_500_000);
  expect(findings.isComplete('check')).toBe(true);
});

test('a new draft has a complete audience and says of every other open field that it is still to fill in', () => {
  const findings = findingsOf(newDraftContent(MARKET, EDITOR), MARKET);
  expect(findings.isComplete('audience')).toBe(true);
  expect(findings.isComplete('offer')).toBe(false);
  expect(findings.isComplete('message')).toBe(false);
  expect(findings.isComplete('when')).toBe(false);
  expect(new Set(findings.findings.map((finding) => finding.code))).toEqual(new Set(['missing']));
  expect(findings.at('creative.nl.title')).toMatchObject([{ code: 'missing' }]);
  expect(findings.at('schedule.startsOn')).toMatchObject([{ code: 'missing' }]);
});

test('a start that is too soon is said even while other fields are open', () => {
  const findings = findingsOf({ ...newDraftContent(MARKET, EDITOR), startsOn: '2026-03-03', endsOn: '2026-03-20' }, MARKET);
  expect(findings.at('schedule.startsOn')).toMatchObject([{ code: 'start_too_soon', section: 'when' }]);
});

test.each([
  [{ capPerRedemptionCents: 3_000 }, 'offer.capPerRedemptionCents', 'cap_order'],
  [{ budgetCents: 10_000, capPerRedemptionCents: 2_000, capPerCustomerCents: 20_000 }, 'offer.capPerCustomerCents', 'cap_above_budget'],
  [
    {
      reward: { template: 'flat_amount', percent: null, amountCents: 3_000 } as const,
      capPerRedemptionCents: 3_000,
      capPerCustomerCents: 3_000,
    },
    'offer.minimumSpendCents',
    'minimum_spend_too_low',
  ],
  [{ reward: { template: 'percent', percent: 60, amountCents: null } as const }, 'offer.reward.percent', 'outside_limits'],
  [{ regions: [] }, 'audience.regions', 'missing'],
  [{ spend: null }, 'audience.spend', 'outside_limits'],
  [{ channels: [] }, 'channels', 'missing'],
  [{ endsOn: '2026-08-29' }, 'schedule.endsOn', 'flight_length'],
])('the finding of %j stands at its field', (changes, path, code) => {
  expect(findingsOf(completeContent(changes), MARKET).at(path)).toMatchObject([{ code }]);
});

test('a text that names the criterion is found where it stands', () => {
  const creative = { nl: { title: 'Voor jou', shortText: 'Omdat je veel planten kocht', longText: 'Kom langs.', terms: 'Geen.' } };
  expect(findingsOf(completeContent({ creative }), MARKET).at('creative.nl.shortText')).toMatchObject([
    { code: 'criterion_named', section: 'message' },
  ]);
});
