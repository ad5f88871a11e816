import { describe, expect, test } from 'vitest';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import { parseFraction } from '#shared/fraction.ts';
import { estimateSegment } from '#shared/reach/estimator.ts';
import { estimatePair } from '#shared/reach/pairs.ts';
import { estimateRelation } from '#shared/reach/relation.ts';
import type { Release } from '#shared/reach/release.ts';
import type { Estimate } from '#shared/reach/types.ts';
import { aRelease, aSlice } from '../builders/a-release.ts';
import { bitsOf, runsOf } from '../support/nightly.ts';

const RELEASES = runsOf(2_000, 8_000);
const BANDS = { from: 2, to: 4 };
const REGIONS = ['noord', 'oost', 'west'];
const SELECTED_CELLS = 9;
const SHAPE_REGIONS = 4;

/** Some whole customers spread evenly over a number of cells. */
const share = (truth: number, cells: number, index: number) => Math.floor(truth / cells) + (index < truth % cells ? 1 : 0);

/** Garden customers whose upper three bands in three regions hold `truth`; every other cell holds a few. Marginals are the sums of the cells. */
function exactRelease(truth: number): Release {
  const cell = (band: number, region: number) => (band < 2 || region === 3 ? 3 : share(truth, SELECTED_CELLS, (band - 2) * 3 + region));
  return aRelease('2025-spring', ({ category, band, region, pair, first_level, second_level }, table) => {
    // The first pair: garden and the next category, `truth` customers in its two cells of high garden spend.
    if (table.dimensions.includes('pair')) return pair === 0 && first_level === 1 ? share(truth, 2, second_level) : 3;
    if (category !== 0 || !table.dimensions.includes('category')) return 0;
    if (table.dimensions.includes('region')) return cell(band, region);
    return Array.from({ length: SHAPE_REGIONS }, (_, index) => cell(band, index)).reduce((sum, count) => sum + count, 0);
  });
}

/** Everything that one release and its slice are asked for, with the true number. */
interface Question {
  readonly name: string;
  readonly truth: number;
  readonly ask: (release: Release, slice: Release) => Estimate;
}

/** In the whole market the upper bands hold `truth` in three regions and 9 customers in the fourth; the slice holds a share of the selected ones. */
function questions(truth: number, lapsed: number, loyal: number): readonly Question[] {
  const band = truth + 9;
  const related = (relation: 'lapsed' | 'loyal' | 'new' | 'not_lapsed' | 'not_loyal') => (release: Release, slice: Release) => {
    const answer = estimateRelation(release, slice, { category: 'garden', bands: BANDS, relation });
    if (answer.kind === 'refused') throw new Error(answer.reason);
    return answer.value;
  };
  return [
    {
      name: 'bands and regions',
      truth,
      ask: (release) => {
        const answer = estimateSegment(release, { category: 'garden', bands: BANDS, regions: REGIONS });
        if (answer.kind === 'refused') throw new Error(answer.reason);
        return answer.value;
      },
    },
    { name: 'lapsed', truth: lapsed, ask: related('lapsed') },
    { name: 'new', truth: band - lapsed - loyal, ask: related('new') },
    { name: 'not lapsed', truth: band - lapsed, ask: related('not_lapsed') },
    { name: 'not loyal', truth: band - loyal, ask: related('not_loyal') },
    {
      name: 'pair',
      truth,
      ask: (release) => {
        const pair = estimatePair(release, { category: 'garden', bands: BANDS }, { category: 'category-1', bands: { from: 0, to: 4 } });
        if (pair === undefined) throw new Error('a pair at the cut expected');
        return pair.value;
      },
    },
  ];
}

/** The same release with fresh exact noise on the first `cells` cells of each table; the questions read no others. */
function noisySource(exact: Release, seed: string, cells: (table: Release['tables'][number]) => number): () => Release {
  const random = bitsOf(seed);
  const samplers = exact.tables.map((table) => discreteGaussian(random, parseFraction(table.sigma2)));
  return () => ({
    ...exact,
    tables: exact.tables.map((table, index) => {
      const counts = table.counts.slice();
      const last = cells(table);
      for (let cell = 0; cell < last; cell += 1) counts[cell] = (counts[cell] ?? 0) + Number(samplers[index]?.sample() ?? 0n);
      return { ...table, counts };
    }),
  });
}

describe('over 2,000 releases the 95 % interval covers in 93.5 to 96.5 % and the mean is unbiased', () => {
  test.each([0, 5, 100, 10_000])('a truth of %i', (truth) => {
    const [lapsed, loyal] = [Math.floor(truth / 5), Math.floor(truth / 2)];
    const asked = questions(truth, lapsed, loyal);
    const releases = noisySource(exactRelease(truth), `coverage of a truth of ${truth}`, (table) =>
      table.dimensions.includes('category') ? table.counts.length / (table.sizes[0] ?? 1) : table.dimensions.includes('pair') ? 4 : 0,
    );
    const exactSlice = aSlice('2025-spring', ({ relationship, band }) =>
      band < 2 ? 1 : share(relationship === 0 ? lapsed : loyal, 3, band - 2),
    );
    const slices = noisySource(exactSlice, `coverage of slices ${truth}`, (table) => table.counts.length);
    const tally = asked.map(() => ({ covered: 0, sum: 0, sd: 0 }));
    for (let run = 0; run < RELEASES; run += 1) {
      const [release, slice] = [releases(), slices()];
      asked.forEach((question, index) => {
        const value = question.ask(release, slice);
        const counted = tally[index];
        if (counted === undefined) return;
        if (Math.abs(value.estimate - question.truth) <= value.halfWidth) counted.covered += 1;
        counted.sum += value.estimate;
        counted.sd = value.sd;
      });
    }
    asked.forEach(({ name, truth: expected }, index) => {
      const { covered, sum, sd } = tally[index] ?? { covered: 0, sum: 0, sd: 0 };
      expect(covered / RELEASES, name).toBeGreaterThanOrEqual(0.935);
      expect(covered / RELEASES, name).toBeLessThanOrEqual(0.965);
      expect(Math.abs(sum / RELEASES - expected), name).toBeLessThan((4.5 * sd) / Math.sqrt(RELEASES));
    });
  });
});
