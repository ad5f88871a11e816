import { describe, expect, test } from 'vitest';
import { estimateSegment } from '#shared/reach/estimator.ts';
import { estimatePair } from '#shared/reach/pairs.ts';
import { estimateRelation } from '#shared/reach/relation.ts';
import type { Release } from '#shared/reach/release.ts';
import { pairIndex } from '#shared/reach/table-sizes.ts';
import { aRelease, aSlice, type MarketShape, PILOT_SHAPE, SCALE_SHAPE, STRICT_SHAPE } from '../../builders/a-release.ts';
import { generalisedLeastSquares, type Measurement } from '../../support/least-squares.ts';
import { seededUniform } from '../../support/seeded-bits.ts';

const SETS: Readonly<Record<string, MarketShape>> = { pilot: PILOT_SHAPE, scale: SCALE_SHAPE, strict: STRICT_SHAPE };
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Every measured cell of a category, as a sum of band × region cells. */
function measurementsOf(release: Release, category: number, regionCount: number): readonly Measurement[] {
  return release.tables
    .filter((table) => table.dimensions.includes('category'))
    .flatMap((table) => {
      const bandCount = table.sizes[1] ?? 1;
      const byRegion = table.dimensions.includes('region');
      const width = byRegion ? regionCount : 1;
      const variance = Number(table.sigma2);
      return range(0, bandCount * width - 1).map((cell): Measurement => {
        const value = table.counts[category * bandCount * width + cell] ?? 0;
        const cells = byRegion ? [cell] : range(0, regionCount - 1).map((region) => cell * regionCount + region);
        return { cells, value, variance };
      });
    });
}

describe('every question about one category equals brute-force generalised least squares', () => {
  for (const [name, shape] of Object.entries(SETS))
    for (const window of ['2025-03', '2025-spring'])
      test(`${name}, ${window}`, () => {
        const uniform = seededUniform(41);
        const release = aRelease(window, () => Math.round(uniform() * 500 - 100), shape);
        const [bands, regions] = [shape.bandEdges.length, shape.regions.length];
        const byRegion = release.tables.some((table) => table.dimensions.includes('region') && table.dimensions.includes('category'));
        // Without a regional table the regions of a band are one cell.
        const width = byRegion ? regions : 1;
        const measurements = measurementsOf(release, 2, width);
        for (let from = 0; from < bands; from += 1)
          for (let to = from; to < bands; to += 1)
            for (const chosen of subsetsOf(width, uniform)) {
              const cells = range(from, to).flatMap((band) => chosen.map((region) => band * width + region));
              const expected = generalisedLeastSquares(bands * width, measurements, cells);
              const query = {
                category: shape.categories[2] ?? '',
                bands: { from, to },
                regions: byRegion ? chosen.map((region) => shape.regions[region] ?? '') : undefined,
              };
              const found = estimateSegment(release, query);
              if (found.kind === 'refused') throw new Error(found.reason);
              expect(found.value.estimate).toBeCloseTo(expected.estimate, 6);
              expect(found.value.sd ** 2).toBeCloseTo(expected.variance, 6);
            }
      });

  /** Every set of up to four regions of the pilot; one set of every size of the twelve provinces (the variance depends on the size alone). */
  function subsetsOf(count: number, uniform: () => number): readonly (readonly number[])[] {
    if (count <= 4) return range(1, 2 ** count - 1).map((bits) => range(0, count - 1).filter((region) => (bits >> region) & 1));
    return [1, 2, 5, 11, 12].map((size) =>
      range(0, count - 1)
        .map((region) => ({ region, order: uniform() }))
        .sort((left, right) => left.order - right.order)
        .slice(0, size)
        .map(({ region }) => region)
        .sort((left, right) => left - right),
    );
  }
});

describe('a merchant’s slice', () => {
  for (const [name, shape] of Object.entries(SETS))
    test(`${name}: every relationship and run of bands equals generalised least squares over season tables and slice`, () => {
      const uniform = seededUniform(43);
      const noisy = () => Math.round(uniform() * 500 - 100);
      const release = aRelease('2025-spring', noisy, { ...shape, regions: shape.regions.slice(0, 3) });
      const slice = aSlice('2025-spring', noisy, shape);
      const [bands, regions] = [shape.bandEdges.length, 3];
      // Cells: relationship (lapsed, loyal, new) × band × region.
      const cell = (relation: number, band: number, region: number) => (relation * bands + band) * regions + region;
      const [table] = slice.tables;
      const measurements: Measurement[] = [
        ...measurementsOf(release, 0, regions).map((measurement) => ({
          ...measurement,
          cells: [0, 1, 2].flatMap((relation) => measurement.cells.map((index) => relation * bands * regions + index)),
        })),
        ...range(0, 2 * bands - 1).map((index) => ({
          cells: range(0, regions - 1).map((region) => cell(Math.floor(index / bands), index % bands, region)),
          value: table?.counts[index] ?? 0,
          variance: Number(table?.sigma2),
        })),
      ];
      const relations = { lapsed: [0], loyal: [1], new: [2], not_lapsed: [1, 2], not_loyal: [0, 2] } as const;
      for (const relation of ['lapsed', 'loyal', 'new', 'not_lapsed', 'not_loyal'] as const)
        for (const [from, to] of [
          [0, 0],
          [1, 3],
          [2, bands - 1],
          [0, bands - 1],
        ] as const) {
          const cells = relations[relation].flatMap((index) =>
            range(from, to).flatMap((band) => range(0, regions - 1).map((region) => cell(index, band, region))),
          );
          const expected = generalisedLeastSquares(3 * bands * regions, measurements, cells);
          const found = estimateRelation(release, slice, { category: 'garden', bands: { from, to }, relation });
          if (found.kind === 'refused') throw new Error(found.reason);
          expect(found.value.estimate, relation).toBeCloseTo(expected.estimate, 6);
          expect(found.value.sd ** 2, relation).toBeCloseTo(expected.variance, 6);
        }
    });

  const release = aRelease('2025-spring', () => 90);
  const slice = aSlice('2025-spring', ({ relationship }) => (relationship === 0 ? 12 : 31));
  const bands = { from: 2, to: 4 };
  const of = (relation: 'new' | 'lapsed' | 'loyal' | 'not_lapsed' | 'not_loyal') => {
    const answer = estimateRelation(release, slice, { category: 'garden', bands, relation });
    if (answer.kind === 'refused') throw new Error(answer.reason);
    return answer;
  };

  test('new, lapsed and loyal add up to the segment exactly, and so do a relationship and its opposite', () => {
    const whole = estimateSegment(release, { category: 'garden', bands });
    if (whole.kind === 'refused') throw new Error(whole.reason);
    const sum = (...relations: readonly Parameters<typeof of>[0][]) =>
      relations.reduce((total, relation) => total + of(relation).value.estimate, 0);
    expect(sum('new', 'lapsed', 'loyal')).toBeCloseTo(whole.value.estimate, 9);
    expect(sum('lapsed', 'not_lapsed')).toBeCloseTo(whole.value.estimate, 9);
    expect(sum('loyal', 'not_loyal')).toBeCloseTo(whole.value.estimate, 9);
    expect(of('lapsed').value.estimate).toBe(36);
  });

  test('pilot, upper three bands: lapsed and loyal are ± 96, new is ± 139', () => {
    expect(Math.round(of('lapsed').value.halfWidth)).toBe(96);
    expect(Math.round(of('loyal').value.halfWidth)).toBe(96);
    expect(Math.round(of('new').value.halfWidth)).toBe(139);
  });

  test('lapsed and loyal read the slice alone; differences read the season’s tables as well', () => {
    expect(of('loyal').tables).toEqual([]);
    expect(of('new').tables).toEqual(['season-category-band', 'season-category-band-region']);
    expect(of('new').sliceTables).toEqual(['season-relationship-band']);
  });

  test('another category than the merchant’s own, or no slice, has no answer', () => {
    const query = { category: 'category-1', bands, relation: 'lapsed' } as const;
    expect(estimateRelation(release, slice, query)).toEqual({ kind: 'refused', reason: 'no_slice' });
    expect(estimateRelation(release, undefined, { ...query, category: 'garden' })).toEqual({ kind: 'refused', reason: 'no_slice' });
  });
});

describe('two categories at the pair cut', () => {
  // A cell that tells pair and levels apart.
  const release = aRelease('2025-spring', (cell, table) =>
    table.dimensions.includes('pair') ? 1_000 * cell.pair + 10 * cell.first_level + cell.second_level : 50,
  );
  const low = { from: 0, to: 1 };
  const high = { from: 2, to: 4 };
  const all = { from: 0, to: 4 };
  const pair = 1_000 * pairIndex(12, 1, 4);
  const of = (first: typeof low, second: typeof low) =>
    estimatePair(release, { category: 'category-1', bands: first }, { category: 'category-4', bands: second });

  test('each of low, high and anything reads its cells, whichever category comes first', () => {
    expect(of(low, low)?.value.estimate).toBe(pair);
    expect(of(high, low)?.value.estimate).toBe(pair + 10);
    expect(of(low, high)?.value.estimate).toBe(pair + 1);
    expect(of(high, high)?.value.estimate).toBe(pair + 11);
    const swapped = estimatePair(release, { category: 'category-4', bands: high }, { category: 'category-1', bands: low });
    expect(swapped?.value.estimate).toBe(pair + 1);
  });

  test('a run over both levels is their exact sum, of 2 or 4 cells of noise', () => {
    const sum = (of(high, low)?.value.estimate ?? 0) + (of(high, high)?.value.estimate ?? 0);
    expect(of(high, all)?.value).toMatchObject({ estimate: sum, sd: Math.sqrt(800) });
    expect(of(all, all)?.value).toMatchObject({ estimate: 4 * pair + 22, sd: 40 });
  });

  test('a run that crosses the cut, the same category twice, or a release without pairs has no answer', () => {
    expect(of({ from: 1, to: 2 }, high)).toBeUndefined();
    expect(of({ from: 3, to: 4 }, high)).toBeUndefined();
    expect(estimatePair(release, { category: 'garden', bands: high }, { category: 'garden', bands: low })).toBeUndefined();
    const scale = aRelease('2025-spring', () => 50, SCALE_SHAPE);
    expect(
      estimatePair(scale, { category: 'category-1', bands: { from: 4, to: 7 } }, { category: 'category-4', bands: { from: 4, to: 7 } }),
    ).toBeUndefined();
  });
});

describe('the worked figures', () => {
  const value = (release: Release, bands: { from: number; to: number }, regions?: readonly string[]) => {
    const answer = estimateSegment(release, { category: 'garden', bands, regions });
    if (answer.kind === 'refused') throw new Error(answer.reason);
    return [Math.round(answer.value.estimate), Math.round(answer.value.halfWidth)];
  };

  test('pilot of 3,000, garden, spring, upper 3 bands: 360 ± 28', () => {
    const release = aRelease('2025-spring', ({ band }, table) => (band < 2 ? 100 : table.dimensions.includes('region') ? 30 : 120));
    expect(value(release, { from: 2, to: 4 })).toEqual([360, 28]);
  });

  test('scale of 1.26 million, garden, March, upper 4 bands: 68,040 ± 86, one province 5,670 ± 75', () => {
    // 17,010 customers in each of the four upper bands, 1,417.5 of them in each province: 1,417 and 1,418 in turn.
    const release = aRelease(
      '2025-03',
      ({ band, region }, table) => (band < 4 ? 500 : table.dimensions.includes('region') ? 1_417 + ((region + band) % 2) : 17_010),
      SCALE_SHAPE,
    );
    expect(value(release, { from: 4, to: 7 })).toEqual([68_040, 86]);
    expect(value(release, { from: 4, to: 7 }, ['province-3'])).toEqual([5_670, 75]);
  });
});
