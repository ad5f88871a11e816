import { expect, test } from 'vitest';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import { parseFraction } from '#shared/fraction.ts';
import { estimateSegment } from '#shared/reach/estimator.ts';
import type { Release } from '#shared/reach/release.ts';
import { aRelease } from '../builders/a-release.ts';
import { seededBits } from '../support/seeded-bits.ts';

const RELEASES = 2_000;
const QUERY = { category: 'garden', bands: { from: 2, to: 4 }, regions: ['noord', 'oost', 'west'] };
const SELECTED_CELLS = 9;
const SHAPE_REGIONS = 4;

/** Counts of a market whose segment holds `truth` customers; every other cell holds a few. Marginals are the sums of the cells. */
function exactRelease(truth: number): Release {
  const cell = (band: number, region: number) => {
    if (band < 2 || region === 3) return 3;
    const index = (band - 2) * 3 + region;
    return Math.floor(truth / SELECTED_CELLS) + (index < truth % SELECTED_CELLS ? 1 : 0);
  };
  return aRelease('2025-spring', ({ category, band, region }, table) => {
    if (category !== 0 || !table.dimensions.includes('category')) return 0;
    if (table.dimensions.includes('region')) return cell(band, region);
    return Array.from({ length: SHAPE_REGIONS }, (_, index) => cell(band, index)).reduce((sum, count) => sum + count, 0);
  });
}

test.each([0, 5, 100, 10_000])(
  'over 2,000 releases the 95 %% interval covers a truth of %i in 93.5 to 96.5 %% and the mean is unbiased',
  (truth) => {
    const exact = exactRelease(truth);
    const random = seededBits(`coverage ${truth}`);
    // Only the tables and the category that the query reads need noise.
    const noisy = exact.tables.map((table) => ({ table, sampler: discreteGaussian(random, parseFraction(table.sigma2)) })).slice(0, 2);
    let covered = 0;
    let sum = 0;
    let halfWidth = 0;
    for (let run = 0; run < RELEASES; run += 1) {
      const tables = noisy.map(({ table, sampler }) => {
        const counts = table.counts.slice();
        const cells = counts.length / (table.sizes[0] ?? 1);
        for (let cell = 0; cell < cells; cell += 1) counts[cell] = (counts[cell] ?? 0) + Number(sampler.sample());
        return { ...table, counts };
      });
      const answer = estimateSegment({ ...exact, tables }, QUERY);
      if (answer.kind === 'refused') throw new Error(answer.reason);
      halfWidth = answer.value.halfWidth;
      if (Math.abs(answer.value.estimate - truth) <= halfWidth) covered += 1;
      sum += answer.value.estimate;
    }
    expect(covered / RELEASES).toBeGreaterThanOrEqual(0.935);
    expect(covered / RELEASES).toBeLessThanOrEqual(0.965);
    expect(Math.abs(sum / RELEASES - truth)).toBeLessThan((4.5 * halfWidth) / 1.96 / Math.sqrt(RELEASES));
  },
);
