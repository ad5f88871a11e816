import { normalCdf } from '../reach/normal.ts';
import { mostPerCustomerCents } from '../reach/reward-price.ts';
import type { Offer } from './content.ts';

/** The chance of an overrun that a selection is sized for. */
export const OVERRUN_CHANCE_LIMIT = 0.01;

export interface OverrunInput {
  readonly offer: Offer;
  readonly feePerRedeemingCustomerCents: number;
  readonly budgetCents: number;
  /** Beta prior of the share of delivered customers who redeem (the profile's). */
  readonly redemptionPrior: { readonly alpha: number; readonly beta: number };
}

/** The most that one redeeming customer can cost: min(cap per customer, cap per redemption × redemptions) + fee, in cents. */
export function worstCostPerCustomerCents(input: Pick<OverrunInput, 'offer' | 'feePerRedeemingCustomerCents'>): number {
  return mostPerCustomerCents(input.offer) + input.feePerRedeemingCustomerCents;
}

/**
 * Upper bound of the chance that `deliveredCustomers` customers cost more than the budget.
 *
 * Derivation. Each redeeming customer costs at most c = {@link worstCostPerCustomerCents}, so cost ≤ c·X with X the number of redeeming
 * customers, and P(cost > budget) ≤ P(X > k) with k = ⌊budget / c⌋. Given the redemption rate p, X is Binomial(n, p); with p ~ Beta(α, β)
 * X is Beta-binomial: P(X = x) = C(n, x)·B(x + α, n − x + β) / B(α, β), which starts at P(0) = Π_{i<n} (β + i)/(α + β + i) and goes on by
 * P(x + 1)/P(x) = (n − x)/(x + 1) · (x + α)/(n − x − 1 + β). The sum over x ≤ k is taken in logarithms.
 */
export function overrunChance(input: OverrunInput, deliveredCustomers: number): number {
  const { alpha, beta } = input.redemptionPrior;
  const n = deliveredCustomers;
  const k = Math.floor(input.budgetCents / worstCostPerCustomerCents(input));
  if (n <= k) return 0;
  let logTerm = logGamma(beta + n) - logGamma(beta) + logGamma(alpha + beta) - logGamma(alpha + beta + n);
  let within = Math.exp(logTerm);
  for (let x = 0; x < k; x += 1) {
    logTerm += Math.log(((n - x) / (x + 1)) * ((x + alpha) / (n - x - 1 + beta)));
    within += Math.exp(logTerm);
  }
  return Math.min(1, Math.max(0, 1 - within));
}

/** Upper ends, in standard deviations, of the steps that the number of delivered customers is divided into; beyond the last one all count. */
const STEP_ENDS_SD = [-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4] as const;
/** Halvings of the interval in which the share is sought: to about one part in a thousand. */
const SHARE_HALVINGS = 10;

/**
 * Upper bound of the chance of an overrun where each of at most `candidatesAtMost` customers is delivered to with probability `share`, one by one.
 *
 * Derivation. The number delivered M is Binomial(N, s), and {@link overrunChance} rises with M. M is divided into steps at mean + z·sd; within a step the
 * chance is at most that at its upper end, so the sum of (normal) weight × chance at the upper end bounds the whole; beyond the last step M counts as N.
 */
export function overrunChanceOfShare(input: OverrunInput, candidatesAtMost: number, share: number): number {
  if (share >= 1) return overrunChance(input, candidatesAtMost);
  const mean = candidatesAtMost * share;
  const sd = Math.sqrt(mean * (1 - share));
  let below = 0;
  let chance = 0;
  for (const end of STEP_ENDS_SD) {
    const weight = normalCdf(end) - below;
    chance += weight * overrunChance(input, Math.min(candidatesAtMost, Math.max(0, Math.ceil(mean + end * sd))));
    below += weight;
  }
  return Math.min(1, chance + (1 - below) * overrunChance(input, candidatesAtMost));
}

/**
 * The largest share of candidates that may be selected while the chance of an overrun stays at or below the limit. Of the selected, `deliveredShare` (one
 * less the holdout) are delivered to. It depends on the offer, the prior and a published bound of the candidates, never on how many there are:
 * so one customer more or less changes nobody else's selection.
 * @returns a share between 0 and 1
 */
export function largestSafeShare(
  input: OverrunInput,
  candidatesAtMost: number,
  deliveredShare: number,
  limit = OVERRUN_CHANCE_LIMIT,
): number {
  if (overrunChanceOfShare(input, candidatesAtMost, deliveredShare) <= limit) return 1;
  let safe = 0;
  let unsafe = 1;
  for (let halving = 0; halving < SHARE_HALVINGS; halving += 1) {
    const middle = (safe + unsafe) / 2;
    if (overrunChanceOfShare(input, candidatesAtMost, deliveredShare * middle) <= limit) safe = middle;
    else unsafe = middle;
  }
  return safe;
}

/** ln Γ(x) for x > 0 (Lanczos, g = 7, nine terms; relative error below 1e-13). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum = LANCZOS_FIRST;
  LANCZOS.forEach((coefficient, index) => {
    sum += coefficient / (shifted + index + 1);
  });
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS_FIRST = 0.99999999999980993;
const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
  9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
