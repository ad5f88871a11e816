import { z } from 'zod';
import { CommentText } from '../../campaign/comments.ts';
import { CampaignContent } from '../../campaign/content.ts';
import { TRANSITION_NAMES } from '../../campaign/transitions.ts';
import { ReasonCode } from '../../review/decision.ts';
import { Role } from '../../session/roles.ts';
import { Id, Instant, Sha256 } from '../../units.ts';
import { defineEndpoint } from './define.ts';

const MERCHANT = ['merchant_editor', 'merchant_viewer'] as const;
const BANK = ['bank_reviewer', 'bank_privacy_officer'] as const;
const CampaignParams = z.strictObject({ campaignId: Id });

/**
 * Who did something, as far as the reader may know: the side and the role always, a merchant's shop always, the person's name to colleagues of the same
 * shop and to the bank. A merchant sees that the bank acted and never which of its people; a shop sees of another shop its name alone.
 */
export const PersonShown = z.strictObject({
  side: z.enum(['merchant', 'bank']),
  role: Role,
  displayName: z.string().optional(),
  shopName: z.string().optional(),
  isMe: z.boolean(),
});
export type PersonShown = z.infer<typeof PersonShown>;

/** Written once, never changed and never taken back. */
export const Comment = z.strictObject({
  id: Id,
  /** 1, 2, 3, … within the campaign, in the order of writing. A shop that joined later does not see the first ones. */
  number: z.int().min(1),
  /** Bank time. */
  writtenAt: Instant,
  /** The newest revision when it was written. */
  revision: z.int().min(1),
  author: PersonShown,
  text: z.string(),
});
export type Comment = z.infer<typeof Comment>;

export const CommentThread = z.strictObject({
  /** The first one first. */
  comments: z.array(Comment),
  /** The number up to which the reader has read; 0 before the first. */
  readUntil: z.int().min(0),
});
export type CommentThread = z.infer<typeof CommentThread>;

/** A frozen revision and what became of it. */
export const RevisionShown = z.strictObject({
  number: z.int().min(1),
  hash: Sha256,
  submittedAt: Instant,
  submittedBy: PersonShown,
  content: CampaignContent,
  /** The step that settled it, or the newest one where nothing has yet. */
  outcome: z.strictObject({ transition: z.enum(TRANSITION_NAMES), at: Instant, reason: ReasonCode.optional() }).optional(),
});
export type RevisionShown = z.infer<typeof RevisionShown>;

/** What both sides say to each other about a campaign, and how it changed. None of it holds a figure about customers. */
export const dialogueEndpoints = {
  comments: defineEndpoint({
    method: 'GET',
    path: '/v1/campaigns/:campaignId/comments',
    summary: 'The comments on a campaign that I may read',
    access: [...MERCHANT, ...BANK],
    carries: 'none',
    params: CampaignParams,
    answer: CommentThread,
  }),
  /** Idempotent by `commentId`, which the application makes: the same comment again gives the thread and adds nothing. */
  writeComment: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/comments',
    summary: 'Adds a comment, for good; everybody who sees the campaign now reads it',
    access: [...MERCHANT, 'bank_reviewer'],
    carries: 'none',
    params: CampaignParams,
    body: z.strictObject({ commentId: Id, text: CommentText }),
    answer: CommentThread,
    status: 201,
  }),
  markCommentsRead: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/comments/read',
    summary: 'Notes up to which comment the signed-in person has read',
    access: [...MERCHANT, ...BANK],
    carries: 'none',
    params: CampaignParams,
    body: z.strictObject({ number: z.int().min(1) }),
    answer: z.strictObject({}),
  }),
  revisions: defineEndpoint({
    method: 'GET',
    path: '/v1/campaigns/:campaignId/revisions',
    summary: 'The frozen revisions of a campaign that I may see, the first one first',
    access: [...MERCHANT, ...BANK],
    carries: 'none',
    params: CampaignParams,
    answer: z.strictObject({ revisions: z.array(RevisionShown) }),
  }),
} as const;
