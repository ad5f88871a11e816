import { type Selectable, sql, type Updateable } from 'kysely';
import { z } from 'zod';
import { CampaignContent } from '#shared/campaign/content.ts';
import { CampaignState } from '#shared/campaign/transitions.ts';
import { type BankDatabase, type BankTransaction, jsonText } from '../database.ts';
import type { Database } from '../database-types.ts';

type Reader = BankDatabase | BankTransaction;

/** A campaign as it is stored, with the shop that it belongs to. */
export interface CampaignRow {
  readonly id: string;
  readonly merchantId: string;
  readonly shopName: string;
  /** Merchants that have joined and that the newest revision names; empty for one shop's own campaign, and while a cooperative one was never frozen. */
  readonly partnerIds: readonly string[];
  readonly state: CampaignState;
  readonly formerState: CampaignState | undefined;
  readonly version: number;
  /** Number of the newest revision; 0 before the first. */
  readonly revision: number;
  readonly claimedBy: string | undefined;
  readonly approvedRevision: number | undefined;
  readonly approvedHash: string | undefined;
  readonly rewardPriceCents: number | undefined;
  readonly feeCents: number | undefined;
  readonly updatedAt: string;
}

/** Reach as judged at submission, from published numbers; whole customers. */
export const StoredReach = z.strictObject({
  customers: z.int(),
  halfWidth: z.int(),
  required: z.int(),
  releaseId: z.string(),
  worstCaseCents: z.int(),
  overrunChance: z.number(),
});
export type StoredReach = z.infer<typeof StoredReach>;

export interface RevisionRow {
  readonly campaignId: string;
  readonly number: number;
  readonly hash: string;
  readonly content: CampaignContent;
  readonly releaseId: string;
  readonly reach: StoredReach;
  readonly submittedBy: string;
  readonly submittedAt: string;
}

export type CampaignChanges = Updateable<Database['campaigns']>;

/** Adds an empty draft, unless the id exists: then nothing happens, whoever owns it. */
export async function insertCampaign(
  transaction: BankTransaction,
  campaign: { readonly id: string; readonly merchantId: string; readonly at: string },
): Promise<void> {
  await transaction
    .insertInto('campaigns')
    .values({ id: campaign.id, merchant_id: campaign.merchantId, state: 'draft', created_at: campaign.at, updated_at: campaign.at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Reads a campaign and keeps everybody else from changing it until the transaction ends. */
export async function lockCampaign(transaction: BankTransaction, id: string): Promise<CampaignRow | undefined> {
  await transaction.selectFrom('campaigns').select('id').where('id', '=', id).forUpdate().execute();
  return findCampaign(transaction, id);
}

export async function findCampaign(database: Reader, id: string): Promise<CampaignRow | undefined> {
  const row = await campaignQuery(database).where('campaigns.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toCampaign(row);
}

/** Campaigns, the most recently changed first; of one merchant (its own, and those it joined) or in some states where these are given. */
export async function listCampaigns(
  database: Reader,
  filter: { readonly merchantId?: string; readonly states?: readonly CampaignState[] },
): Promise<readonly CampaignRow[]> {
  let query = campaignQuery(database).where('campaigns.revision', '>', 0).orderBy('campaigns.updated_at', 'desc').orderBy('campaigns.id');
  if (filter.merchantId !== undefined) {
    const { merchantId } = filter;
    query = query.where(({ eb, or }) =>
      or([eb('campaigns.merchant_id', '=', merchantId), sql<boolean>`${merchantId}::text = any(${PARTNER_IDS})`]),
    );
  }
  if (filter.states !== undefined) query = query.where('campaigns.state', 'in', [...filter.states]);
  return (await query.execute()).map(toCampaign);
}

export async function updateCampaign(transaction: BankTransaction, id: string, changes: CampaignChanges): Promise<void> {
  await transaction.updateTable('campaigns').set(changes).where('id', '=', id).execute();
}

export async function insertRevision(transaction: BankTransaction, revision: RevisionRow): Promise<void> {
  await transaction
    .insertInto('revisions')
    .values({
      campaign_id: revision.campaignId,
      number: revision.number,
      hash: revision.hash,
      content: jsonText(revision.content),
      release_id: revision.releaseId,
      reach: jsonText(revision.reach),
      submitted_by: revision.submittedBy,
      submitted_at: revision.submittedAt,
    })
    .execute();
}

/** Revisions of a campaign, the first one first. */
export async function listRevisions(database: Reader, campaignId: string): Promise<readonly RevisionRow[]> {
  const rows = await database.selectFrom('revisions').selectAll().where('campaign_id', '=', campaignId).orderBy('number').execute();
  return rows.map(toRevision);
}

/** The newest revision of each of these campaigns, by campaign id. */
export async function newestRevisions(database: Reader, campaignIds: readonly string[]): Promise<ReadonlyMap<string, RevisionRow>> {
  if (campaignIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('revisions')
    .innerJoin('campaigns', (join) =>
      join.onRef('campaigns.id', '=', 'revisions.campaign_id').onRef('campaigns.revision', '=', 'revisions.number'),
    )
    .selectAll('revisions')
    .where('revisions.campaign_id', 'in', [...campaignIds])
    .execute();
  return new Map(rows.map((row) => [row.campaign_id, toRevision(row)]));
}

export interface SubmissionRow {
  readonly submissionId: string;
  readonly campaignId: string;
  readonly revision: number;
  readonly requestHash: string;
  readonly at: string;
}

export async function findSubmission(database: Reader, submissionId: string): Promise<SubmissionRow | undefined> {
  const row = await database.selectFrom('submissions').selectAll().where('submission_id', '=', submissionId).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    submissionId: row.submission_id,
    campaignId: row.campaign_id,
    revision: row.revision,
    requestHash: row.request_hash,
    at: row.at,
  };
}

export async function insertSubmission(transaction: BankTransaction, submission: SubmissionRow): Promise<void> {
  await transaction
    .insertInto('submissions')
    .values({
      submission_id: submission.submissionId,
      campaign_id: submission.campaignId,
      revision: submission.revision,
      request_hash: submission.requestHash,
      at: submission.at,
    })
    .execute();
}

function campaignQuery(database: Reader) {
  return database
    .selectFrom('campaigns')
    .innerJoin('merchants', 'merchants.id', 'campaigns.merchant_id')
    .selectAll('campaigns')
    .select('merchants.shop_name')
    .select(PARTNER_IDS.as('partner_ids'));
}

/** Both must be true: the merchant has joined and has not left, and the newest revision was frozen with it. */
const PARTNER_IDS = sql<readonly string[]>`array(
  select partner.merchant_id::text from campaign_partners partner
  join revisions newest on newest.campaign_id = partner.campaign_id and newest.number = campaigns.revision
  where partner.campaign_id = campaigns.id and partner.state = 'joined'
    and newest.content -> 'cooperation' -> 'shares' @> jsonb_build_array(jsonb_build_object('merchantId', partner.merchant_id))
  order by 1)`;

function toCampaign(
  row: Selectable<Database['campaigns']> & { readonly shop_name: string; readonly partner_ids: readonly string[] },
): CampaignRow {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    shopName: row.shop_name,
    partnerIds: row.partner_ids,
    state: CampaignState.parse(row.state),
    formerState: row.former_state === null ? undefined : CampaignState.parse(row.former_state),
    version: row.version,
    revision: row.revision,
    claimedBy: row.claimed_by ?? undefined,
    approvedRevision: row.approved_revision ?? undefined,
    approvedHash: row.approved_hash ?? undefined,
    rewardPriceCents: row.reward_price_cents ?? undefined,
    feeCents: row.fee_cents ?? undefined,
    updatedAt: row.updated_at,
  };
}

function toRevision(row: Selectable<Database['revisions']>): RevisionRow {
  return {
    campaignId: row.campaign_id,
    number: row.number,
    hash: row.hash,
    content: CampaignContent.parse(row.content),
    releaseId: row.release_id,
    reach: StoredReach.parse(row.reach),
    submittedBy: row.submitted_by,
    submittedAt: row.submitted_at,
  };
}
