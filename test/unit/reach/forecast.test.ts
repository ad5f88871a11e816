import { describe, expect, test } from 'vitest';
import { priorsOf } from '#shared/market/priors.ts';
import { forecast } from '#shared/reach/forecast.ts';
import { smallestProvableLift } from '#shared/reach/power.ts';
import { mostPerCustomerCents, rewardPriceCents } from '#shared/reach/reward-price.ts';
import type { ForecastContent, ForecastInput, Reach } from '#shared/reach/types.ts';
import { seededUniform } from '../../support/seeded-bits.ts';

const INPUT: ForecastInput = {
  feePerRedeemingCustomerCents: 150,
  redemptionPrior: { alpha: 4, beta: 96, source: 'assumption' },
  activationPrior: { alpha: 8, beta: 92, source: 'assumption' },
  basketPrior: { meanCents: 7_500, relativeDeviation: 0.6, source: 'assumption' },
  reportSigma2: 150,
};
const OFFER: ForecastContent['offer'] = {
  reward: { template: 'percent', percent: 10 },
  minimumSpendCents: 5_000,
  capPerRedemptionCents: 2_000,
  capPerCustomerCents: 3_000,
  redemptionsPerCustomer: 2,
  activation: { kind: 'automatic' },
  where: 'both',
  returnPeriodDays: 0,
  declarations: { alcohol: false, gambling: false, credit: false, tobacco: false, medical: false, political: false },
};
const aReach = (delivered: number, sd: number, holdout = delivered / 9) => {
  const estimate = (size: number, deviation: number) => ({ estimate: size, sd: deviation, halfWidth: 1.96 * deviation });
  return { kind: 'answered', deliverable: estimate(delivered, sd), holdout: estimate(holdout, 1) } as Extract<Reach, { kind: 'answered' }>; // the parts that the forecast reads
};
const content = (change: Partial<ForecastContent> = {}): ForecastContent => ({
  offer: OFFER,
  budgetCents: 500_000,
  holdoutPercent: 10,
  ...change,
});

describe('cost', () => {
  test('the worst case is the upper end of reach times the most per customer and the fee, above the budget too', () => {
    const worst = forecast(content(), aReach(1_000, 50), INPUT).worstCaseCents;
    expect(worst).toBe(Math.ceil(1_000 + 1.96 * 50) * (3_000 + 150));
    expect(worst).toBeGreaterThan(500_000);
    expect(mostPerCustomerCents({ ...OFFER, redemptionsPerCustomer: 1 })).toBe(2_000);
  });

  test('expected cost is never above the budget, which is the most that is invoiced', () => {
    const costs = forecast(content({ budgetCents: 10_000 }), aReach(100_000, 500), INPUT).costCents;
    expect(costs).toEqual({ low: 10_000, middle: 10_000, high: 10_000 });
  });

  test('the reward price is the mean reward of the baskets that qualify', () => {
    const uniform = seededUniform(5);
    const variance = Math.log(1 + 0.36);
    let [sum, count] = [0, 0];
    for (let draw = 0; draw < 200_000; draw += 1) {
      const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
      const basket = Math.exp(Math.log(7_500) - variance / 2 + Math.sqrt(variance) * normal);
      if (basket >= 5_000) [sum, count] = [sum + Math.min(2_000, basket / 10), count + 1];
    }
    expect(Math.abs(rewardPriceCents(OFFER, INPUT.basketPrior) - sum / count)).toBeLessThan(5);
  });

  test('a flat amount costs the amount, at most what a redemption may cost', () => {
    expect(rewardPriceCents({ ...OFFER, reward: { template: 'flat_amount', amountCents: 1_500 } }, INPUT.basketPrior)).toBe(1_500);
    expect(rewardPriceCents({ ...OFFER, reward: { template: 'flat_amount', amountCents: 2_500 } }, INPUT.basketPrior)).toBe(2_000);
  });
});

describe('redemptions', () => {
  test('the range holds 95 % of simulated beta-binomial outcomes with the error of the reach', () => {
    const range = forecast(content(), aReach(5_000, 200), INPUT).redemptions;
    const uniform = seededUniform(11);
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const gamma = (shape: number) => {
      // Sum of exponentials: the shapes of the prior are whole numbers.
      let sum = 0;
      for (let part = 0; part < shape; part += 1) sum -= Math.log(uniform());
      return sum;
    };
    let inside = 0;
    const runs = 4_000;
    for (let run = 0; run < runs; run += 1) {
      const [a, b] = [gamma(4), gamma(96)];
      const share = a / (a + b);
      const customers = 5_000 + 200 * normal();
      const redemptions = customers * share + Math.sqrt(customers * share * (1 - share)) * normal();
      if (redemptions >= range.low && redemptions <= range.high) inside += 1;
    }
    expect(inside / runs).toBeGreaterThan(0.935);
    expect(inside / runs).toBeLessThan(0.965);
    expect(range.middle).toBe(200);
  });

  test('an offer that must be switched on has a range of activations by its own prior, and one that is on by itself has none', () => {
    const required = content({ offer: { ...OFFER, activation: { kind: 'required', withinDays: 14 } } });
    const { activations, redemptions } = forecast(required, aReach(5_000, 200), INPUT);
    expect(activations?.middle).toBe(400);
    expect(activations?.low).toBeGreaterThan(redemptions.low);
    expect(activations?.high).toBeGreaterThan(redemptions.high);
    expect(forecast(content(), aReach(5_000, 200), INPUT).activations).toBeUndefined();
  });

  test('priors are those of category and reward, else of the category, else of the reward, else the general ones', () => {
    const prior = (alpha: number) => ({ alpha, beta: 100 - alpha, source: 'assumption' });
    const planning = {
      redemptionPrior: prior(4),
      activationPrior: prior(8),
      priors: [
        { template: 'flat_amount' as const, redemption: prior(5) },
        { category: 'garden', redemption: prior(6), activation: prior(12) },
        { category: 'garden', template: 'flat_amount' as const, redemption: prior(7) },
      ],
    };
    const alphas = (category: string | undefined, template: 'percent' | 'flat_amount') => {
      const { redemptionPrior, activationPrior } = priorsOf(planning, { category, template });
      return [redemptionPrior.alpha, activationPrior.alpha];
    };
    expect(alphas('garden', 'flat_amount')).toEqual([7, 8]);
    expect(alphas('garden', 'percent')).toEqual([6, 12]);
    expect(alphas('toys', 'flat_amount')).toEqual([5, 8]);
    expect(alphas('toys', 'percent')).toEqual([4, 8]);
    expect(alphas(undefined, 'percent')).toEqual([4, 8]);
  });

  test('nobody to reach means nothing to pay', () => {
    const empty = forecast(content(), aReach(0, 0), INPUT);
    expect([empty.redemptions.middle, empty.costCents.middle, empty.worstCaseCents]).toEqual([0, 0, 0]);
  });
});

describe('what a report can prove', () => {
  const lift = (delivered: number) => smallestProvableLift({ delivered, holdout: delivered / 9, cellSigma2: 300, baselineRate: 0.08 });

  test('12,480 delivered at 10 % holdout proves about 4.3 points, 68,040 about 1.1', () => {
    expect(Math.abs(lift(12_480) - 4.3)).toBeLessThan(0.15);
    expect(Math.abs(lift(68_040) - 1.1)).toBeLessThan(0.1);
  });

  test('a pilot proves nothing and says so before submission', () => {
    expect(forecast(content(), aReach(450, 30), INPUT).measurability).toEqual({ kind: 'not_measurable', reason: 'audience_too_small' });
  });

  test('no holdout measures nothing; a large audience measures well', () => {
    expect(forecast(content({ holdoutPercent: 0 }), aReach(100_000, 300, 0), INPUT).measurability).toEqual({
      kind: 'not_measurable',
      reason: 'no_holdout',
    });
    expect(forecast(content(), aReach(100_000, 300), INPUT).measurability).toMatchObject({ kind: 'measurable', strength: 'strong' });
    expect(forecast(content(), aReach(12_480, 300), { ...INPUT, reportSigma2: 300 }).measurability).toMatchObject({ strength: 'weak' });
  });

  test('the stated power is what a simulation of the report finds', () => {
    const [delivered, holdout, sigma2, base] = [9_000, 1_000, 150, 0.08];
    const effect = smallestProvableLift({ delivered, holdout, cellSigma2: sigma2, baselineRate: base }) / 100;
    const uniform = seededUniform(23);
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const buyers = (size: number, rate: number, cells: number) =>
      size * rate + Math.sqrt(size * rate * (1 - rate) + cells * sigma2) * normal();
    const error = effect / 2.8016;
    let proven = 0;
    for (let run = 0; run < 4_000; run += 1)
      if ((buyers(delivered, base + effect, 3) / delivered - buyers(holdout, base, 1) / holdout) / error > 1.96) proven += 1;
    expect(proven / 4_000).toBeGreaterThan(0.77);
    expect(proven / 4_000).toBeLessThan(0.83);
  });
});
