import { describe, expect, test } from 'vitest';
import { estimateSegment, type SegmentQuery } from '#shared/reach/estimator.ts';
import type { Release } from '#shared/reach/release.ts';
import { aRelease, type MarketShape, PILOT_SHAPE, SCALE_SHAPE } from '../../builders/a-release.ts';
import { generalisedLeastSquares, type Measurement } from '../../support/least-squares.ts';
import { seededUniform } from '../../support/seeded-bits.ts';

const value = (release: Release, query: SegmentQuery) => {
  const answer = estimateSegment(release, query);
  if (answer.kind === 'refused') throw new Error(answer.reason);
  return answer.value;
};

describe('the estimate equals brute-force generalised least squares', () => {
  const tables = {
    band: { id: 'band', dimensions: ['category', 'band'], sigma2: '72' },
    region: { id: 'region', dimensions: ['category', 'region'], sigma2: '101/3' },
    both: { id: 'both', dimensions: ['category', 'band', 'region'], sigma2: '216' },
    bothAgain: { id: 'both-again', dimensions: ['category', 'region', 'band'], sigma2: '400' },
  } as const;
  const BANDS = 4;
  const REGIONS = 3;
  const shapes = {
    'one full table': [tables.both],
    'a marginal and the full table': [tables.band, tables.both],
    'both marginals and the full table': [tables.band, tables.region, tables.both],
    'two full tables in different order': [tables.band, tables.both, tables.bothAgain],
  };
  for (const [name, specs] of Object.entries(shapes))
    test(name, () => {
      const shape: MarketShape = {
        ...PILOT_SHAPE,
        categories: ['toys', 'garden'],
        bandEdges: [0, 10, 20, 30],
        regions: ['a', 'b', 'c'],
        season: specs.map((spec) => ({ ...spec, dimensions: [...spec.dimensions] })),
      };
      const uniform = seededUniform(7);
      const release = aRelease('2025-spring', () => Math.round(uniform() * 400 - 100), shape);
      const measurements = release.tables.flatMap((table) => measurementsOf(table, 1));
      for (let from = 0; from < BANDS; from += 1)
        for (let to = from; to < BANDS; to += 1)
          for (let regions = 1; regions < 2 ** REGIONS; regions += 1) {
            const chosen = ['a', 'b', 'c'].filter((_, index) => (regions >> index) & 1);
            const cells = Array.from({ length: BANDS * REGIONS }, (_, cell) => cell).filter(
              (cell) => Math.floor(cell / REGIONS) >= from && Math.floor(cell / REGIONS) <= to && (regions >> (cell % REGIONS)) & 1,
            );
            const expected = generalisedLeastSquares(BANDS * REGIONS, measurements, cells);
            const found = value(release, { category: 'garden', bands: { from, to }, regions: chosen });
            expect(found.estimate).toBeCloseTo(expected.estimate, 6);
            expect(found.sd ** 2).toBeCloseTo(expected.variance, 6);
          }
    });

  /** Every cell of one category's slice, as a sum of band × region cells. */
  function measurementsOf(table: Release['tables'][number], category: number): Measurement[] {
    const [rows, columns] = [table.sizes[1] ?? 1, table.sizes[2] ?? 1];
    const [numerator = 1, denominator = 1] = table.sigma2.split('/').map(Number);
    return Array.from({ length: rows * columns }, (_, cell) => {
      const place = { [table.dimensions[1] ?? '']: Math.floor(cell / columns), [table.dimensions[2] ?? '']: cell % columns };
      const cells = Array.from({ length: BANDS * REGIONS }, (_, index) => index).filter(
        (index) =>
          (place['band'] === undefined || place['band'] === Math.floor(index / REGIONS)) &&
          (place['region'] === undefined || place['region'] === index % REGIONS),
      );
      return { cells, value: table.counts[category * rows * columns + cell] ?? 0, variance: numerator / denominator };
    });
  }
});

describe('the accuracy of the parameter sets', () => {
  const UPPER_BANDS = { pilot: { from: 2, to: 4 }, scale: { from: 4, to: 7 } };

  test('pilot: garden, spring, upper three bands is ± 28', () => {
    const release = aRelease('2025-spring', () => 30);
    expect(value(release, { category: 'garden', bands: UPPER_BANDS.pilot }).halfWidth).toBeCloseTo(27.68, 2);
  });

  test('scale: garden, March, upper four bands is ± 86, one province of it ± 75', () => {
    const release = aRelease('2025-03', () => 100, SCALE_SHAPE);
    expect(value(release, { category: 'garden', bands: UPPER_BANDS.scale }).halfWidth).toBeCloseTo(86.36, 2);
    expect(value(release, { category: 'garden', bands: UPPER_BANDS.scale, regions: ['province-3'] }).halfWidth).toBeCloseTo(75.41, 2);
  });

  test('all bands and all regions written out is the same question as none written', () => {
    const release = aRelease('2025-spring', ({ band, region }) => 7 * band + region);
    const all = value(release, { category: 'garden', bands: { from: 0, to: 4 }, regions: ['noord', 'oost', 'west', 'zuid'] });
    expect(all).toEqual(value(release, { category: 'garden' }));
  });
});

describe('consistency', () => {
  const uniform = seededUniform(3);
  const release = aRelease('2025-spring', () => Math.round(uniform() * 60 - 20));
  const estimate = (query: Omit<SegmentQuery, 'category'>) => value(release, { category: 'garden', ...query }).estimate;

  test('disjoint bands add up to their run, disjoint regions to their union', () => {
    const bands = [0, 1, 2, 3, 4].map((band) => estimate({ bands: { from: band, to: band } }));
    expect(bands.reduce((sum, part) => sum + part, 0)).toBeCloseTo(estimate({}), 8);
    const run = { from: 1, to: 3 };
    const regions = ['noord', 'oost', 'west', 'zuid'].map((region) => estimate({ bands: run, regions: [region] }));
    expect(regions.reduce((sum, part) => sum + part, 0)).toBeCloseTo(estimate({ bands: run }), 8);
  });

  test('negative cells are summed as they are, never cut to zero', () => {
    const negative = aRelease('2025-spring', () => -5);
    expect(value(negative, { category: 'garden', bands: { from: 0, to: 2 } }).estimate).toBeLessThan(0);
  });

  test('a table of another category does not move the estimate', () => {
    const base = aRelease('2025-spring', ({ category }) => (category === 0 ? 25 : 0));
    const other = aRelease('2025-spring', ({ category }) => (category === 0 ? 25 : 9_999));
    const query = { category: 'garden', bands: { from: 2, to: 4 }, regions: ['oost'] };
    expect(value(base, query)).toEqual(value(other, query));
  });
});

describe('what cannot be answered says why', () => {
  const month = aRelease('2025-03', () => 10);
  test.each([
    [{ category: 'garden', regions: ['oost'] }, 'shape_needs_other_tables'],
    [{ category: 'jewellery' }, 'unknown_category'],
    [{ category: 'garden', regions: ['atlantis'] }, 'unknown_region'],
    [{ category: 'garden', regions: [] }, 'unknown_region'],
    [{ category: 'garden', bands: { from: 0, to: 5 } }, 'unknown_band'],
  ] as const)('%o is refused: %s', (query, reason) => {
    expect(estimateSegment(month, query)).toEqual({ kind: 'refused', reason });
  });

  test('a month with every region is answered, since it restricts nothing', () => {
    expect(estimateSegment(month, { category: 'garden', regions: ['noord', 'oost', 'west', 'zuid'] }).kind).toBe('estimated');
  });
});
