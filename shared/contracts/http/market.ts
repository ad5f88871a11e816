import { z } from 'zod';
import { CAMPAIGN_LIMITS } from '../../campaign/content.ts';
import { ReleaseSummary } from '../../reach/release.ts';
import { Role } from '../../session/roles.ts';
import { Channel, Id, Instant, LocalDate, Slug } from '../../units.ts';
import { holding } from './artefacts.ts';
import { defineEndpoint } from './define.ts';

const EVERYONE: readonly Role[] = Role.options;
const Labels = z.strictObject({ en: z.string(), nl: z.string(), fr: z.string() });
const Prior = z.strictObject({ alpha: z.number(), beta: z.number(), source: z.string() });
const OfferPrior = z.strictObject({
  category: Slug.optional(),
  template: z.enum(['percent', 'flat_amount']).optional(),
  redemption: Prior,
  activation: Prior.optional(),
});

/** What the bank makes public about its market: nothing here depends on customers' data. */
export const MarketInfo = z.strictObject({
  profile: Slug,
  market: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  demo: z.boolean(),
  /** The bank's date and time: the application takes the date from here. */
  today: LocalDate,
  now: Instant,
  categories: z.array(z.strictObject({ id: Slug, label: Labels, bandEdges: z.array(z.int()) })),
  regions: z.array(z.strictObject({ id: Slug, label: Labels, parts: z.array(z.string()) })),
  channels: z.array(Channel),
  categoriesPerCustomer: z.int(),
  limits: z.strictObject({
    minimumCustomers: z.int(),
    fourEyesReach: z.int(),
    fourEyesBudgetCents: z.int(),
    /** The limits of the fields, as the bank enforces them. */
    campaign: z.custom<typeof CAMPAIGN_LIMITS>((value) => typeof value === 'object' && value !== null),
  }),
  planning: z.strictObject({
    frequencyCapShare: z.number(),
    segmentDriftShare: z.number(),
    redemptionPrior: Prior,
    activationPrior: Prior,
    /** By category and kind of reward; `priorsOf` says which one holds. */
    priors: z.array(OfferPrior),
    basketPrior: z.strictObject({ meanCents: z.int(), relativeDeviation: z.number(), source: z.string() }),
    reportSigma2: z.number(),
  }),
  /** What moves what people buy: holidays and school breaks (both ends included), from the year before to the year after. */
  calendar: z.strictObject({
    days: z.array(z.strictObject({ on: LocalDate, label: Labels })),
    breaks: z.array(z.strictObject({ from: LocalDate, until: LocalDate, label: Labels, source: z.string() })),
  }),
  frequency: z.strictObject({
    pushPer7Days: z.int(),
    offersPer30Days: z.int(),
    campaignsPerCustomerYear: z.int(),
    quietFrom: z.string(),
    quietUntil: z.string(),
  }),
});
export type MarketInfo = z.infer<typeof MarketInfo>;

/** Who is signed in. A merchant role carries its merchant record, with the tariff that is part of every cost figure. */
export const Account = z.strictObject({
  id: Id,
  /** What the person is called in the audit log and on screen. */
  displayName: z.string(),
  role: Role,
  merchant: z
    .strictObject({
      id: Id,
      shopName: z.string(),
      legalName: z.string(),
      categoryId: Slug,
      feePerRedeemingCustomerCents: z.int().min(0),
      storeCount: z.int().min(0),
    })
    .optional(),
});
export type Account = z.infer<typeof Account>;

export const marketEndpoints = {
  health: defineEndpoint({
    method: 'GET',
    path: '/v1/health',
    summary: 'Says that the service answers and whether its database does',
    access: 'public',
    carries: 'none',
    answer: z.strictObject({ status: z.enum(['ready', 'degraded']), now: Instant }),
  }),
  market: defineEndpoint({
    method: 'GET',
    path: '/v1/market',
    summary: "The public parameters of the market and the bank's date",
    access: EVERYONE,
    carries: 'none',
    answer: MarketInfo,
  }),
  account: defineEndpoint({
    method: 'GET',
    path: '/v1/account',
    summary: 'The signed-in person, role and merchant',
    access: EVERYONE,
    carries: 'none',
    answer: Account,
  }),
  releases: defineEndpoint({
    method: 'GET',
    path: '/v1/releases',
    summary: 'The published releases of the last fifteen months, oldest first',
    access: EVERYONE,
    carries: ['release'],
    answer: z.strictObject({ releases: z.array(holding(ReleaseSummary, ['release'])) }),
  }),
  /** The signed bytes as text, so that the reader can verify what the bank signed. */
  release: defineEndpoint({
    method: 'GET',
    path: '/v1/releases/:releaseId',
    summary: 'One release: the signed file, whole',
    access: EVERYONE,
    carries: ['release'],
    params: z.strictObject({ releaseId: Slug }),
    answer: z.strictObject({ id: Slug, file: holding(z.string(), ['release']) }),
  }),
  /** Another merchant's slice cannot be asked for: whose it is comes from the sign-in. */
  releaseSlice: defineEndpoint({
    method: 'GET',
    path: '/v1/releases/:releaseId/slice',
    summary: "The caller's own slice of a release: the signed file, whole",
    access: ['merchant_editor', 'merchant_viewer'],
    carries: ['slice'],
    params: z.strictObject({ releaseId: Slug }),
    answer: z.strictObject({ id: Slug, file: holding(z.string(), ['slice']) }),
  }),
} as const;
