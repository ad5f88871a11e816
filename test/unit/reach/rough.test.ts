import { describe, expect, test } from 'vitest';
import type { Audience, Condition } from '#shared/audience/audience.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { Release } from '#shared/reach/release.ts';
import { aRelease, aSlice, type CellCount, PILOT_SHAPE } from '../../builders/a-release.ts';

const spend = (category: string, window: string, from = 2, to = 4): Condition => ({ kind: 'spend', category, window, bands: { from, to } });
const rule = (...conditions: readonly Condition[]): Audience => ({ format: 'florin-audience/1', conditions: [...conditions] });
/** 1,600 customers, 25 in each of the 64 cells of the population; 480 garden customers in each band of a window, 120 in each region. */
const market: CellCount = (_, table) =>
  table.dimensions.includes('channels') ? 25 : table.dimensions.includes('region') ? 120 : table.dimensions.includes('pair') ? 300 : 480;
const releases = [aRelease('2025-03', market), aRelease('2025-spring', market), aRelease('2025-summer', market)];
const rough = (audience: Audience, shelf: readonly Release[] = releases) => {
  const reach = computeReach({ releases: shelf, audience, channels: ['app_feed', 'push', 'email', 'letter'], holdoutPercent: 0 });
  if (reach.kind !== 'rough') throw new Error(reach.kind);
  return reach;
};

describe('bounds', () => {
  test('two windows: from ΣAᵢ − N to the smaller Aᵢ, each end widened by its own error', () => {
    // March: 3 bands of 480 with σ² 432. Spring: 3 bands, exact variance 199.4. N = 1,600 of 64 cells with σ² 100.
    const reach = rough(rule(spend('garden', '2025-03'), spend('garden', '2025-spring')));
    expect(reach.reason).toBe('two_windows');
    const springVariance = (27.6787 / 1.96) ** 2;
    const lower = 1_440 + 1_440 - 1_600;
    expect(reach.segment.low).toBe(Math.floor(lower - 1.96 * Math.sqrt(3 * 432 + springVariance + 64 * 100)));
    // The smallest of two estimates needs the one-sided point of 1.25 %, 2.2414.
    expect(reach.segment.high).toBe(Math.ceil(1_440 + 2.2414 * Math.sqrt(springVariance)));
  });

  test('a month with regions: at most the month and at most the regions’ customers', () => {
    const reach = rough(rule(spend('garden', '2025-03'), { kind: 'regions', regions: ['oost'] }));
    // N_R = 400 of 16 cells; A = 1,440: at least 1,440 + 400 − 1,600.
    expect(reach.segment.high).toBe(Math.ceil(400 + 2.2414 * Math.sqrt(16 * 100)));
    expect(reach.segment.low).toBe(Math.max(0, Math.floor(240 - 1.96 * Math.sqrt(3 * 432 + 48 * 100))));
    expect(reach.receipt.sources.map(({ id, tables }) => [id, tables])).toEqual([
      ['test-2025-03', ['month-category-band']],
      ['test-2025-spring', ['season-population']],
    ]);
    expect(reach.receipt.rho).toBe('69/800');
  });

  test('a relationship with regions: at most the relationship, at most the segment in these regions', () => {
    const slice = aSlice('2025-spring', () => 60);
    const audience = rule(
      spend('garden', '2025-spring'),
      { kind: 'relationship', relation: 'loyal' },
      { kind: 'regions', regions: ['oost'] },
    );
    const reach = rough(audience, [...releases, slice]);
    expect(reach.reason).toBe('relationship_and_regions');
    expect(reach.segment.high).toBe(Math.ceil(180 + 2.2414 * Math.sqrt(2_400)));
    expect(reach.segment.low).toBe(0);
    expect(reach.receipt.sources.map(({ id }) => id)).toEqual(['test-slice-2025-spring', 'test-2025-spring']);
    expect(reach.receipt.sources[0]).toMatchObject({ merchantsPerCustomer: 10, tables: ['season-relationship-band'] });
  });

  test('a table of pairs narrows the upper end of three conditions', () => {
    const pair = rule(spend('garden', '2025-spring'), spend('category-3', '2025-spring'), {
      kind: 'regions',
      regions: ['oost', 'west', 'zuid'],
    });
    const reach = rough(pair);
    expect(reach.reason).toBe('many_conditions');
    expect(reach.segment.high).toBe(Math.ceil(300 + 2.394 * 20));
  });

  test('without a population table the lower end is 0; what is delivered lies within the segment', () => {
    const bare = releases.map((release) => ({
      ...release,
      tables: release.tables.filter((table) => !table.dimensions.includes('channels')),
    }));
    const reach = rough(rule(spend('garden', '2025-03'), spend('garden', '2025-spring')), bare);
    expect(reach.segment.low).toBe(0);
    expect(reach.deliverable.high).toBeLessThanOrEqual(reach.segment.high);
    expect(reach.receipt.channelRate).toBeNull();
  });
});

describe('rules that nobody or nothing answers', () => {
  const reasonOf = (audience: Audience, shelf: readonly Release[] = releases) => {
    const reach = computeReach({ releases: shelf, audience, channels: ['push'], holdoutPercent: 10 });
    return reach.kind === 'not_answerable' ? reach.reason : reach.kind;
  };

  test('conditions that exclude each other are contradictory; those that overlap are one', () => {
    expect(reasonOf(rule(spend('garden', '2025-spring', 0, 1), spend('garden', '2025-spring', 2, 4)))).toBe('contradictory');
    expect(reasonOf(rule(spend('garden', '2025-spring', 0, 3), spend('garden', '2025-spring', 2, 4)))).toBe('answered');
  });

  test('a relationship without the slice of its season and category has none', () => {
    const audience = rule(spend('garden', '2025-spring'), { kind: 'relationship', relation: 'new' });
    expect(reasonOf(audience)).toBe('no_slice');
    expect(reasonOf(audience, [...releases, aSlice('2025-summer', () => 60)])).toBe('no_slice');
    expect(reasonOf(audience, [...releases, aSlice('2025-spring', () => 60)])).toBe('answered');
  });

  test('names that the market does not have, in any condition, and windows that are not released', () => {
    expect(reasonOf(rule(spend('garden', '2025-spring'), spend('moss', '2025-spring')))).toBe('unknown_category');
    expect(reasonOf(rule(spend('garden', '2025-spring'), spend('category-3', '2025-spring', 2, 5)))).toBe('unknown_band');
    expect(
      reasonOf(rule(spend('garden', '2025-spring'), { kind: 'visits', category: 'moss', window: '2025-03', visits: { from: 0, to: 1 } })),
    ).toBe('unknown_category');
    expect(reasonOf(rule(spend('garden', '2025-spring'), spend('garden', '2025-autumn')))).toBe('window_not_released');
  });
});

test('a correction replaces its tables and the sums of them, and the rest of the first release stands', () => {
  const wrong = aRelease('2025-spring', market);
  const shape = { ...PILOT_SHAPE, season: PILOT_SHAPE.season.filter((table) => table.id === 'season-category-band-region') };
  const corrected: Release = {
    ...aRelease('2025-spring', () => 200, shape),
    id: 'test-2025-spring-corrected',
    corrects: wrong.id,
    publishedAt: '2026-03-20T08:00:00.000Z',
  };
  for (const shelf of [
    [wrong, corrected],
    [corrected, wrong],
  ]) {
    const audience = rule(spend('garden', '2025-spring'), { kind: 'regions', regions: ['oost'] });
    const reach = computeReach({ releases: shelf, audience, channels: ['push'], holdoutPercent: 10 });
    if (reach.kind !== 'answered') throw new Error(reach.kind);
    // 360 before the correction; the wrong 1,440 of the four regions together would pull it down from 600.
    expect(reach.segment.estimate).toBeCloseTo(600, 9);
    expect(reach.receipt.sources.map(({ id, tables }) => [id, tables])).toEqual([
      ['test-2025-spring-corrected', ['season-category-band-region']],
    ]);
    expect(reach.receipt.channelRateReleaseId).toBe('test-2025-spring');
    const everywhere = computeReach({
      releases: shelf,
      audience: rule(spend('garden', '2025-spring')),
      channels: ['push'],
      holdoutPercent: 10,
    });
    expect(everywhere).toMatchObject({ kind: 'answered', segment: { estimate: 2_400 } });
    const pair = rule(spend('garden', '2025-spring'), spend('category-1', '2025-spring'));
    const both = computeReach({ releases: shelf, audience: pair, channels: ['push'], holdoutPercent: 10 });
    expect(both).toMatchObject({ kind: 'answered', segment: { estimate: 300 } });
  }
});
