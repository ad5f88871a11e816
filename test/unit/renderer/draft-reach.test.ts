import { expect, test } from 'vitest';
import { releasesOf } from '../../../renderer/data/shelf.ts';
import { helpfulChanges, reachOfDraft } from '../../../renderer/merchant/designer/reach.ts';
import { completeContent } from './support/drafts.ts';
import { EDITOR, MARKET } from './support/market.ts';
import { aShelf } from './support/releases.ts';

const published = { releases: releasesOf(aShelf()), quotes: [] };
const of = (changes: Parameters<typeof completeContent>[0] = {}) => reachOfDraft(completeContent(changes), published, MARKET, EDITOR);

test('a season with regions is answered, with cost that includes the bank’s fee', () => {
  const reach = of();
  if (reach.kind !== 'answered') throw new Error(reach.kind);
  expect(reach.reach.meetsMinimum).toBe(true);
  const upper = Math.ceil(reach.reach.deliverable.estimate + reach.reach.deliverable.halfWidth);
  expect(reach.forecast?.worstCaseCents).toBe(upper * (2_000 + 150));
  expect(reach.forecast?.budgetCents).toBe(1_500_000);
});

test('a month with some of the regions is rough and names the season that is not', () => {
  const spend = { kind: 'spend', category: 'garden', window: '2025-04', bands: { from: 2, to: 4 } } as const;
  expect(of({ spend })).toMatchObject({ kind: 'rough', reach: { reason: 'regions_of_a_month' }, seasonInstead: '2025-spring' });
  expect(of({ spend, regions: MARKET.regions.map((region) => region.id) }).kind).toBe('answered');
});

test('without an offer there is reach but no cost; without regions or channels there is no reach', () => {
  const open = of({ minimumSpendCents: null });
  expect(open).toMatchObject({ kind: 'answered', forecast: undefined });
  expect(of({ regions: [] })).toEqual({ kind: 'incomplete', missing: 'regions' });
  expect(of({ channels: [] })).toEqual({ kind: 'incomplete', missing: 'channels' });
  expect(reachOfDraft(completeContent(), { releases: [], quotes: [] }, MARKET, EDITOR)).toEqual({ kind: 'no_release' });
});

test('in a small market the same audience reads fewer than L', () => {
  const small = { releases: releasesOf(aShelf(300)), quotes: [] };
  const reach = reachOfDraft(completeContent({ regions: ['oost'] }), small, MARKET, EDITOR);
  if (reach.kind !== 'answered') throw new Error(reach.kind);
  expect(reach.reach.shownDeliverable.kind).toBe('suppressed');
  expect(reach.reach.meetsMinimum).toBe(false);
});

test('the changes that would help most are the largest ones, each really adding what it says', () => {
  const [first, second, ...more] = helpfulChanges(completeContent(), published, MARKET);
  expect(more).toEqual([]);
  if (first === undefined || second === undefined) throw new Error('two changes expected');
  expect(first.addedCustomers).toBeGreaterThanOrEqual(second.addedCustomers);
  expect(new Set([first.id, second.id])).toEqual(new Set(['noord', '1']));
  const before = of();
  const after = of(first.change);
  if (before.kind !== 'answered' || after.kind !== 'answered') throw new Error('answered expected');
  expect(Math.round(after.reach.deliverable.estimate - before.reach.deliverable.estimate)).toBe(first.addedCustomers);
});
