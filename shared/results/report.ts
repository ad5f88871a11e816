import { z } from 'zod';
import { Id, Instant } from '../units.ts';

/** A published figure: noise included, `halfWidth` is that of its 95 % interval. May be negative; screens show max(0, round). */
export const NoisyFigure = z.strictObject({ value: z.number(), halfWidth: z.number().min(0) });
export type NoisyFigure = z.infer<typeof NoisyFigure>;

/** Low and high end of a 95 % interval around a value. */
export const IntervalFigure = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
export type IntervalFigure = z.infer<typeof IntervalFigure>;

/**
 * The one report of a campaign: from one noisy histogram of disjoint cells (arm × furthest step × bought or not), one clipped spend and one
 * clipped reward figure. Counts are customers, money is cents, rates are shares between 0 and 1.
 */
export const CampaignReport = z.strictObject({
  format: z.literal('florin-report/1'),
  campaignId: Id,
  publishedAt: Instant,
  delivered: NoisyFigure,
  holdout: NoisyFigure,
  activations: NoisyFigure,
  /** Customers who redeemed at least once. */
  redeemingCustomers: NoisyFigure,
  spendCents: NoisyFigure,
  rewardCents: NoisyFigure,
  buyingRateDelivered: IntervalFigure,
  /** Absent where there is no holdout. */
  buyingRateHoldout: IntervalFigure.optional(),
  /** Difference of the buying rates, as a share; or the plain statement that none could be shown. */
  lift: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('shown'), points: IntervalFigure }),
    z.strictObject({ kind: z.literal('no_effect_could_be_shown'), points: IntervalFigure.optional() }),
  ]),
  incrementalCustomers: IntervalFigure.optional(),
  incrementalSalesCents: IntervalFigure.optional(),
  iroas: IntervalFigure.optional(),
  /** What the merchant is invoiced: price and fee per redeeming customer × the noisy number of them, at most the budget. A negative amount is a credit. */
  invoice: z.strictObject({
    redeemingCustomers: z.int(),
    rewardPriceCents: z.int().min(0),
    feeCents: z.int().min(0),
    amountCents: z.int(),
  }),
  /** Counted for accounting: this report's charge as a fraction. */
  rho: z.string(),
  method: z.strictObject({ outcome: z.string(), attributionDays: z.int(), clipSpendCents: z.int(), clipRewardCents: z.int() }),
});
export type CampaignReport = z.infer<typeof CampaignReport>;
