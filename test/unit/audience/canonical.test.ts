import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Audience, type Condition } from '#shared/audience/audience.ts';
import { canonicalAudience } from '#shared/audience/canonical.ts';

const ORDER = {
  categories: ['garden', 'toys', 'books'].map((id) => ({ id, bandCount: 5 })),
  regions: ['noord', 'oost', 'west', 'zuid'],
};
const spend = (category: string, from: number, to: number, window = '2025-spring'): Condition => ({
  kind: 'spend',
  category,
  window,
  bands: { from, to },
});
const rule = (...conditions: Condition[]): Audience => ({ format: 'florin-audience/1', conditions });
const canonical = (...conditions: Condition[]) => canonicalAudience(Audience.parse(rule(...conditions)), ORDER);

describe('one rule has one spelling', () => {
  test('whatever the order of conditions, regions and repeats', () => {
    const expected = rule(spend('garden', 2, 4), spend('toys', 0, 2), { kind: 'regions', regions: ['oost', 'zuid'] });
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.shuffledSubarray(['oost', 'zuid'], { minLength: 2 }),
        fc.boolean(),
        (order, regions, repeat) => {
          const conditions = [
            spend('toys', 0, 2),
            spend('garden', 2, 4),
            { kind: 'regions' as const, regions: repeat ? [...regions, ...regions] : regions },
          ];
          expect(canonical(...order.flatMap((index) => conditions[index] ?? []))).toEqual(expected);
        },
      ),
    );
  });

  test('all regions, any relationship and a full run of visits say nothing', () => {
    expect(
      canonical(
        { kind: 'relationship', relation: 'any' },
        { kind: 'regions', regions: ['zuid', 'west', 'oost', 'noord'] },
        spend('garden', 1, 3),
        { kind: 'visits', category: 'garden', window: '2025-spring', visits: { from: 0, to: 3 } },
      ),
    ).toEqual(rule(spend('garden', 1, 3)));
  });

  test('two runs of one category and window are the bands that both allow', () => {
    expect(canonical(spend('garden', 1, 4), spend('garden', 0, 2))).toEqual(rule(spend('garden', 1, 2)));
    expect(canonical(spend('garden', 0, 1), spend('garden', 3, 4))).toBeUndefined();
    expect(canonical(spend('garden', 0, 1, '2025-03'), spend('garden', 3, 4, '2025-04'))).toBeDefined();
  });

  test('visits in another category stay', () => {
    const visits: Condition = { kind: 'visits', category: 'toys', window: '2025-spring', visits: { from: 0, to: 3 } };
    expect(canonical(visits, spend('garden', 1, 3))).toEqual(rule(spend('garden', 1, 3), visits));
  });

  test('a rule that means something else has another spelling', () => {
    const spellings = [
      canonical(spend('garden', 1, 3)),
      canonical(spend('garden', 1, 4)),
      canonical(spend('garden', 1, 3, '2025-03')),
      canonical(spend('toys', 1, 3)),
      canonical(spend('garden', 1, 3), { kind: 'relationship', relation: 'lapsed' }),
      canonical(spend('garden', 1, 3), { kind: 'relationship', relation: 'not_lapsed' }),
      canonical(spend('garden', 1, 3), { kind: 'regions', regions: ['noord'] }),
    ];
    expect(new Set(spellings.map((each) => JSON.stringify(each))).size).toBe(spellings.length);
  });

  test('what the market does not have has no spelling', () => {
    expect(canonical(spend('cars', 0, 1))).toBeUndefined();
    expect(canonical(spend('garden', 0, 5))).toBeUndefined();
    expect(canonical(spend('garden', 0, 1), { kind: 'regions', regions: ['atlantis'] })).toBeUndefined();
  });
});

test.each([
  [[], /conditions/],
  [[{ kind: 'regions', regions: ['oost'] }], /at least one spend condition/],
  [[spend('a', 0, 1), spend('b', 0, 1), spend('c', 0, 1)], /at most 2 spend/],
  [[spend('a', 0, 1, '2025-03'), { kind: 'relationship', relation: 'new' }], /over a season/],
  [[spend('a', 2, 1)], /ends before it begins/],
  [[spend('a', 0, 1), { kind: 'age', bands: [1] }], /kind/],
])('a rule outside the grammar is refused: %j', (conditions, problem) => {
  const parsed = Audience.safeParse({ format: 'florin-audience/1', conditions });
  expect(parsed.success).toBe(false);
  expect(JSON.stringify(parsed.error?.issues)).toMatch(problem);
});
