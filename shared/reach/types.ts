import type { Audience } from '../audience/audience.ts';
import type { CampaignContent } from '../campaign/content.ts';
import type { Channel } from '../units.ts';
import type { Release } from './release.ts';

/** An unbiased estimate: `estimate` may be negative, `halfWidth` is 1.96 sd. In customers. */
export interface Estimate {
  readonly estimate: number;
  readonly sd: number;
  readonly halfWidth: number;
}

/** What a screen may show of an estimate: a figure, or "fewer than L" where the half-width exceeds half the estimate. */
export type ShownCount =
  | { readonly kind: 'released'; readonly customers: number; readonly halfWidth: number }
  | { readonly kind: 'suppressed'; readonly fewerThan: number };

export interface Receipt {
  readonly releaseId: string;
  readonly releaseSha256: string;
  readonly window: string;
  readonly tables: readonly string[];
  /** Exact fractions as text: the release's charge and its share of the yearly cap. */
  readonly rho: string;
  readonly shareOfYearlyCap: string;
  readonly categoriesPerCustomer: number;
  readonly dataUntil: string;
  readonly keyId: string;
  readonly segmentDriftShare: number;
  /** The release whose population table gave the channel rate; null where none was at hand, the rate is then unknown and `deliverable` as wide. */
  readonly channelRateReleaseId: string | null;
}

export interface ReachInput {
  /** The newest verified release of every window of the last twelve months. */
  readonly releases: readonly Release[];
  readonly audience: Audience;
  readonly channels: readonly Channel[];
  readonly holdoutPercent: number;
}

export type ReachVerdict = 'too_narrow' | 'narrow' | 'balanced' | 'broad';

/** Reach as the panel, the server's guard and the command line read it. */
export type Reach =
  | {
      readonly kind: 'answered';
      /** Consenting customers in the segment; its ± is the release's exact variance. */
      readonly segment: Estimate;
      readonly shownSegment: ShownCount;
      /** Waterfall, each a count of customers: reachable in the channels, after the frequency cap. */
      readonly reachable: Estimate;
      readonly afterFrequencyCap: Estimate;
      /** After the holdout; its ± holds channel-rate error and the segment drift as well. */
      readonly deliverable: Estimate;
      readonly shownDeliverable: ShownCount;
      readonly holdout: Estimate;
      readonly verdict: ReachVerdict;
      /** Smallest estimate that passes: minimum + 4.753 sd. */
      readonly minimumRequired: number;
      readonly meetsMinimum: boolean;
      readonly receipt: Receipt;
    }
  | {
      readonly kind: 'not_answerable';
      readonly reason: 'window_not_released' | 'shape_needs_other_tables' | 'unknown_category' | 'unknown_region' | 'unknown_band';
    };

/** Prices and priors that cost and forecast need; published by the bank (`GET /v1/market`). */
export interface ForecastInput {
  readonly feePerRedeemingCustomerCents: number;
  readonly redemptionPrior: { readonly alpha: number; readonly beta: number; readonly source: string };
  readonly basketPrior: { readonly meanCents: number; readonly relativeDeviation: number; readonly source: string };
  /** sigma² of the counts of a campaign report. */
  readonly reportSigma2: number;
}

export interface Range {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

export interface Forecast {
  /** The most the merchant is ever invoiced. */
  readonly budgetCents: number;
  /** Upper end of reach × (min(cap per customer, cap per redemption × redemptions) + fee). Shown beside the budget, never a refusal. */
  readonly worstCaseCents: number;
  readonly redemptions: Range;
  readonly costCents: Range;
  readonly salesCents: Range;
  readonly rewardPriceCents: number;
  readonly measurability:
    | { readonly kind: 'measurable'; readonly smallestLiftPoints: number; readonly strength: 'strong' | 'fair' | 'weak' }
    | { readonly kind: 'not_measurable'; readonly reason: 'no_holdout' | 'audience_too_small' };
}

/** The part of a campaign that cost and forecast depend on. */
export type ForecastContent = Pick<CampaignContent, 'offer' | 'budgetCents' | 'holdoutPercent'>;
