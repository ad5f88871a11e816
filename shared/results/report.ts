import { z } from 'zod';
import { CostShare } from '../campaign/cooperation.ts';
import { FRACTION_PATTERN } from '../fraction.ts';
import { Id, Instant } from '../units.ts';

/** A published figure: noise included, `halfWidth` is that of its 95 % interval. May be negative; screens show max(0, round). */
export const NoisyFigure = z.strictObject({ value: z.number(), halfWidth: z.number().min(0) });
export type NoisyFigure = z.infer<typeof NoisyFigure>;

/** Low and high end of a 95 % interval around a value. */
export const IntervalFigure = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
export type IntervalFigure = z.infer<typeof IntervalFigure>;

/**
 * One cell of the published histogram, noise included: a customer is in exactly one. `step` is the furthest one reached; `assigned` holds those who
 * were assigned or contacted and went no further, and the whole holdout.
 */
export const ReportCell = z.strictObject({
  arm: z.enum(['delivered', 'holdout']),
  step: z.enum(['assigned', 'activated', 'redeemed']),
  bought: z.boolean(),
  customers: z.int(),
});
export type ReportCell = z.infer<typeof ReportCell>;

/**
 * The one report of a campaign: from one noisy histogram of disjoint cells (arm × furthest step × bought or not), one clipped spend and one
 * clipped reward figure. Counts are customers, money is cents, rates are shares between 0 and 1.
 */
export const CampaignReport = z.strictObject({
  format: z.literal('florin-report/1'),
  campaignId: Id,
  publishedAt: Instant,
  /** Everything that was drawn: all figures below follow from it, from the prices and from `method` (`compute-report.ts`). */
  histogram: z.array(ReportCell).min(6).max(8),
  /** Variances of the noise as fractions: of one cell, of the spend and of the reward figure (cents²). */
  noise: z.strictObject({
    countSigma2: z.string().regex(FRACTION_PATTERN),
    spendSigma2: z.string().regex(FRACTION_PATTERN),
    rewardSigma2: z.string().regex(FRACTION_PATTERN),
  }),
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
    /** Credit of earlier reports that is set off against this amount; what is left to pay is `max(0, amountCents) − creditAppliedCents`. */
    creditAppliedCents: z.int().min(0),
    /** Of a cooperative campaign: the one amount by the agreed shares, in whole cents that add up to it. Nothing in it is one shop's own. */
    shares: z.array(z.strictObject({ ...CostShare.shape, amountCents: z.int() })).optional(),
  }),
  /** Counted for accounting: this report's charge as a fraction. */
  rho: z.string(),
  method: z.strictObject({ outcome: z.string(), attributionDays: z.int(), clipSpendCents: z.int(), clipRewardCents: z.int() }),
});
export type CampaignReport = z.infer<typeof CampaignReport>;
