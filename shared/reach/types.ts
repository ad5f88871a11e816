import type { Audience } from '../audience/audience.ts';
import type { CampaignContent } from '../campaign/content.ts';
import type { Channel } from '../units.ts';
import type { Quote } from './quote.ts';
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

/** One signed artefact of the bank that a number comes from. Its signature was checked before it was read. */
export interface ReceiptSource {
  readonly kind: 'release' | 'quote';
  /** Id and SHA-256 of the artefact's file. */
  readonly id: string;
  readonly sha256: string;
  /** The release's window; null for a quote, whose rule names its windows. */
  readonly window: string | null;
  /** Tables of a release that were read; empty for a quote. */
  readonly tables: readonly string[];
  /** Exact fractions as text: what publishing the whole artefact charged, and that charge over the yearly cap. */
  readonly rho: string;
  readonly shareOfYearlyCap: string;
  /** The most categories of one customer that are counted per window; for a merchant's slice the most merchants as well, else null. */
  readonly categoriesPerCustomer: number;
  readonly merchantsPerCustomer: number | null;
  readonly dataUntil: string;
  /** First 16 hexadecimal digits of the SHA-256 of the key whose signature was checked. */
  readonly keyId: string;
}

/**
 * Where a number comes from and what publishing it cost. The flat fields are those of the first source; `sources` lists every artefact that was read for
 * the segment, each once (a slice and the season's release, for example); `channelRate` is the one read for the share of reachable customers.
 */
export interface Receipt {
  readonly releaseId: string;
  readonly releaseSha256: string;
  readonly window: string;
  readonly tables: readonly string[];
  /** Exact fractions as text: the charge of all sources together and its share of the yearly cap. */
  readonly rho: string;
  readonly shareOfYearlyCap: string;
  readonly categoriesPerCustomer: number;
  readonly dataUntil: string;
  readonly keyId: string;
  readonly segmentDriftShare: number;
  /** The release whose population table gave the channel rate; null where none was at hand, the rate is then unknown and `deliverable` as wide. */
  readonly channelRateReleaseId: string | null;
  readonly sources: readonly ReceiptSource[];
  readonly channelRate: ReceiptSource | null;
}

export interface ReachInput {
  /** The newest verified release of every window of the last twelve months; the merchant's own slices among them. */
  readonly releases: readonly Release[];
  /** Verified quotes at hand; those of other rules are ignored. */
  readonly quotes?: readonly Quote[];
  readonly audience: Audience;
  readonly channels: readonly Channel[];
  readonly holdoutPercent: number;
}

export type ReachVerdict = 'too_narrow' | 'narrow' | 'balanced' | 'broad';

/** Whole customers between which a count lies; each end is already widened by its own error, so that it fails in at most 2.5 % of cases. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Why a rule has bounds only: what no published table counts together. */
export type RoughReason = 'two_categories' | 'two_windows' | 'relationship_and_regions' | 'regions_of_a_month' | 'many_conditions';

export type NotAnswerableReason =
  | 'window_not_released'
  | 'shape_needs_other_tables'
  | 'unknown_category'
  | 'unknown_region'
  | 'unknown_band'
  /** The conditions exclude each other: nobody can meet them all. */
  | 'contradictory'
  /** A relationship, and no slice of this season in the rule's category is at hand. */
  | 'no_slice'
  /** No table says anything about it; a quote does. */
  | 'needs_quote';

/** Reach as the panel, the server's guard and the command line read it. */
export type Reach =
  | {
      readonly kind: 'answered';
      /** What counted the segment. */
      readonly source: 'release' | 'quote';
      /** Consenting customers in the segment; its ± is the exact variance of the release or quote. */
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
      readonly kind: 'rough';
      readonly segment: Bounds;
      readonly deliverable: Bounds;
      readonly reason: RoughReason;
      /** A quote answers it; until then it cannot be submitted. */
      readonly canQuote: true;
      readonly receipt: Receipt;
    }
  | { readonly kind: 'not_answerable'; readonly reason: NotAnswerableReason };

/** Prices and priors that cost and forecast need; published by the bank (`GET /v1/market`). */
export interface ForecastInput {
  readonly feePerRedeemingCustomerCents: number;
  readonly redemptionPrior: { readonly alpha: number; readonly beta: number; readonly source: string };
  /** Share of delivered customers who switch the offer on. */
  readonly activationPrior: { readonly alpha: number; readonly beta: number; readonly source: string };
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
  /** Customers who switch the offer on; undefined where it is on by itself. */
  readonly activations: Range | undefined;
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
