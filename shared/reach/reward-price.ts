import type { Offer } from '../campaign/content.ts';
import { normalCdf } from './normal.ts';
import type { ForecastInput } from './types.ts';

type BasketPrior = ForecastInput['basketPrior'];
type RewardTerms = Pick<Offer, 'reward' | 'minimumSpendCents' | 'capPerRedemptionCents' | 'capPerCustomerCents' | 'redemptionsPerCustomer'>;

/** The most that one customer can get back, in cents. */
export function mostPerCustomerCents(offer: RewardTerms): number {
  return Math.min(offer.capPerCustomerCents, offer.capPerRedemptionCents * offer.redemptionsPerCustomer);
}

/**
 * The reward price: expected reward of a redeeming customer, in whole cents rounded up, with one redemption each (assumption). Baskets are log-normal
 * with the prior's mean and deviation, and at least the minimum spend. Fixed at approval; the invoice is this price and the fee, times the published
 * number of redeeming customers.
 */
export function rewardPriceCents(offer: RewardTerms, prior: BasketPrior): number {
  const cap = mostPerCustomerCents(offer);
  const perRedemption = Math.min(cap, offer.capPerRedemptionCents);
  if (offer.reward.template === 'flat_amount') return Math.min(offer.reward.amountCents, perRedemption);
  const rate = offer.reward.percent / 100;
  const capped = perRedemption / rate;
  const minimum = offer.minimumSpendCents;
  const share = basketTail(minimum, prior).probability;
  if (share < 1e-12 || capped <= minimum) return perRedemption;
  const belowCap = basketTail(minimum, prior).total - basketTail(capped, prior).total;
  return Math.min(perRedemption, Math.ceil((rate * belowCap + perRedemption * basketTail(capped, prior).probability) / share));
}

/** Mean basket of a redeeming customer, in cents: at least the minimum spend. */
export function meanBasketCents(offer: Pick<Offer, 'minimumSpendCents'>, prior: BasketPrior): number {
  const { probability, total } = basketTail(offer.minimumSpendCents, prior);
  return probability < 1e-12 ? offer.minimumSpendCents : total / probability;
}

/** P(X ≥ from) and E[X; X ≥ from] of the log-normal basket. */
function basketTail(fromCents: number, prior: BasketPrior): { readonly probability: number; readonly total: number } {
  if (fromCents <= 0) return { probability: 1, total: prior.meanCents };
  const variance = Math.log1p(prior.relativeDeviation ** 2);
  const deviation = Math.sqrt(variance);
  const location = Math.log(prior.meanCents) - variance / 2;
  const z = (Math.log(fromCents) - location) / deviation;
  return { probability: 1 - normalCdf(z), total: prior.meanCents * (1 - normalCdf(z - deviation)) };
}
