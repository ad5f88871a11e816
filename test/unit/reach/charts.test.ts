import { describe, expect, test } from 'vitest';
import { bandHistogram, monthCurve, seasonShare } from '#shared/reach/charts.ts';
import { aRelease } from '../../builders/a-release.ts';

const YEAR = [
  '2025-03',
  '2025-04',
  '2025-05',
  '2025-06',
  '2025-07',
  '2025-08',
  '2025-09',
  '2025-10',
  '2025-11',
  '2025-12',
  '2026-01',
  '2026-02',
];
/** 100 customers per band in a month, 160 in March to May. */
const months = YEAR.map((month) => aRelease(month, () => (['03', '04', '05'].includes(month.slice(5)) ? 160 : 100)));

describe('band histogram', () => {
  test('has a bar per band with its lower edge and interval', () => {
    const bars = bandHistogram(months, 'garden', '2025-07');
    expect(bars.map(({ band, from, value }) => [band, from, Math.round(value.estimate)])).toEqual([
      [0, 0, 100],
      [1, 50, 100],
      [2, 100, 100],
      [3, 150, 100],
      [4, 250, 100],
    ]);
    expect(bars[0]?.value.sd).toBeCloseTo(Math.sqrt(432), 8);
  });

  test('every bar carries its receipt and the interval that holds for all five bars at once', () => {
    const [bar] = bandHistogram(months, 'garden', '2025-07');
    expect(bar?.together).toBeCloseTo(2.5688 * Math.sqrt(432), 2);
    expect(bar?.sources).toMatchObject([
      {
        kind: 'release',
        id: 'test-2025-07',
        tables: ['month-category-band'],
        rho: '1/144',
        shareOfYearlyCap: '1/72',
        categoriesPerCustomer: 6,
      },
    ]);
  });

  test('is empty where the window is not released or cannot answer', () => {
    expect(bandHistogram(months, 'garden', '2025-spring')).toEqual([]);
    expect(bandHistogram(months, 'garden', '2025-07', ['oost'])).toEqual([]);
  });
});

describe('month curve', () => {
  test('every point carries its receipt and the interval that holds for all twelve months at once', () => {
    const curve = monthCurve(months, 'garden', { from: 2, to: 4 });
    expect(curve[3]?.point?.together).toBeCloseTo(2.8578 * Math.sqrt(3 * 432), 2);
    expect(curve.map(({ point }) => point?.sources[0]?.id)).toEqual(YEAR.map((month) => `test-${month}`));
  });

  test('holds the twelve months up to the newest release, with gaps where a month is missing', () => {
    const curve = monthCurve(
      months.filter((release) => release.window !== '2025-08'),
      'garden',
      { from: 2, to: 4 },
    );
    expect(curve.map(({ month }) => month)).toEqual(YEAR);
    expect(curve.map(({ point }) => (point === null ? null : Math.round(point.value.estimate)))).toEqual([
      480,
      480,
      480,
      300,
      300,
      null,
      300,
      300,
      300,
      300,
      300,
      300,
    ]);
  });

  test('is empty without a month', () => {
    expect(monthCurve([], 'garden')).toEqual([]);
  });
});

describe('share of a season', () => {
  test('is the share of the year’s customer-months with the interval of the ratio', () => {
    const share = seasonShare(months, 'garden', undefined, 'spring');
    expect(share?.share).toBeCloseTo(480 / 1_380, 10);
    const [p, total, variance] = [480 / 1_380, 5 * 1_380, 5 * 432];
    expect(share?.halfWidth).toBeCloseTo((1.96 * Math.sqrt(3 * variance * (1 - p) ** 2 + 9 * variance * p ** 2)) / total, 10);
  });

  test('the four seasons add up to one', () => {
    const shares = (['spring', 'summer', 'autumn', 'winter'] as const).map(
      (season) => seasonShare(months, 'garden', { from: 1, to: 3 }, season)?.share ?? 0,
    );
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
  });

  test('is not given while a month is missing', () => {
    expect(seasonShare(months.slice(1), 'garden', undefined, 'spring')).toBeUndefined();
  });
});
