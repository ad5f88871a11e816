import { z } from 'zod';
import { Audience } from '../audience/audience.ts';
import { Channel, Language, LocalDate, PositiveCents } from '../units.ts';
import { Evidence } from './evidence.ts';
import { CreativeImages, FILE_LIMITS } from './files.ts';
import { Cooperation } from './cooperation.ts';

/** The limits of a campaign's fields. One place; the bank publishes them and both ends enforce them. Money in cents. */
export const CAMPAIGN_LIMITS = {
  nameLength: { min: 3, max: 80 },
  flightDays: { min: 1, max: 92, default: 30 },
  startWorkingDaysAhead: 5,
  startDaysAhead: 225,
  redemptionExtraDays: { min: 0, max: 45 },
  budgetCents: { min: 10_000, max: 500_000_000 },
  holdoutPercents: [0, 10, 20, 30, 50],
  attributionDays: { min: 1, max: 30, default: 14 },
  percent: { min: 1, max: 50 },
  amountCents: { min: 100, max: 25_000 },
  minimumSpendCents: { min: 0, max: 250_000 },
  redemptionsPerCustomer: { min: 1, max: 10 },
  activationDays: { min: 1, max: 45 },
  returnPeriodDays: { min: 0, max: 60 },
  claimCents: { min: 1, max: 10_000_000 },
  titleLength: 40,
  shortTextLength: 90,
  longTextLength: 500,
  termsLength: 4_000,
} as const;

const L = CAMPAIGN_LIMITS;

export const Objective = z.enum(['drive_sales', 'build_loyalty', 'acquire_new', 'win_back']);
export const Pacing = z.enum(['even', 'front', 'asap']);
export const HoldoutPercent = z.union([z.literal(0), z.literal(10), z.literal(20), z.literal(30), z.literal(50)]);

/** What a redeeming customer gets back. */
export const Reward = z.discriminatedUnion('template', [
  z.strictObject({ template: z.literal('percent'), percent: z.int().min(L.percent.min).max(L.percent.max) }),
  z.strictObject({ template: z.literal('flat_amount'), amountCents: PositiveCents.min(L.amountCents.min).max(L.amountCents.max) }),
]);
export type Reward = z.infer<typeof Reward>;

const ClaimCents = PositiveCents.min(L.claimCents.min).max(L.claimCents.max);

/** What the offer says of a price besides its reward. None is the absence of one, so that an offer from before there were claims has the same hash. */
export const Claim = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('was_now'),
    fromCents: ClaimCents,
    toCents: ClaimCents,
    /** The lowest price asked in the last 30 days before the reduction. */
    lowest30DaysCents: ClaimCents,
  }),
  z.strictObject({ kind: z.literal('from_price') }),
  z.strictObject({ kind: z.literal('free_gift') }),
]);
export type Claim = z.infer<typeof Claim>;

export const Offer = z.strictObject({
  reward: Reward,
  minimumSpendCents: PositiveCents.max(L.minimumSpendCents.max),
  capPerRedemptionCents: PositiveCents.min(1),
  capPerCustomerCents: PositiveCents.min(1),
  redemptionsPerCustomer: z.int().min(L.redemptionsPerCustomer.min).max(L.redemptionsPerCustomer.max),
  /** `automatic`, or the customer must switch the offer on within so many days. */
  activation: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('automatic') }),
    z.strictObject({ kind: z.literal('required'), withinDays: z.int().min(L.activationDays.min).max(L.activationDays.max) }),
  ]),
  where: z.enum(['in_store', 'online', 'both']),
  returnPeriodDays: z.int().min(L.returnPeriodDays.min).max(L.returnPeriodDays.max),
  claim: Claim.optional(),
  declarations: z.strictObject({
    alcohol: z.boolean(),
    gambling: z.boolean(),
    credit: z.boolean(),
    tobacco: z.boolean(),
    medical: z.boolean(),
    political: z.boolean(),
  }),
});
export type Offer = z.infer<typeof Offer>;

/** What the customer reads in one language, without what the bank adds. */
export const CreativeText = z.strictObject({
  title: z.string().trim().min(1).max(L.titleLength),
  shortText: z.string().trim().min(1).max(L.shortTextLength),
  longText: z.string().trim().min(1).max(L.longTextLength),
  terms: z.string().trim().min(1).max(L.termsLength),
  /** What is read out in place of the picture; there where the campaign has the picture. */
  logoAlt: z.string().trim().min(1).max(FILE_LIMITS.altTextLength).optional(),
  heroAlt: z.string().trim().min(1).max(FILE_LIMITS.altTextLength).optional(),
});
export type CreativeText = z.infer<typeof CreativeText>;

/** By language; the market's own languages are required (NL: nl; BE: nl and fr). */
export const Creative = z.partialRecord(Language, CreativeText);
export type Creative = z.infer<typeof Creative>;

export const Schedule = z.strictObject({
  startsOn: LocalDate,
  /** The last day of the flight, included. */
  endsOn: LocalDate,
  redemptionExtraDays: z.int().min(L.redemptionExtraDays.min).max(L.redemptionExtraDays.max),
  pacing: Pacing,
});

const DECIDED = {
  format: z.literal('florin-campaign/1'),
  name: z.string().trim().min(L.nameLength.min).max(L.nameLength.max),
  objective: Objective,
  market: z.string().regex(/^[A-Z]{2}$/),
  channels: z.array(Channel).min(1).max(4),
  audience: Audience,
  offer: Offer,
  /** Files that prove what the offer or its message says; for the bank's reviewers, never for customers. */
  evidence: Evidence.optional(),
  creative: Creative,
  images: CreativeImages.optional(),
  /** A second version of the message, for half of the customers who are contacted, drawn by the hash of the approved revision. */
  alternative: z.strictObject({ creative: Creative, images: CreativeImages.optional() }).optional(),
  schedule: Schedule,
  budgetCents: PositiveCents.min(L.budgetCents.min).max(L.budgetCents.max),
  holdoutPercent: HoldoutPercent,
  attributionDays: z.int().min(L.attributionDays.min).max(L.attributionDays.max),
};

/** Everything a merchant decides and sends. */
export const SubmittedContent = z.strictObject(DECIDED);
export type SubmittedContent = z.infer<typeof SubmittedContent>;

/**
 * What is frozen and hashed (SHA-256 of its canonical JSON) as a revision at submission. The bank itself adds the shops that joined and their shares, so
 * that no merchant can name another that did not agree.
 */
export const CampaignContent = z.strictObject({ ...DECIDED, cooperation: Cooperation.optional() });
export type CampaignContent = z.infer<typeof CampaignContent>;

/** One version of a campaign's message, and where it stands in the content. */
export interface MessageVersion {
  readonly path: 'creative' | 'alternative.creative';
  readonly creative: Creative;
  readonly images: CreativeImages | undefined;
}

/** The versions of a campaign's message: one, or two where there is a second. */
export function messageVersions({
  creative,
  images,
  alternative,
}: Pick<CampaignContent, 'creative' | 'images' | 'alternative'>): readonly MessageVersion[] {
  return [
    { path: 'creative', creative, images },
    ...(alternative === undefined
      ? []
      : [{ path: 'alternative.creative' as const, creative: alternative.creative, images: alternative.images }]),
  ];
}

/** Languages that a market's creative must hold, all fields in each. */
export function requiredLanguages(market: string): readonly Language[] {
  return market === 'BE' ? ['nl', 'fr'] : ['nl'];
}
