import { normalCdf, Z_95 } from './normal.ts';
import { BASELINE_BUYING_RATE, smallestProvableLift } from './power.ts';
import { meanBasketCents, mostPerCustomerCents, rewardPriceCents } from './reward-price.ts';
import type { Estimate, Forecast, ForecastContent, ForecastInput, Range, Reach } from './types.ts';

type AnsweredReach = Extract<Reach, { kind: 'answered' }>;
type Measurability = Forecast['measurability'];

/** Above this a lift is not believable for an offer, so that a report which needs it can prove nothing. In percentage points. */
const LARGEST_BELIEVABLE_LIFT_POINTS = 15;
const STRONG_LIFT_POINTS = 1.5;
const FAIR_LIFT_POINTS = 3;
const GRID_POINTS = 48;
const GRIDS_KEPT = 8;

/**
 * Cost and outcome before submission. Activating and redeeming customers are beta-binomial over the prior, with the error of the reach carried through; ranges are
 * central 95 %. Nothing here reads anything but the release, the offer and published constants.
 */
export function forecast(content: ForecastContent, reach: AnsweredReach, input: ForecastInput): Forecast {
  const { offer, budgetCents } = content;
  const { deliverable } = reach;
  const redemptions = actingCustomers(deliverable, input.redemptionPrior);
  const price = rewardPriceCents(offer, input.basketPrior);
  const perCustomer = price + input.feePerRedeemingCustomerCents;
  const cost = (customers: number) => Math.min(budgetCents, Math.round(customers * perCustomer));
  const upperReach = Math.max(0, Math.ceil(deliverable.estimate + deliverable.halfWidth));
  return {
    budgetCents,
    worstCaseCents: upperReach * (mostPerCustomerCents(offer) + input.feePerRedeemingCustomerCents),
    activations: offer.activation.kind === 'required' ? actingCustomers(deliverable, input.activationPrior) : undefined,
    redemptions,
    costCents: { low: cost(redemptions.low), middle: cost(redemptions.middle), high: cost(redemptions.high) },
    salesCents: sales(redemptions, meanBasketCents(offer, input.basketPrior), input.basketPrior.relativeDeviation),
    rewardPriceCents: price,
    measurability: measurability(content.holdoutPercent, deliverable, reach.holdout, input.reportSigma2),
  };
}

function measurability(holdoutPercent: number, delivered: Estimate, holdout: Estimate, cellSigma2: number): Measurability {
  if (holdoutPercent === 0) return { kind: 'not_measurable', reason: 'no_holdout' };
  const points = smallestProvableLift({
    delivered: delivered.estimate,
    holdout: holdout.estimate,
    cellSigma2,
    baselineRate: BASELINE_BUYING_RATE,
  });
  if (points > LARGEST_BELIEVABLE_LIFT_POINTS) return { kind: 'not_measurable', reason: 'audience_too_small' };
  const strength = points <= STRONG_LIFT_POINTS ? 'strong' : points <= FAIR_LIFT_POINTS ? 'fair' : 'weak';
  return { kind: 'measurable', smallestLiftPoints: points, strength };
}

/**
 * Customers R who act on an offer, redeem or activate it: given a share p, normal with mean pN and variance Np(1 − p) + p²·sd(N)²; p is Beta(α, β), integrated on a grid of its
 * density. Quantiles of the mixture by bisection.
 */
function actingCustomers(reach: Estimate, prior: ForecastInput['redemptionPrior']): Range {
  const size = Math.max(0, reach.estimate);
  const below = actingBelow(reach, prior);
  const upper = size + 6 * reach.sd + 1;
  const at = (probability: number): number => {
    let [low, high] = [0, upper];
    while (high - low > 0.25) {
      const middle = (low + high) / 2;
      if (below(middle) < probability) low = middle;
      else high = middle;
    }
    return high;
  };
  const mean = (size * prior.alpha) / (prior.alpha + prior.beta);
  const low = Math.floor(at(0.025));
  const high = Math.ceil(at(0.975));
  return { low, middle: Math.min(high, Math.max(low, Math.round(mean))), high };
}

/** The chance that more than so many customers redeem, by the same distribution as the forecast's range: a share between 0 and 1. */
export function chanceOfMoreRedeeming(deliverable: Estimate, prior: ForecastInput['redemptionPrior'], customers: number): number {
  return Math.min(1, Math.max(0, 1 - actingBelow(deliverable, prior)(customers)));
}

/** Distribution function of the number of customers who act. */
function actingBelow(reach: Estimate, prior: ForecastInput['redemptionPrior']): (customers: number) => number {
  const size = Math.max(0, reach.estimate);
  const parts = betaGrid(prior.alpha, prior.beta).map(({ share, weight }) => ({
    weight,
    mean: share * size,
    sd: Math.sqrt(size * share * (1 - share) + (share * reach.sd) ** 2) || 1e-9,
  }));
  return (customers) => parts.reduce((sum, { weight, mean, sd }) => sum + weight * normalCdf((customers - mean) / sd), 0);
}

interface GridPoint {
  readonly share: number;
  readonly weight: number;
}
const gridCache = new Map<string, readonly GridPoint[]>();

/** Points and normalised weights of a Beta density over the span that holds all but a hair of it. */
function betaGrid(alpha: number, beta: number): readonly GridPoint[] {
  const key = `${alpha} ${beta}`;
  const known = gridCache.get(key);
  if (known !== undefined) return known;
  const mean = alpha / (alpha + beta);
  const deviation = Math.sqrt((mean * (1 - mean)) / (alpha + beta + 1));
  const [from, to] = [Math.max(0, mean - 6 * deviation), Math.min(1, mean + 8 * deviation)];
  const shares = Array.from({ length: GRID_POINTS }, (_, index) => from + ((index + 0.5) / GRID_POINTS) * (to - from));
  const logs = shares.map((share) => (alpha - 1) * Math.log(share) + (beta - 1) * Math.log1p(-share));
  const largest = Math.max(...logs);
  const densities = logs.map((value) => Math.exp(value - largest));
  const total = densities.reduce((sum, density) => sum + density, 0);
  const grid = shares.map((share, index) => ({ share, weight: (densities[index] ?? 0) / total }));
  if (gridCache.size >= GRIDS_KEPT) gridCache.clear();
  gridCache.set(key, grid);
  return grid;
}

/** Baskets add their own error: relative deviation over the root of their number, in quadrature with that of the redemptions. */
function sales(redemptions: Range, meanCents: number, relativeDeviation: number): Range {
  const middle = redemptions.middle * meanCents;
  const basketError = Z_95 * relativeDeviation * meanCents * Math.sqrt(redemptions.middle);
  return {
    low: Math.max(0, Math.round(middle - Math.hypot((redemptions.middle - redemptions.low) * meanCents, basketError))),
    middle: Math.round(middle),
    high: Math.round(middle + Math.hypot((redemptions.high - redemptions.middle) * meanCents, basketError)),
  };
}
