import { describe, expect, test } from 'vitest';
import { computeReport, type ReportTerms } from '#shared/results/compute-report.ts';
import type { CampaignReport, IntervalFigure } from '#shared/results/report.ts';
import { runsOf, uniformOf } from '../support/nightly.ts';

const RUNS = runsOf(2_000, 8_000);
const COUNT_SIGMA = Math.sqrt(150);
const CLIP_SPEND = 21_000;
const SPEND_SIGMA = Math.sqrt(1_200) * CLIP_SPEND;
const STEP_SHARES = [0.8, 0.1, 0.1];

const terms: ReportTerms = {
  campaignId: '01900000-0000-7000-8000-00000000000a',
  publishedAt: '2026-04-13T07:00:00.000Z',
  noise: { countSigma2: '150', spendSigma2: String(1_200 * CLIP_SPEND ** 2), rewardSigma2: '1' },
  method: { outcome: 'bought_at_merchant', attributionDays: 14, clipSpendCents: CLIP_SPEND, clipRewardCents: 2_000 },
  rho: '1/240',
  rewardPriceCents: 900,
  feeCents: 150,
  budgetCents: 500_000_000,
  creditCents: 0,
  basketRelativeDeviation: 0.6,
};

interface World {
  readonly delivered: number;
  readonly holdout: number;
  readonly rateDelivered: number;
  readonly rateHoldout: number;
}

/** Mean spend of a buyer after clipping is estimated from the same draws that the worlds use. */
function simulate(world: World, seed: number): { readonly reports: readonly CampaignReport[]; readonly meanSpendCents: number } {
  const uniform = uniformOf(seed);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const binomial = (n: number, p: number) => {
    // Normal approximation is exact enough above these sizes; below, one by one.
    if (n * p > 200 && n * (1 - p) > 200) return Math.round(n * p + Math.sqrt(n * p * (1 - p)) * normal());
    let count = 0;
    for (let index = 0; index < n; index += 1) if (uniform() < p) count += 1;
    return count;
  };
  const spendVariance = Math.log1p(0.36);
  const spend = () => Math.min(CLIP_SPEND, Math.exp(Math.log(6_000) - spendVariance / 2 + Math.sqrt(spendVariance) * normal()));
  const sample = Array.from({ length: 50_000 }, spend);
  const meanSpendCents = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const deviation = Math.sqrt(sample.reduce((sum, value) => sum + (value - meanSpendCents) ** 2, 0) / sample.length);
  const reports = Array.from({ length: RUNS }, () => {
    const buyers = binomial(world.delivered, world.rateDelivered);
    const holdoutBuyers = binomial(world.holdout, world.rateHoldout);
    const noisy = (count: number) => Math.round(count + COUNT_SIGMA * normal());
    const steps = (['assigned', 'activated', 'redeemed'] as const).flatMap((step, index) => {
      const share = STEP_SHARES[index] ?? 0;
      return [
        { arm: 'delivered' as const, step, bought: true, customers: noisy(buyers * share) },
        { arm: 'delivered' as const, step, bought: false, customers: noisy((world.delivered - buyers) * share) },
      ];
    });
    const holdout = [
      { arm: 'holdout' as const, step: 'assigned' as const, bought: true, customers: noisy(holdoutBuyers) },
      { arm: 'holdout' as const, step: 'assigned' as const, bought: false, customers: noisy(world.holdout - holdoutBuyers) },
    ];
    const total = buyers * meanSpendCents + Math.sqrt(buyers) * deviation * normal() + SPEND_SIGMA * normal();
    return computeReport(terms, { histogram: [...steps, ...holdout], spendCents: Math.round(total), rewardCents: 0 });
  });
  return { reports, meanSpendCents };
}

function coverage(reports: readonly CampaignReport[], interval: (report: CampaignReport) => IntervalFigure | undefined, truth: number) {
  const intervals = reports.flatMap((report) => interval(report) ?? []);
  return {
    share: intervals.filter(({ low, high }) => low <= truth && truth <= high).length / Math.max(1, intervals.length),
    given: intervals.length,
  };
}

const WORLDS: readonly (readonly [string, World])[] = [
  ['a pilot campaign', { delivered: 1_000, holdout: 110, rateDelivered: 0.12, rateHoldout: 0.1 }],
  ['a pilot campaign with half held out', { delivered: 600, holdout: 600, rateDelivered: 0.2, rateHoldout: 0.1 }],
  ['a large campaign', { delivered: 12_480, holdout: 1_387, rateDelivered: 0.14, rateHoldout: 0.1 }],
  ['a campaign of a large bank without effect', { delivered: 68_040, holdout: 7_560, rateDelivered: 0.1, rateHoldout: 0.1 }],
];

describe.each(WORLDS)('intervals of %s', (_name, world) => {
  const { reports, meanSpendCents } = simulate(world, 20_261_123 + world.delivered);
  const lift = world.rateDelivered - world.rateHoldout;

  test('the buying rates lie in their intervals 95 times in 100', () => {
    // The delivered rate's interval also allows for six noisy cells; near the ends of [0, 1] it is on the wide side.
    for (const [interval, truth] of [
      [(report: CampaignReport) => report.buyingRateDelivered, world.rateDelivered],
      [(report: CampaignReport) => report.buyingRateHoldout, world.rateHoldout],
    ] as const) {
      const { share } = coverage(reports, interval, truth);
      expect(share).toBeGreaterThanOrEqual(0.935);
      expect(share).toBeLessThanOrEqual(0.985);
    }
  });

  test('so do the lift and the incremental customers', () => {
    const points = coverage(reports, (report) => report.lift.points, lift);
    expect(points.share).toBeGreaterThanOrEqual(0.935);
    expect(points.share).toBeLessThanOrEqual(0.985);
    const customers = coverage(reports, (report) => report.incrementalCustomers, lift * world.delivered);
    expect(customers.share).toBeGreaterThanOrEqual(0.935);
    expect(customers.share).toBeLessThanOrEqual(0.985);
  });

  test('and the incremental sales, where they are given at all', () => {
    const { share, given } = coverage(reports, (report) => report.incrementalSalesCents, lift * world.delivered * meanSpendCents);
    // A ratio of noisy sums: its interval may be too wide where noise rules, never too narrow.
    if (given > RUNS / 2) expect(share).toBeGreaterThanOrEqual(0.93);
  });

  test('delivered, redeeming customers and spend are within their half-widths 95 times in 100', () => {
    const near = (figure: (report: CampaignReport) => { value: number; halfWidth: number }, truth: number) =>
      reports.filter((report) => Math.abs(figure(report).value - truth) <= figure(report).halfWidth).length / RUNS;
    const share = near((report) => report.delivered, world.delivered);
    // Whole customers: the interval's ends fall between two integers, so up to half a point of coverage is lost or won.
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
    const redeeming = near((report) => report.redeemingCustomers, world.delivered * (STEP_SHARES[2] ?? 0));
    expect(redeeming).toBeGreaterThanOrEqual(0.93);
    expect(redeeming).toBeLessThanOrEqual(0.97);
  });
});

test('without an effect, one is shown at most one time in twenty, give or take', () => {
  const { reports } = simulate({ delivered: 20_000, holdout: 2_222, rateDelivered: 0.1, rateHoldout: 0.1 }, 7);
  const shown = reports.filter((report) => report.lift.kind === 'shown').length / RUNS;
  expect(shown).toBeLessThanOrEqual(0.065);
});

test('a pilot that could not prove two points says so nearly always', () => {
  const { reports } = simulate({ delivered: 1_000, holdout: 110, rateDelivered: 0.12, rateHoldout: 0.1 }, 11);
  expect(reports.filter((report) => report.lift.kind === 'no_effect_could_be_shown').length / RUNS).toBeGreaterThan(0.9);
});
