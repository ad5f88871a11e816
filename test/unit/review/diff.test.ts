import { describe, expect, test } from 'vitest';
import type { Audience } from '#shared/audience/audience.ts';
import { contentFields, diffContents } from '#shared/review/diff.ts';
import { aContent } from '../../fixtures/campaign-content.ts';

describe('the difference between two revisions', () => {
  test('equal contents differ in nothing, whatever the order of their conditions', () => {
    const content = aContent();
    const turned = aContent({ audience: { ...content.audience, conditions: content.audience.conditions.toReversed() } });
    expect(diffContents(content, turned)).toEqual([]);
  });

  test('a changed, an added and a removed field are each one change by path', () => {
    const before = aContent();
    const after = aContent({
      offer: { ...before.offer, reward: { template: 'flat_amount', amountCents: 1_000 } },
      budgetCents: 2_000_000,
    });
    expect(diffContents(before, after)).toEqual([
      { path: 'offer.reward.template', before: '"percent"', after: '"flat_amount"' },
      { path: 'offer.reward.amountCents', after: '1000' },
      { path: 'budgetCents', before: '1500000', after: '2000000' },
      { path: 'offer.reward.percent', before: '10' },
    ]);
  });

  test('the audience is compared by its parts and a list of regions as a whole', () => {
    const before = aContent();
    const after = aContent({
      audience: {
        format: 'florin-audience/1',
        conditions: [{ kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 1, to: 4 } }],
      },
    });
    expect(diffContents(before, after)).toEqual([
      { path: 'audience.spend.bands', before: '{"from":2,"to":4}', after: '{"from":1,"to":4}' },
      { path: 'audience.regions', before: '["oost","west","zuid"]' },
    ]);
  });

  const GARDEN = { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } } as const;
  const TOYS = { kind: 'spend', category: 'toys', window: '2025-summer', bands: { from: 1, to: 2 } } as const;
  const withRule = (...conditions: Audience['conditions']) => aContent({ audience: { format: 'florin-audience/1', conditions } });

  test('a second category, a relationship and visits are fields of their own', () => {
    const visits = { kind: 'visits', category: 'toys', window: '2025-summer', visits: { from: 1, to: 3 } } as const;
    expect(diffContents(withRule(GARDEN), withRule(GARDEN, TOYS, { kind: 'relationship', relation: 'new' }, visits))).toEqual([
      { path: 'audience.second.category', after: '"toys"' },
      { path: 'audience.second.window', after: '"2025-summer"' },
      { path: 'audience.second.bands', after: '{"from":1,"to":2}' },
      { path: 'audience.relationship', after: '"new"' },
      { path: 'audience.visits.category', after: '"toys"' },
      { path: 'audience.visits.window', after: '"2025-summer"' },
      { path: 'audience.visits.visits', after: '{"from":1,"to":3}' },
    ]);
  });

  test('two spend conditions that change places are no change, and the one that changed is told from the one that stayed', () => {
    expect(diffContents(withRule(GARDEN, TOYS), withRule(TOYS, GARDEN))).toEqual([]);
    expect(diffContents(withRule(GARDEN, TOYS), withRule({ ...TOYS, bands: { from: 0, to: 2 } }, GARDEN))).toEqual([
      { path: 'audience.second.bands', before: '{"from":1,"to":2}', after: '{"from":0,"to":2}' },
    ]);
  });

  test('every field of a content has a path, the format has none', () => {
    const paths = [...contentFields(aContent()).keys()];
    expect(paths).toContain('creative.nl.shortText');
    expect(paths).toContain('offer.declarations.alcohol');
    expect(paths.some((path) => path.includes('format'))).toBe(false);
  });
});
