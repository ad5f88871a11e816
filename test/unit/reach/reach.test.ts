import { describe, expect, test } from 'vitest';
import type { Audience } from '#shared/audience/audience.ts';
import { logUpperTail } from '#shared/reach/normal.ts';
import { computeReach, reachWaterfall, requiredEstimate } from '#shared/reach/reach.ts';
import type { Release } from '#shared/reach/release.ts';
import type { Reach, ReachInput } from '#shared/reach/types.ts';
import { aRelease, type CellCount } from '../../builders/a-release.ts';

const anAudience = (window: string, regions?: readonly string[]): Audience => ({
  format: 'florin-audience/1',
  conditions: [
    { kind: 'spend', category: 'garden', window, bands: { from: 2, to: 4 } },
    ...(regions === undefined ? [] : [{ kind: 'regions' as const, regions: [...regions] }]),
  ],
});
/** 10,000 customers, 2,500 a region, half of them reachable by push alone and half by nothing; 100 garden customers per band and region. */
const market: CellCount = ({ channels }, table) => {
  if (table.dimensions.includes('channels')) return channels === 0 || channels === 2 ? 1_250 : 0;
  return table.dimensions.includes('region') ? 100 : 400;
};
const spring = aRelease('2025-spring', market);
const march = aRelease('2025-03', market);
const reachOf = (change: Partial<ReachInput> = {}) =>
  computeReach({
    releases: [march, spring],
    audience: anAudience('2025-spring'),
    channels: ['push', 'email'],
    holdoutPercent: 10,
    ...change,
  });
const answered = (reach: Reach) => {
  if (reach.kind !== 'answered') throw new Error(reach.kind);
  return reach;
};

describe('the waterfall', () => {
  test('goes from the segment over channels and frequency cap to the deliverable customers', () => {
    const reach = answered(reachOf());
    expect(reach.segment.estimate).toBeCloseTo(1_200, 6);
    expect(reach.reachable.estimate).toBeCloseTo(600, 6);
    expect(reach.afterFrequencyCap.estimate).toBeCloseTo(522, 6);
    expect(reach.deliverable.estimate).toBeCloseTo(469.8, 6);
    expect(reach.holdout.estimate).toBeCloseTo(52.2, 6);
    expect(reachWaterfall(reach).map(({ step }) => step)).toEqual(['segment', 'reachable', 'after_frequency_cap', 'deliverable']);
  });

  test('the segment carries the exact variance of the release; deliverable holds channel rate, drift and draw as well', () => {
    const reach = answered(reachOf());
    expect(reach.segment.halfWidth).toBeCloseTo(27.68, 2);
    // Channel rate ½ of 10,000 in 64 cells of σ² 100, 32 of them reachable: variance 100·(32·0 + 64/4)/10⁸.
    const rateVariance = (100 * 16) / 1e8;
    const reachable = 0.25 * reach.segment.sd ** 2 + (1_200 ** 2 + reach.segment.sd ** 2) * rateVariance + (0.05 * 600) ** 2;
    expect(reach.reachable.sd ** 2).toBeCloseTo(reachable, 6);
    expect(reach.deliverable.sd ** 2).toBeCloseTo(reachable * (0.87 * 0.9) ** 2 + 522 * 0.09, 6);
  });

  test('only channels that were chosen count, and no holdout means that all are delivered', () => {
    expect(answered(reachOf({ channels: ['letter'] })).reachable.estimate).toBeCloseTo(0, 6);
    const whole = answered(reachOf({ holdoutPercent: 0 }));
    expect(whole.deliverable).toEqual(whole.afterFrequencyCap);
    expect(whole.holdout.estimate).toBe(0);
  });

  test('a region’s channel rate is that region’s own', () => {
    const uneven = aRelease('2025-spring', (cell, table) =>
      table.dimensions.includes('channels') && cell.region === 1 ? (cell.channels === 2 ? 2_500 : 0) : market(cell, table),
    );
    const reach = answered(reachOf({ releases: [uneven], audience: anAudience('2025-spring', ['oost']) }));
    expect(reach.reachable.estimate / reach.segment.estimate).toBeCloseTo(1, 6);
  });
});

describe('which release answers', () => {
  test('a month without regions is answered from the month table, with the channel rate of its season', () => {
    const reach = answered(reachOf({ audience: anAudience('2025-03') }));
    expect(reach.receipt).toMatchObject({
      releaseId: 'test-2025-03',
      tables: ['month-category-band'],
      channelRateReleaseId: 'test-2025-spring',
    });
    expect(reach.segment.estimate).toBeCloseTo(1_200, 6);
  });

  test('a month with regions has bounds only under the pilot’s tables', () => {
    expect(reachOf({ audience: anAudience('2025-03', ['oost']) })).toMatchObject({ kind: 'rough', reason: 'regions_of_a_month' });
  });

  test('a window that was not released is not answerable', () => {
    expect(reachOf({ audience: anAudience('2025-autumn') })).toEqual({ kind: 'not_answerable', reason: 'window_not_released' });
  });

  test('without any population table the segment is still answered and the deliverable number says how little is known', () => {
    const reach = answered(reachOf({ releases: [march], audience: anAudience('2025-03') }));
    expect(reach.shownSegment.kind).toBe('released');
    expect(reach.shownDeliverable.kind).toBe('suppressed');
    expect(reach.meetsMinimum).toBe(false);
    expect(reach.receipt.channelRateReleaseId).toBeNull();
  });

  test('the receipt names the charge as exact fractions and the contribution bound', () => {
    expect(answered(reachOf()).receipt).toMatchObject({ rho: '571/7200', shareOfYearlyCap: '571/3600', categoriesPerCustomer: 6 });
  });
});

describe('minimum and verdict', () => {
  const size = (perCell: number): Release =>
    aRelease('2025-spring', (cell, table) =>
      table.dimensions.includes('channels') ? market(cell, table) : table.dimensions.includes('region') ? perCell : 4 * perCell,
    );
  const reachAt = (perCell: number) => answered(reachOf({ releases: [size(perCell)] }));

  test('the minimum is met from minimum + 4.753 sd on', () => {
    const reach = reachAt(100);
    expect(Math.abs(reach.minimumRequired - (100 + 4.753 * reach.deliverable.sd))).toBeLessThanOrEqual(1);
    expect(reachAt(100).meetsMinimum).toBe(true);
    expect(reachAt(30).meetsMinimum).toBe(false);
  });

  test('a minimum of 50 at an sd of 20 is met from 145 on', () => {
    expect(requiredEstimate(50, 20)).toBe(145);
  });

  test('no smaller audience passes with a probability above 1e-6, at any sd', () => {
    for (const minimum of [50, 100, 1_000])
      for (let sd = 0.5; sd < 4_000; sd *= 1.07) {
        // Customers are whole: the largest audience below the minimum is minimum − 1.
        const chance = Math.exp(logUpperTail((requiredEstimate(minimum, sd) - (minimum - 1)) / sd));
        expect(chance, `minimum ${minimum}, sd ${sd}`).toBeLessThanOrEqual(1e-6);
      }
  });

  test('the words go from too narrow over narrow and balanced to broad', () => {
    expect([30, 60, 200, 500].map((perCell) => reachAt(perCell).verdict)).toEqual(['too_narrow', 'narrow', 'balanced', 'broad']);
  });
});

test('a call takes no more than a fifth of a millisecond', () => {
  for (let warmUp = 0; warmUp < 200; warmUp += 1) reachOf();
  const times = Array.from({ length: 400 }, () => {
    const from = performance.now();
    reachOf();
    return performance.now() - from;
  }).sort((left, right) => left - right);
  expect(times[200]).toBeLessThan(0.2);
});
