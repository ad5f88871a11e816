import type { Audience } from '#shared/audience/audience.ts';
import type { Channel } from '#shared/units.ts';
import type { CellSource, SliceMerchant } from '../privacy/release/ports.ts';

/**
 * What the rest of the bank may ask about payments. Exact figures stay inside the bank: releases read cells through the ledger, delivery reads pages of
 * customers, settlement and reports read payments at one merchant, and `exactCounts` is for the operator alone.
 * Every question is local to a customer, so that an engine spread over machines answers by adding and merging.
 */
export interface SegmentStore extends CellSource {
  /**
   * Customers of an audience with a valid opt-in, in the same bounded cells as the release, in the order of their ids. Any rule of the grammar. Where a
   * customer bought at more merchants than `merchantsPerCustomer`, those beyond it (in the order of the merchants) know the customer as `new`, as their
   * slices do: the release's band less lapsed less loyal counts exactly these.
   * @throws AppError `audience_not_answerable`
   */
  pageOfAudience(request: AudiencePageRequest): Promise<AudiencePage>;
  /**
   * The exact number of eligible customers in an audience, whatever their channels: any rule of the grammar, in the same bounded cells as the release.
   * For quotes, which charge before they ask. All rows of the rule's windows are read, whoever meets it.
   * @throws AppError `audience_not_answerable`
   */
  countOfAudience(request: AudienceCountRequest): Promise<number>;
  /** Payments of the named customers at the named payment merchants, oldest first. */
  paymentsAtMerchants(request: PaymentsRequest): Promise<readonly CustomerPayment[]>;
  /**
   * What the named customers did at the named payment merchants between two dates, one entry for each who has a payment there, in the order of the ids.
   * For reports, which compare delivered customers with the holdout.
   */
  attribution(request: PaymentsRequest): Promise<readonly CustomerAttribution[]>;
  /** Counts of every accepted row. Operator only. */
  exactCounts(request: ExactRequest): Promise<readonly ExactCell[]>;
  /** What is stored; counts only. */
  summary(): Promise<SegmentSummary>;
  close(): Promise<void>;
}

export interface AudienceCountRequest {
  readonly audience: Audience;
  /** Consents are judged at this instant. */
  readonly asOf: string;
  /** Needed where the rule holds a relationship. */
  readonly merchant?: MerchantContext;
  /** Present: without the customers whom this campaign holds out, by the draw of bank/delivery/holdout.ts. */
  readonly without?: HoldoutDraw;
}

export interface HoldoutDraw {
  readonly campaignId: string;
  /** 0 to 100. */
  readonly holdoutPercent: number;
}

export interface AudiencePageRequest extends AudienceCountRequest {
  /** Only customers who can be reached through at least one of these. */
  readonly channels: readonly Channel[];
  /** The last customer id of the page before; absent for the first page. */
  readonly after?: string;
  /** At most this many customers; 1 to 100,000. */
  readonly limit: number;
}

/** Whose shops a relationship is about, and all merchants in the fixed public order, because the bound on slices goes by it. */
export interface MerchantContext {
  readonly id: string;
  readonly merchants: readonly SliceMerchant[];
}

export interface AudienceMember {
  readonly customerId: string;
  /** All channels with a valid consent, in the profile's order. */
  readonly channels: readonly Channel[];
  /** The profile's region, absent in a market without regions. */
  readonly region?: string;
}

export interface AudiencePage {
  readonly customers: readonly AudienceMember[];
  /** Give this as `after` for the next page; absent on the last one. */
  readonly next?: string;
}

export interface PaymentsRequest {
  readonly paymentMerchantIds: readonly string[];
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
  readonly customerIds: readonly string[];
}

export interface CustomerPayment {
  /** Stable: the same payment has the same id whenever it is read. 32 hexadecimal digits. */
  readonly paymentId: string;
  readonly customerId: string;
  readonly paymentMerchantId: string;
  /** Instant in UTC. */
  readonly paidAt: string;
  /** Local date in the market's zone. */
  readonly paidOn: string;
  /** Negative for a refund. */
  readonly amountCents: number;
}

export interface CustomerAttribution {
  readonly customerId: string;
  /** At least one payment above zero. */
  readonly bought: boolean;
  /** Payments less refunds; negative where the refunds are more. */
  readonly netCents: number;
}

export const EXACT_DIMENSIONS = ['category', 'month', 'band', 'region'] as const;
export type ExactDimension = (typeof EXACT_DIMENSIONS)[number];

export interface ExactRequest {
  readonly by: readonly ExactDimension[];
  /** Present: only customers with a valid opt-in at this instant, adult, sensitive payments dropped, at most K categories per customer and window. */
  readonly eligibleAsOf?: string;
}

/** Holds the dimensions asked for and no other. */
export type ExactCell = Partial<Record<ExactDimension, string>> & { readonly customers: number; readonly total_cents: number };

export interface SegmentSummary {
  readonly payments: number;
  readonly customers: number;
  readonly paymentMerchants: number;
  /** Local dates of the first and the last payment; absent where there is none. */
  readonly firstPayment?: string;
  readonly lastPayment?: string;
}

/** Who has a valid opt-in at an instant: customer ids in ascending order, in pages. Bit i of `channelSet` is the profile's channel i. */
export interface OptInSource {
  optInsAt(asOf: string): AsyncIterable<readonly OptIn[]>;
  /** Absent: everything is read whenever it is needed. */
  readonly changes?: OptInChanges;
}

/** What changed since a reader last looked, so that a registry of millions is read once. */
export interface OptInChanges {
  /** To be asked before everything is read, so that nothing is missed that changes meanwhile. */
  begin(asOf: string): Promise<OptInMark>;
  /** Every customer whose opt-in or channels may differ between what was known at the mark and what holds at the instant, with what holds. */
  since(mark: OptInMark, asOf: string): Promise<OptInUpdate>;
}

export type OptInUpdate =
  | { readonly kind: 'everything' }
  | { readonly kind: 'changed'; readonly mark: OptInMark; readonly customers: readonly (OptIn & { readonly isOpted: boolean })[] };

/** How far a reader has read. */
export interface OptInMark {
  readonly asOf: string;
  /** Everything of an older transaction was seen. */
  readonly seen: string;
  /** The last deletion that was seen. */
  readonly deletions: string;
}

export interface OptIn {
  readonly customerId: string;
  readonly channelSet: number;
}
