import { z } from 'zod';
import { CampaignContent, SubmittedContent } from '../../campaign/content.ts';
import { SharePercent } from '../../campaign/cooperation.ts';
import { FileMediaType } from '../../campaign/files.ts';
import { CampaignState, TRANSITION_NAMES } from '../../campaign/transitions.ts';
import { CampaignReport } from '../../results/report.ts';
import { Check, Decision, ReasonCode } from '../../review/decision.ts';
import { Role } from '../../session/roles.ts';
import { Id, Instant, LocalDate, Sha256 } from '../../units.ts';
import { holding, JUDGED_ON } from './artefacts.ts';
import { defineEndpoint } from './define.ts';

const MERCHANT = ['merchant_editor', 'merchant_viewer'] as const;
const BANK = ['bank_reviewer', 'bank_privacy_officer'] as const;
const CampaignParams = z.strictObject({ campaignId: Id });
/** Optimistic lock: the version that the caller saw. A stale one is `version_conflict` and changes nothing. */
const Expected = z.strictObject({ expectedVersion: z.int().min(1) });

export const CampaignSummary = z.strictObject({
  id: Id,
  name: z.string(),
  state: CampaignState,
  /** Rises by one with every change. */
  version: z.int().min(1),
  revision: z.int().min(1),
  revisionHash: Sha256,
  startsOn: LocalDate,
  endsOn: LocalDate,
  budgetCents: z.int(),
  merchant: z.strictObject({ id: Id, shopName: z.string() }),
  /** How many shops have this campaign together; absent where it is one shop's own. */
  shops: z.int().min(2).optional(),
  updatedAt: Instant,
  /** In lists: comments of others that I have not read; absent where there are none. */
  unreadComments: z.int().min(1).optional(),
});
export type CampaignSummary = z.infer<typeof CampaignSummary>;

/** One entry of the timeline: a transition with its time, the side that made it and the reason that was given. */
export const TimelineEntry = z.strictObject({
  at: Instant,
  transition: z.enum(TRANSITION_NAMES),
  from: CampaignState,
  to: CampaignState,
  by: z.enum(['merchant', 'bank', 'system']),
  revision: z.int().min(1),
  reason: ReasonCode.optional(),
  /** A guard that failed names the size it asked for. */
  text: holding(z.string(), JUDGED_ON).optional(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** One shop of a cooperative campaign, as every shop and the bank see it: name, share and whether it accepted the newest revision. */
export const CampaignShop = z.strictObject({
  shopName: z.string(),
  sharePercent: SharePercent,
  isLead: z.boolean(),
  isMine: z.boolean(),
  /** The leading shop accepts by submitting. */
  accepted: z.boolean(),
});
export type CampaignShop = z.infer<typeof CampaignShop>;

export const CampaignDetail = z.strictObject({
  summary: CampaignSummary,
  content: CampaignContent,
  timeline: z.array(TimelineEntry),
  /** Transitions that the caller may make now. */
  legal: z.array(z.enum(TRANSITION_NAMES)),
  /** Prices fixed at approval, known before submission. Absent until a revision was approved. */
  prices: z.strictObject({ rewardPriceCents: z.int(), feeCents: z.int() }).optional(),
  /** Of a cooperative campaign: its shops, the leading one first. */
  shops: z.array(CampaignShop).min(2).optional(),
});
export type CampaignDetail = z.infer<typeof CampaignDetail>;

/** A picture of a message: its bytes are asked for by their hash. */
const RenderedImage = z.strictObject({ sha256: Sha256, mediaType: FileMediaType, alt: z.string() });

/** What a customer will read in one language: the merchant's text and what the bank adds, exactly as delivered. */
export const RenderedMessage = z.strictObject({
  language: z.enum(['nl', 'fr', 'de', 'en']),
  label: z.string(),
  payer: z.string(),
  title: z.string(),
  shortText: z.string(),
  longText: z.string(),
  terms: z.string(),
  action: z.string(),
  why: z.string(),
  stop: z.string(),
  logo: RenderedImage.optional(),
  hero: RenderedImage.optional(),
});
export type RenderedMessage = z.infer<typeof RenderedMessage>;

/** A field that differs between two revisions; values are canonical JSON texts, absent where the field was. `path` is dotted: `offer.reward.percent`. */
export const FieldChange = z.strictObject({ path: z.string(), before: z.string().optional(), after: z.string().optional() });
export type FieldChange = z.infer<typeof FieldChange>;

const ReviewReach = holding(
  z.strictObject({ customers: z.int(), halfWidth: z.int(), required: z.int(), releaseId: z.string() }),
  JUDGED_ON,
);

/** All that a reviewer decides on. Published numbers only. */
export const ReviewCase = z.strictObject({
  detail: CampaignDetail,
  submittedAt: Instant,
  claimedByMe: z.boolean(),
  claimed: z.boolean(),
  messages: z.array(RenderedMessage),
  /** The second version of the message, where there is one: half of the customers who are contacted get it. */
  alternativeMessages: z.array(RenderedMessage),
  changes: z.array(FieldChange),
  previousRevision: z.int().min(1).optional(),
  checks: z.array(Check),
  reach: ReviewReach,
  liability: holding(z.strictObject({ worstCaseCents: z.int(), budgetCents: z.int(), overrunChance: z.number() }), JUDGED_ON),
  approvals: z.strictObject({ given: z.int(), needed: z.int(), reasons: z.array(z.enum(['alcohol', 'credit', 'budget', 'reach'])) }),
});
export type ReviewCase = z.infer<typeof ReviewCase>;

export const QueueItem = z.strictObject({
  summary: CampaignSummary,
  submittedAt: Instant,
  claimed: z.boolean(),
  claimedByMe: z.boolean(),
  flags: z.array(z.enum(['four_eyes', 'starts_soon', 'resubmitted'])),
  /** Reach as judged at submission. */
  reach: ReviewReach,
});
export type QueueItem = z.infer<typeof QueueItem>;

/** Badge counts. `invitations`: campaigns of other shops that mine is asked to join, and frozen revisions that it has not answered. */
export const WaitingWork = z.strictObject({
  campaigns: z.int().min(0),
  invitations: z.int().min(0),
  queue: z.int().min(0),
  results: z.int().min(0),
  /** Comments of others that I have not read. */
  comments: z.int().min(0),
});
export type WaitingWork = z.infer<typeof WaitingWork>;

export const campaignEndpoints = {
  campaigns: defineEndpoint({
    method: 'GET',
    path: '/v1/campaigns',
    summary: 'The campaigns of my merchant; for the bank, of all',
    access: [...MERCHANT, ...BANK],
    carries: 'none',
    answer: z.strictObject({ campaigns: z.array(CampaignSummary) }),
  }),
  campaign: defineEndpoint({
    method: 'GET',
    path: '/v1/campaigns/:campaignId',
    summary: 'One campaign with its newest revision and timeline',
    access: [...MERCHANT, ...BANK],
    carries: JUDGED_ON,
    params: CampaignParams,
    answer: CampaignDetail,
  }),
  /** Idempotent by `submissionId`: the same one again gives the same answer and changes nothing. The campaign id is made by the application. */
  submit: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/submissions',
    summary: 'Freezes a revision of the content and submits it',
    access: ['merchant_editor'],
    carries: JUDGED_ON,
    params: CampaignParams,
    body: z.strictObject({
      submissionId: Id,
      content: SubmittedContent,
      releaseId: z.string(),
      /** The revision that the content was made from, 0 for none: where another one was frozen since, this is `version_conflict`. */
      baseRevision: z.int().min(0).optional(),
    }),
    answer: CampaignDetail,
    status: 201,
  }),
  revise: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/revise',
    summary: 'Takes a campaign with requested changes back into draft',
    access: ['merchant_editor'],
    carries: JUDGED_ON,
    params: CampaignParams,
    body: Expected,
    answer: CampaignDetail,
  }),
  withdraw: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/withdraw',
    summary: 'Withdraws a campaign before it is live',
    access: ['merchant_editor'],
    carries: JUDGED_ON,
    params: CampaignParams,
    body: Expected,
    answer: CampaignDetail,
  }),
  control: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/control',
    summary: 'Pauses, resumes, limits or archives a campaign',
    access: ['merchant_editor', 'bank_reviewer'],
    carries: JUDGED_ON,
    params: CampaignParams,
    body: z.strictObject({ expectedVersion: z.int().min(1), action: z.enum(['pause', 'resume', 'limit', 'archive']) }),
    answer: CampaignDetail,
  }),
  report: defineEndpoint({
    method: 'GET',
    path: '/v1/campaigns/:campaignId/report',
    summary: 'The published report; 404 until there is one',
    access: [...MERCHANT, ...BANK],
    carries: ['campaign_report'],
    params: CampaignParams,
    answer: holding(CampaignReport, ['campaign_report']),
  }),
  /** What waits for me: decisions and reports a merchant has not opened, submissions a reviewer has not taken. */
  waitingWork: defineEndpoint({
    method: 'GET',
    path: '/v1/waiting-work',
    summary: 'Badge counts for the signed-in person',
    access: Role.options,
    carries: 'none',
    answer: WaitingWork,
  }),
  markSeen: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/seen',
    summary: 'Notes that the signed-in person has seen the newest state',
    access: [...MERCHANT, ...BANK],
    carries: 'none',
    params: CampaignParams,
    answer: z.strictObject({}),
  }),
} as const;

export const reviewEndpoints = {
  queue: defineEndpoint({
    method: 'GET',
    path: '/v1/review/queue',
    summary: 'Submitted and claimed campaigns, oldest first',
    access: BANK,
    carries: JUDGED_ON,
    answer: z.strictObject({ items: z.array(QueueItem) }),
  }),
  reviewCase: defineEndpoint({
    method: 'GET',
    path: '/v1/review/campaigns/:campaignId',
    summary: 'Everything a reviewer decides on',
    access: BANK,
    carries: JUDGED_ON,
    params: CampaignParams,
    answer: ReviewCase,
  }),
  take: defineEndpoint({
    method: 'POST',
    path: '/v1/review/campaigns/:campaignId/take',
    summary: 'Takes a submission into review; locks it for the merchant',
    access: ['bank_reviewer'],
    carries: JUDGED_ON,
    params: CampaignParams,
    body: Expected,
    answer: ReviewCase,
  }),
  release: defineEndpoint({
    method: 'POST',
    path: '/v1/review/campaigns/:campaignId/release',
    summary: 'Gives a claimed submission back to the queue',
    access: ['bank_reviewer'],
    carries: JUDGED_ON,
    params: CampaignParams,
    body: Expected,
    answer: ReviewCase,
  }),
  decide: defineEndpoint({
    method: 'POST',
    path: '/v1/review/campaigns/:campaignId/decisions',
    summary: 'Approves, rejects or requests changes of the revision with this hash',
    access: ['bank_reviewer'],
    carries: JUDGED_ON,
    params: CampaignParams,
    body: z.strictObject({ expectedVersion: z.int().min(1), decision: Decision }),
    answer: CampaignDetail,
  }),
  suspend: defineEndpoint({
    method: 'POST',
    path: '/v1/review/campaigns/:campaignId/suspend',
    summary: 'Stops a campaign at once, with a reason',
    access: BANK,
    carries: JUDGED_ON,
    params: CampaignParams,
    body: z.strictObject({ expectedVersion: z.int().min(1), text: z.string().trim().min(10).max(2_000) }),
    answer: CampaignDetail,
  }),
  /** By another person than the one who suspended. */
  liftSuspension: defineEndpoint({
    method: 'POST',
    path: '/v1/review/campaigns/:campaignId/lift-suspension',
    summary: 'Returns a suspended campaign to the state it had',
    access: BANK,
    carries: JUDGED_ON,
    params: CampaignParams,
    body: Expected,
    answer: CampaignDetail,
  }),
} as const;
