import { describe, expect, test } from 'vitest';
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

  test('every field of a content has a path, the format has none', () => {
    const paths = [...contentFields(aContent()).keys()];
    expect(paths).toContain('creative.nl.shortText');
    expect(paths).toContain('offer.declarations.alcohol');
    expect(paths.some((path) => path.includes('format'))).toBe(false);
  });
});
