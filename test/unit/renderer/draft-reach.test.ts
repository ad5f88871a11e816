import { expect, test } from 'vitest';
import { releasesOf } from '../../../renderer/data/shelf.ts';
import { helpfulChanges } from '../../../renderer/merchant/designer/helpful.ts';
import { reachOfDraft } from '../../../renderer/merchant/designer/reach.ts';
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

test('a month with some of the regions is rough, and its season is among the suggestions', () => {
  const spend = { kind: 'spend', category: 'garden', window: '2025-04', bands: { from: 2, to: 4 } } as const;
  expect(of({ spend })).toMatchObject({ kind: 'rough', reach: { reason: 'regions_of_a_month' } });
  expect(helpfulChanges(completeContent({ spend }), published, MARKET)).toContainEqual(expect.objectContaining({ id: '2025-spring' }));
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

test('the changes that would help most are the largest ones, one of a kind, each really leading to the reach it says', () => {
  const changes = helpfulChanges(completeContent(), published, MARKET);
  expect(changes.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(['band 1', 'region noord']);
  expect(changes.map(({ customers }) => customers)).toEqual(changes.map(({ customers }) => customers).sort((left, right) => right - left));
  const before = of();
  if (before.kind !== 'answered') throw new Error('answered expected');
  for (const change of changes) {
    const after = of(change.change);
    if (after.kind !== 'answered') throw new Error('answered expected');
    expect(after.reach.shownDeliverable).toEqual({ kind: 'released', customers: change.customers, halfWidth: change.halfWidth });
    expect(Math.round(after.reach.deliverable.estimate - before.reach.deliverable.estimate)).toBe(change.addedCustomers);
  }
});

test('another period is suggested where it clearly holds more customers, and nowhere else', () => {
  const windowsFor = (window: string) =>
    helpfulChanges(completeContent({ spend: { kind: 'spend', category: 'garden', window, bands: { from: 2, to: 4 } } }), published, MARKET)
      .filter(({ kind }) => kind === 'window')
      .map(({ id }) => id);
  expect(windowsFor('2025-summer')).toEqual(['2025-spring']);
  expect(windowsFor('2025-spring')).toEqual([]);
});

test('a rule with bounds alone is led to one that has a figure, by dropping a condition', () => {
  const secondSpend = { kind: 'spend', category: 'toys', window: '2025-summer', bands: { from: 1, to: 3 } } as const;
  expect(of({ secondSpend }).kind).toBe('rough');
  const [first] = helpfulChanges(completeContent({ secondSpend }), published, MARKET);
  expect(first).toMatchObject({ kind: 'condition', id: 'secondSpend', addedCustomers: undefined });
  expect(of(first?.change ?? {}).kind).toBe('answered');
});

test('no suggestion takes a shape that only a quote answers, or a figure that may not be shown', () => {
  const small = { releases: releasesOf(aShelf(300)), quotes: [] };
  for (const change of helpfulChanges(completeContent({ regions: ['oost'] }), small, MARKET)) {
    const reach = reachOfDraft(completeContent({ ...change.change }), small, MARKET, EDITOR);
    expect(reach.kind === 'answered' && reach.reach.shownDeliverable.kind).toBe('released');
  }
});
