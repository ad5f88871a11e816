import { describe, expect, test } from 'vitest';
import { frechetEnds, widened } from '#shared/reach/bounds.ts';
import { toEstimate } from '#shared/reach/estimator.ts';
import { normalQuantile, simultaneousHalfWidthFactor } from '#shared/reach/normal.ts';
import { runsOf, uniformOf } from '../support/nightly.ts';

const RUNS = runsOf(4_000, 16_000);
const SIGMA2 = 100;

/** A market by exact numbers: parts (size, sd, within the regions), the rule's size, and the cells of the population table. */
interface Market {
  readonly name: string;
  readonly parts: readonly (readonly [size: number, sd: number, isInRegions: boolean])[];
  readonly truth: number;
  readonly inside: { readonly customers: number; readonly cells: number };
  readonly outside: { readonly customers: number; readonly cells: number };
  readonly hasRegions?: boolean;
}
const everywhere = { inside: { customers: 3_000, cells: 64 }, outside: { customers: 0, cells: 0 } };
const MARKETS: readonly Market[] = [
  {
    name: 'two independent conditions',
    parts: [
      [600, 14, false],
      [900, 21, false],
    ],
    truth: 180,
    ...everywhere,
  },
  {
    name: 'the smaller condition within the larger: the upper end is tight',
    parts: [
      [300, 14, false],
      [900, 21, false],
    ],
    truth: 300,
    ...everywhere,
  },
  {
    name: 'two equal conditions: both candidates of the upper end are tight',
    parts: [
      [300, 20, false],
      [300, 20, false],
    ],
    truth: 300,
    ...everywhere,
  },
  {
    name: 'three equal conditions with different errors',
    parts: [
      [300, 14, false],
      [300, 35, false],
      [300, 60, false],
    ],
    truth: 300,
    ...everywhere,
  },
  {
    name: 'conditions that nearly fill the market: the lower end is tight',
    parts: [
      [2_000, 14, false],
      [1_700, 21, false],
    ],
    truth: 700,
    ...everywhere,
  },
  {
    name: 'nobody meets both',
    parts: [
      [40, 14, false],
      [60, 21, false],
    ],
    truth: 0,
    ...everywhere,
  },
  {
    name: 'regions of their own, everybody of the condition in them',
    parts: [[400, 36, false]],
    truth: 400,
    inside: { customers: 1_000, cells: 16 },
    outside: { customers: 2_000, cells: 48 },
    hasRegions: true,
  },
  {
    name: 'a condition within the regions and one of the whole market, the lower end tight',
    parts: [
      [900, 14, true],
      [2_900, 49, false],
    ],
    truth: 800,
    inside: { customers: 1_000, cells: 16 },
    outside: { customers: 2_000, cells: 48 },
    hasRegions: true,
  },
];

describe('bounds hold the truth in at least 97.5 % of releases', () => {
  test.each(MARKETS)('$name', (market) => {
    const normal = normals(17);
    let missed = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const cover = market.parts.map(([size, sd, isInRegions]) => ({ value: toEstimate(size + sd * normal(), sd ** 2), isInRegions }));
      const count = ({ customers, cells }: Market['inside']) => ({ customers: customers + Math.sqrt(cells * SIGMA2) * normal(), cells });
      const population = { sigma2: SIGMA2, inside: count(market.inside), outside: count(market.outside) };
      const { low, high } = widened(frechetEnds(cover, [], population, market.hasRegions === true));
      if (market.truth < low || market.truth > high) missed += 1;
    }
    // 97.5 % less three standard errors of the simulation.
    expect(1 - missed / RUNS).toBeGreaterThanOrEqual(0.975 - 3 * Math.sqrt((0.025 * 0.975) / RUNS));
  });

  test('widening the smallest of equal parts by its own 1.96 sd alone would not be enough', () => {
    const normal = normals(19);
    let missed = 0;
    for (let run = 0; run < RUNS; run += 1) if (Math.min(20 * normal(), 20 * normal(), 20 * normal()) + 1.96 * 20 < 0) missed += 1;
    expect(1 - missed / RUNS).toBeLessThan(0.95);
  });
});

describe('several numbers on one screen', () => {
  test('all intervals of twelve months hold at once in 95 % of cases; with 1.96 sd each they do in 54 %', () => {
    const normal = normals(23);
    const factor = simultaneousHalfWidthFactor(12);
    let [together, alone] = [0, 0];
    for (let run = 0; run < RUNS; run += 1) {
      const largest = Math.max(...Array.from({ length: 12 }, () => Math.abs(normal())));
      if (largest <= factor) together += 1;
      if (largest <= 1.96) alone += 1;
    }
    expect(together / RUNS).toBeGreaterThan(0.935);
    expect(together / RUNS).toBeLessThan(0.965);
    expect(alone / RUNS).toBeLessThan(0.6);
  });

  test('one number keeps 1.96 sd, and the factor grows with their count', () => {
    expect(simultaneousHalfWidthFactor(1)).toBe(1.96);
    expect(simultaneousHalfWidthFactor(5)).toBeCloseTo(2.5688, 4);
    expect(simultaneousHalfWidthFactor(12)).toBeCloseTo(2.8578, 4);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10);
    expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 9);
  });
});

/** Standard normal draws by Box and Muller. */
function normals(seed: number): () => number {
  const uniform = uniformOf(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
