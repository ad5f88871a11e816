import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '#shared/canonical-json.ts';
import { CampaignContent } from '#shared/campaign/content.ts';
import { CampaignState } from '#shared/campaign/transitions.ts';
import { AppError } from '#shared/errors.ts';
import type { BankDatabase, BankTransaction } from '../storage/database.ts';

/** A campaign with the revision that was approved, as delivery, settlement and reports read it. */
export interface ApprovedCampaign {
  readonly id: string;
  readonly merchantId: string;
  readonly state: CampaignState;
  readonly content: CampaignContent;
  /** Of the stored content, computed now: not the hash that is stored beside it. */
  readonly contentHash: string;
  readonly approvedHash: string;
  readonly rewardPriceCents: number;
  readonly feeCents: number;
}

/** The campaigns in one of these states, oldest first. */
export async function campaignsIn(
  database: BankDatabase | BankTransaction,
  states: readonly CampaignState[],
): Promise<readonly ApprovedCampaign[]> {
  const rows = await campaignQuery(database)
    .where('campaigns.state', 'in', [...states])
    .orderBy('campaigns.id')
    .execute();
  return rows.map(toCampaign);
}

/** @throws AppError `not_found` where there is no such campaign or none of its revisions was approved */
export async function approvedCampaign(database: BankDatabase | BankTransaction, campaignId: string): Promise<ApprovedCampaign> {
  const row = await campaignQuery(database).where('campaigns.id', '=', campaignId).executeTakeFirst();
  if (row === undefined) throw new AppError('not_found', {});
  return toCampaign(row);
}

/** @throws AppError `hash_mismatch` where the stored revision is not what was approved */
export function assertApprovedContent(campaign: ApprovedCampaign): void {
  if (campaign.contentHash !== campaign.approvedHash)
    throw new AppError('hash_mismatch', { expected: campaign.approvedHash, actual: campaign.contentHash });
}

/** The merchants at which the offer is valid: the campaign's own, and those that the approved revision was frozen with. */
export function merchantIdsOf({ merchantId, content }: Pick<ApprovedCampaign, 'merchantId' | 'content'>): readonly string[] {
  return [...new Set([merchantId, ...(content.cooperation?.shares ?? []).map((share) => share.merchantId)])];
}

/** How the campaign's merchants are named in payments. */
export async function paymentIdsOf(
  database: BankDatabase | BankTransaction,
  campaign: Pick<ApprovedCampaign, 'merchantId' | 'content'>,
): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('merchant_payment_ids')
    .select('payment_merchant_id')
    .where('merchant_id', 'in', [...merchantIdsOf(campaign)])
    .orderBy('payment_merchant_id')
    .execute();
  return rows.map((row) => row.payment_merchant_id);
}

function campaignQuery(database: BankDatabase | BankTransaction) {
  return database
    .selectFrom('campaigns')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.campaign_id', '=', 'campaigns.id').onRef('revisions.number', '=', 'campaigns.approved_revision'),
    )
    .select([
      'campaigns.id',
      'campaigns.merchant_id',
      'campaigns.state',
      'campaigns.approved_hash',
      'campaigns.reward_price_cents',
      'campaigns.fee_cents',
      'revisions.content',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof campaignQuery>['executeTakeFirstOrThrow']>>;

function toCampaign(row: Row): ApprovedCampaign {
  const content = CampaignContent.parse(row.content);
  return {
    id: row.id,
    merchantId: row.merchant_id,
    state: CampaignState.parse(row.state),
    content,
    contentHash: createHash('sha256')
      .update(canonicalJson(row.content as JsonValue)) // a jsonb column holds JSON values only
      .digest('hex'),
    approvedHash: row.approved_hash ?? '',
    rewardPriceCents: row.reward_price_cents ?? 0,
    feeCents: row.fee_cents ?? 0,
  };
}
