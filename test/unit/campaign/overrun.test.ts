import { describe, expect, test } from 'vitest';
import {
  largestSafeShare,
  OVERRUN_CHANCE_LIMIT,
  type OverrunInput,
  overrunChance,
  overrunChanceOfShare,
  worstCostPerCustomerCents,
} from '#shared/campaign/overrun.ts';
import { aContent } from '../../fixtures/campaign-content.ts';

const input: OverrunInput = {
  offer: aContent().offer,
  feePerRedeemingCustomerCents: 150,
  budgetCents: 100_000,
  redemptionPrior: { alpha: 4, beta: 96 },
};

/** P(X = x) by the definition: the binomial averaged over a fine grid of the Beta density; each customer counts with probability `share`. */
function byIntegration(n: number, k: number, alpha: number, beta: number, share = 1): number {
  const steps = 20_000;
  let weights = 0;
  let above = 0;
  for (let step = 0; step < steps; step += 1) {
    const rate = (step + 0.5) / steps;
    const weight = Math.exp((alpha - 1) * Math.log(rate) + (beta - 1) * Math.log1p(-rate));
    const p = share * rate;
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

  test('the selection takes the largest share that stays at or below one in a hundred, its own draw included', () => {
    const share = largestSafeShare(input, 10_000, 0.9);
    expect(share).toBeGreaterThan(0);
    expect(overrunChanceOfShare(input, 10_000, 0.9 * share)).toBeLessThanOrEqual(OVERRUN_CHANCE_LIMIT);
    expect(overrunChanceOfShare(input, 10_000, 0.9 * (share + 0.002))).toBeGreaterThan(OVERRUN_CHANCE_LIMIT);
    expect(largestSafeShare(input, 100, 0.9)).toBe(1);
  });

  test('the bound of a drawn share is above the chance itself, by less than half', () => {
    // Given the rate p, customers drawn with share s redeem with probability s·p each.
    const [candidates, share] = [2_000, 0.3];
    const exact = byIntegration(candidates, 46, 4, 96, share);
    const bound = overrunChanceOfShare(input, candidates, share);
    expect(bound).toBeGreaterThanOrEqual(exact);
    expect(bound).toBeLessThan(1.5 * exact);
  });

  test('holds at the size of the whole bank', () => {
    const large = { ...input, budgetCents: 500_000_000 };
    const share = largestSafeShare(large, 4_200_000, 0.9);
    expect(overrunChanceOfShare(large, 4_200_000, 0.9 * share)).toBeLessThanOrEqual(OVERRUN_CHANCE_LIMIT);
    expect(share).toBeGreaterThan(0.25);
  });
});
