import { describe, expect, test } from 'vitest';
import {
  largestSafeDelivery,
  OVERRUN_CHANCE_LIMIT,
  type OverrunInput,
  overrunChance,
  worstCostPerCustomerCents,
} from '#shared/campaign/overrun.ts';
import { aContent } from '../../fixtures/campaign-content.ts';

const input: OverrunInput = {
  offer: aContent().offer,
  feePerRedeemingCustomerCents: 150,
  budgetCents: 100_000,
  redemptionPrior: { alpha: 4, beta: 96 },
};

/** P(X = x) by the definition: the binomial averaged over a fine grid of the Beta density. */
function byIntegration(n: number, k: number, alpha: number, beta: number): number {
  const steps = 20_000;
  let weights = 0;
  let above = 0;
  for (let step = 0; step < steps; step += 1) {
    const p = (step + 0.5) / steps;
    const weight = Math.exp((alpha - 1) * Math.log(p) + (beta - 1) * Math.log1p(-p));
    let term = (1 - p) ** n;
    let within = term;
    for (let x = 0; x < k; x += 1) {
      term *= ((n - x) / (x + 1)) * (p / (1 - p));
      within += term;
    }
    weights += weight;
    above += weight * (1 - within);
  }
  return above / weights;
}

describe('the chance that a campaign costs more than its budget', () => {
  test('agrees with averaging the binomial over the prior', () => {
    expect(worstCostPerCustomerCents(input)).toBe(2_150);
    for (const delivered of [60, 200, 600, 900])
      expect(overrunChance(input, delivered)).toBeCloseTo(byIntegration(delivered, 46, 4, 96), 6);
  });

  test('is zero when even all of them fit, and rises with the number of customers', () => {
    expect(overrunChance(input, 46)).toBe(0);
    const chances = [100, 300, 500, 1_000, 5_000].map((delivered) => overrunChance(input, delivered));
    expect(chances).toEqual([...chances].sort((left, right) => left - right));
    expect(chances.at(-1)).toBeGreaterThan(0.98);
  });

  test('the selection takes the largest number that stays at or below one in a hundred', () => {
    const size = largestSafeDelivery(input, 10_000);
    expect(overrunChance(input, size)).toBeLessThanOrEqual(OVERRUN_CHANCE_LIMIT);
    expect(overrunChance(input, size + 1)).toBeGreaterThan(OVERRUN_CHANCE_LIMIT);
    expect(largestSafeDelivery(input, 100)).toBe(100);
  });

  test('holds at the size of the whole bank', () => {
    const large = { ...input, budgetCents: 500_000_000 };
    const size = largestSafeDelivery(large, 4_200_000);
    expect(overrunChance(large, size)).toBeLessThanOrEqual(OVERRUN_CHANCE_LIMIT);
    expect(size).toBeGreaterThan(1_000_000);
  });
});
