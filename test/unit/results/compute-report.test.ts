import { describe, expect, test } from 'vitest';
import { computeReport, creditAfter, type PublishedDraw, type ReportTerms } from '#shared/results/compute-report.ts';
import { CampaignReport, type ReportCell } from '#shared/results/report.ts';

const terms: ReportTerms = {
  campaignId: '01900000-0000-7000-8000-00000000000a',
  publishedAt: '2026-04-13T07:00:00.000Z',
  noise: { countSigma2: '150', spendSigma2: '0', rewardSigma2: '0' },
  method: { outcome: 'bought_at_merchant', attributionDays: 14, clipSpendCents: 21_000, clipRewardCents: 2_000 },
  rho: '1/240',
  rewardPriceCents: 900,
  feeCents: 150,
  budgetCents: 1_500_000,
  creditCents: 0,
  basketRelativeDeviation: 0.6,
};

function histogram(delivered: readonly (readonly [number, number])[], holdout?: readonly [number, number]): readonly ReportCell[] {
  const steps = ['assigned', 'activated', 'redeemed'] as const;
  const cell = (arm: ReportCell['arm'], step: ReportCell['step'], bought: boolean, customers = 0) => ({ arm, step, bought, customers });
  return [
    ...steps.flatMap((step, index) => [
      cell('delivered', step, true, delivered[index]?.[0]),
      cell('delivered', step, false, delivered[index]?.[1]),
    ]),
    ...(holdout === undefined ? [] : [cell('holdout', 'assigned', true, holdout[0]), cell('holdout', 'assigned', false, holdout[1])]),
  ];
}
const draw = (cells: readonly ReportCell[], spendCents = 5_000_000): PublishedDraw => ({
  histogram: cells,
  spendCents,
  rewardCents: 400_000,
});
const report = (cells: readonly ReportCell[], changes: Partial<ReportTerms> = {}) => computeReport({ ...terms, ...changes }, draw(cells));

describe('a campaign report', () => {
  test('adds the published cells, negative ones included, and says their error', () => {
    const result = report(
      histogram(
        [
          [500, 9_000],
          [100, 400],
          [450, -30],
        ],
        [60, 940],
      ),
    );
    expect(CampaignReport.parse(result)).toEqual(result);
    expect(result.delivered.value).toBe(10_420);
    expect(result.delivered.halfWidth).toBeCloseTo(1.959964 * Math.sqrt(6 * 150), 4);
    expect(result.holdout.value).toBe(1_000);
    expect(result.activations.value).toBe(920);
    expect(result.redeemingCustomers.value).toBe(420);
    expect(result.redeemingCustomers.halfWidth).toBeCloseTo(1.959964 * Math.sqrt(300), 4);
    expect(result.buyingRateDelivered.value).toBeCloseTo(1_050 / 10_420, 9);
    expect(result.buyingRateHoldout?.value).toBeCloseTo(0.06, 9);
  });

  test('shows a lift only where its interval leaves zero out', () => {
    const clear = report(
      histogram(
        [
          [2_000, 9_000],
          [500, 900],
          [2_000, 0],
        ],
        [600, 9_400],
      ),
    );
    expect(clear.lift.kind).toBe('shown');
    expect(clear.lift.points?.low).toBeGreaterThan(0);
    expect(clear.incrementalSalesCents?.low).toBeGreaterThan(0);
    expect(clear.iroas?.value).toBeCloseTo((clear.incrementalSalesCents?.value ?? 0) / clear.invoice.amountCents, 9);
    const unclear = report(
      histogram(
        [
          [80, 900],
          [10, 40],
          [20, 0],
        ],
        [8, 92],
      ),
    );
    expect(unclear.lift.kind).toBe('no_effect_could_be_shown');
    expect(unclear.lift.points?.low).toBeLessThan(0);
    expect(unclear.lift.points?.high).toBeGreaterThan(0);
  });

  test('a loss is shown as well', () => {
    const result = report(
      histogram(
        [
          [100, 9_900],
          [0, 0],
          [0, 0],
        ],
        [3_000, 7_000],
      ),
    );
    expect(result.lift).toMatchObject({ kind: 'shown' });
    expect(result.lift.points?.high).toBeLessThan(0);
  });

  test('without a holdout there is no comparison and no invented one', () => {
    const result = report(
      histogram([
        [80, 900],
        [10, 40],
        [20, 0],
      ]),
    );
    expect(result.lift).toEqual({ kind: 'no_effect_could_be_shown' });
    expect(result.buyingRateHoldout).toBeUndefined();
    expect(result.incrementalSalesCents).toBeUndefined();
    expect(result.iroas).toBeUndefined();
  });

  test('leaves out what would divide by noise', () => {
    const result = report(
      histogram(
        [
          [10, 900],
          [5, 40],
          [4, 0],
        ],
        [2, 98],
      ),
    );
    expect(result.incrementalCustomers).toBeDefined();
    expect(result.incrementalSalesCents).toBeUndefined();
    expect(result.iroas).toBeUndefined();
  });
});

test('buyers that noise took below zero give the interval of none who bought, not a narrow one', () => {
  const delivered = [
    [150, 560],
    [20, 60],
    [11, 68],
  ] as const;
  const below = report(histogram(delivered, [-19, 81]));
  expect(below.buyingRateHoldout).toEqual(report(histogram(delivered, [0, 62])).buyingRateHoldout);
  expect(below.buyingRateHoldout?.high).toBeGreaterThan(0.3);
  expect(below.lift.kind).toBe('no_effect_could_be_shown');
  const above = report(histogram(delivered, [81, -19])).buyingRateHoldout;
  expect(above?.high).toBe(1);
  expect(above?.low).toBeCloseTo(1 - (below.buyingRateHoldout?.high ?? 0), 10);
});

describe('the invoice', () => {
  const redeemed = (customers: number) =>
    histogram([
      [0, 900],
      [0, 40],
      [customers, 0],
    ]);

  test('is price and fee times the published number of redeeming customers', () => {
    expect(report(redeemed(100)).invoice).toEqual({
      redeemingCustomers: 100,
      rewardPriceCents: 900,
      feeCents: 150,
      amountCents: 105_000,
      creditAppliedCents: 0,
    });
  });

  test('never exceeds the budget', () => {
    expect(report(redeemed(1_428)).invoice.amountCents).toBe(1_499_400);
    expect(report(redeemed(1_429)).invoice.amountCents).toBe(1_500_000);
    expect(report(redeemed(90_000)).invoice.amountCents).toBe(1_500_000);
  });

  test('a negative number of customers is a credit that later invoices use up', () => {
    const first = report(redeemed(-20));
    expect(first.invoice).toMatchObject({ amountCents: -21_000, creditAppliedCents: 0 });
    expect(creditAfter([first])).toBe(21_000);
    const second = report(redeemed(10), { creditCents: creditAfter([first]) });
    expect(second.invoice).toMatchObject({ amountCents: 10_500, creditAppliedCents: 10_500 });
    const third = report(redeemed(50), { creditCents: creditAfter([first, second]) });
    expect(third.invoice).toMatchObject({ amountCents: 52_500, creditAppliedCents: 10_500 });
    expect(creditAfter([first, second, third])).toBe(0);
  });
});
