import { z } from 'zod';
import { CampaignContent } from '../../campaign/content.ts';
import { COOPERATION_LIMITS, SharePercent } from '../../campaign/cooperation.ts';
import { Id, Instant, Sha256 } from '../../units.ts';
import { JUDGED_ON } from './artefacts.ts';
import { CampaignDetail } from './campaigns.ts';
import { defineEndpoint } from './define.ts';

const MERCHANT = ['merchant_editor', 'merchant_viewer'] as const;
const CampaignParams = z.strictObject({ campaignId: Id });

export const PartnerState = z.enum(['invited', 'joined', 'declined', 'left']);
export type PartnerState = z.infer<typeof PartnerState>;

/** A shop that others may invite: its name and nothing else of it. */
export const JoinableShop = z.strictObject({ merchantId: Id, shopName: z.string() });
export type JoinableShop = z.infer<typeof JoinableShop>;

/** What the leading shop has proposed and who has answered. `terms` rises with every change of shops or shares. */
export const CooperationTerms = z.strictObject({
  campaignId: Id,
  name: z.string(),
  terms: z.int().min(1),
  leadSharePercent: SharePercent,
  partners: z.array(z.strictObject({ ...JoinableShop.shape, sharePercent: SharePercent, state: PartnerState })),
});
export type CooperationTerms = z.infer<typeof CooperationTerms>;

/** A campaign that is not submitted yet and that my shop is invited to, or has joined. */
export const Invitation = z.strictObject({
  campaignId: Id,
  name: z.string(),
  leadShopName: z.string(),
  terms: z.int().min(1),
  state: z.enum(['invited', 'joined']),
  invitedAt: Instant,
  mySharePercent: SharePercent,
  /** The leading shop first; shops by name only. */
  shares: z.array(z.strictObject({ shopName: z.string(), sharePercent: SharePercent })),
});
export type Invitation = z.infer<typeof Invitation>;

export const ProposedTerms = z.strictObject({
  /** 0 where there is no proposal yet. */
  expectedTerms: z.int().min(0),
  name: CampaignContent.shape.name,
  leadSharePercent: z.int().min(0).max(100),
  /** Empty ends the cooperation. */
  partners: z.array(z.strictObject({ merchantId: Id, sharePercent: z.int().min(0).max(100) })).max(COOPERATION_LIMITS.shops.max - 1),
});
export type ProposedTerms = z.infer<typeof ProposedTerms>;

export const cooperationEndpoints = {
  joinableShops: defineEndpoint({
    method: 'GET',
    path: '/v1/joinable-shops',
    summary: 'The shops that may be invited to a cooperative campaign, by name; mine is not among them',
    access: MERCHANT,
    carries: 'none',
    answer: z.strictObject({ shops: z.array(JoinableShop) }),
  }),
  invitations: defineEndpoint({
    method: 'GET',
    path: '/v1/invitations',
    summary: 'Campaigns of other shops that mine is invited to or has joined and that are not submitted yet',
    access: MERCHANT,
    carries: 'none',
    answer: z.strictObject({ invitations: z.array(Invitation) }),
  }),
  /** For the leading shop. 404 for everybody else and where nothing was proposed. */
  cooperation: defineEndpoint({
    method: 'GET',
    path: '/v1/campaigns/:campaignId/cooperation',
    summary: 'Shops and shares of my cooperative campaign, and who has answered',
    access: MERCHANT,
    carries: 'none',
    params: CampaignParams,
    answer: CooperationTerms,
  }),
  /** Replaces the whole proposal while the campaign is a draft; every shop is asked anew where anything of it changed. */
  proposeTerms: defineEndpoint({
    method: 'PUT',
    path: '/v1/campaigns/:campaignId/cooperation',
    summary: 'Invites shops to a campaign of mine, with shares of the cost that are 100 per cent together',
    access: ['merchant_editor'],
    carries: 'none',
    params: CampaignParams,
    body: ProposedTerms,
    answer: CooperationTerms,
  }),
  answerInvitation: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/invitation',
    summary: 'Joins a campaign with the shares as they are proposed, or declines',
    access: ['merchant_editor'],
    carries: 'none',
    params: CampaignParams,
    body: z.strictObject({ terms: z.int().min(1), answer: z.enum(['join', 'decline']) }),
    answer: z.strictObject({}),
  }),
  /** A shop that goes before the campaign is live sends it back to draft; afterwards nobody can go. */
  leaveCooperation: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/leave',
    summary: 'Leaves a cooperative campaign that my shop has joined',
    access: ['merchant_editor'],
    carries: 'none',
    params: CampaignParams,
    answer: z.strictObject({}),
  }),
  /** The last acceptance hands the campaign in for review. */
  answerRevision: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/acceptance',
    summary: 'Accepts the frozen revision with this hash, or sends it back to the leading shop',
    access: ['merchant_editor'],
    carries: JUDGED_ON,
    params: CampaignParams,
    body: z.strictObject({ revisionHash: Sha256, answer: z.enum(['accept', 'decline']) }),
    answer: CampaignDetail,
  }),
} as const;
