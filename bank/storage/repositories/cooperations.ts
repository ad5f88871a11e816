import { sql } from 'kysely';
import type { PartnerState } from '#shared/contracts/http/cooperation.ts';
import type { BankDatabase, BankTransaction } from '../database.ts';

type Reader = BankDatabase | BankTransaction;

export interface PartnerRow {
  readonly merchantId: string;
  readonly shopName: string;
  readonly sharePercent: number;
  readonly state: PartnerState;
}

/** What a leading shop proposed; partners by shop name. */
export interface CooperationRow {
  readonly campaignId: string;
  readonly name: string;
  readonly terms: number;
  readonly leadSharePercent: number;
  readonly partners: readonly PartnerRow[];
}

export async function findCooperation(database: Reader, campaignId: string): Promise<CooperationRow | undefined> {
  const row = await database.selectFrom('cooperations').selectAll().where('campaign_id', '=', campaignId).executeTakeFirst();
  if (row === undefined) return undefined;
  const partners = await database
    .selectFrom('campaign_partners')
    .innerJoin('merchants', 'merchants.id', 'campaign_partners.merchant_id')
    .select(['merchant_id', 'shop_name', 'share_percent', 'state'])
    .where('campaign_id', '=', campaignId)
    .orderBy('shop_name')
    .orderBy('merchant_id')
    .execute();
  return {
    campaignId,
    name: row.name,
    terms: row.terms,
    leadSharePercent: row.lead_share_percent,
    partners: partners.map((partner) => ({
      merchantId: partner.merchant_id,
      shopName: partner.shop_name,
      sharePercent: partner.share_percent,
      state: partner.state,
    })),
  };
}

/** Writes a proposal in the place of the one before; everybody in it is invited, and asked anew where they were asked before. */
export async function replaceCooperation(
  transaction: BankTransaction,
  proposal: Omit<CooperationRow, 'partners'> & {
    readonly partners: readonly Pick<PartnerRow, 'merchantId' | 'sharePercent'>[];
    readonly at: string;
  },
): Promise<void> {
  const { campaignId, name, terms, leadSharePercent, partners, at } = proposal;
  await transaction.deleteFrom('cooperations').where('campaign_id', '=', campaignId).execute();
  await transaction
    .insertInto('cooperations')
    .values({ campaign_id: campaignId, name, terms, lead_share_percent: leadSharePercent })
    .execute();
  if (partners.length === 0) return;
  await transaction
    .insertInto('campaign_partners')
    .values(
      partners.map(({ merchantId, sharePercent }) => ({
        campaign_id: campaignId,
        merchant_id: merchantId,
        share_percent: sharePercent,
        state: 'invited' as const,
        invited_at: at,
        answered_at: null,
      })),
    )
    .execute();
}

export async function renameCooperation(transaction: BankTransaction, campaignId: string, name: string): Promise<void> {
  await transaction.updateTable('cooperations').set({ name }).where('campaign_id', '=', campaignId).execute();
}

export async function setPartnerState(
  transaction: BankTransaction,
  partner: { readonly campaignId: string; readonly merchantId: string; readonly state: PartnerState; readonly at: string },
): Promise<void> {
  await transaction
    .updateTable('campaign_partners')
    .set({ state: partner.state, answered_at: partner.at })
    .where('campaign_id', '=', partner.campaignId)
    .where('merchant_id', '=', partner.merchantId)
    .execute();
}

export interface InvitationRow {
  readonly campaignId: string;
  readonly leadShopName: string;
  readonly state: 'invited' | 'joined';
  readonly invitedAt: string;
}

/** Campaigns in draft that a merchant is invited to or has joined, the newest invitation first. */
export async function listInvitations(database: Reader, merchantId: string): Promise<readonly InvitationRow[]> {
  const rows = await database
    .selectFrom('campaign_partners')
    .innerJoin('campaigns', 'campaigns.id', 'campaign_partners.campaign_id')
    .innerJoin('merchants', 'merchants.id', 'campaigns.merchant_id')
    .select(['campaign_partners.campaign_id', 'campaign_partners.state', 'campaign_partners.invited_at', 'merchants.shop_name'])
    .where('campaign_partners.merchant_id', '=', merchantId)
    .where('campaign_partners.state', 'in', ['invited', 'joined'])
    .where('campaigns.state', '=', 'draft')
    .orderBy('campaign_partners.invited_at', 'desc')
    .orderBy('campaign_partners.campaign_id')
    .execute();
  return rows.flatMap((row) =>
    row.state === 'invited' || row.state === 'joined'
      ? [{ campaignId: row.campaign_id, leadShopName: row.shop_name, state: row.state, invitedAt: row.invited_at }]
      : [],
  );
}

export interface AcceptanceRow {
  readonly campaignId: string;
  readonly revision: number;
  readonly merchantId: string;
  readonly hash: string;
  readonly acceptedBy: string;
  readonly acceptedAt: string;
}

/** @returns false where this merchant had accepted this revision before: nothing is written then */
export async function insertAcceptance(transaction: BankTransaction, acceptance: AcceptanceRow): Promise<boolean> {
  const inserted = await transaction
    .insertInto('revision_acceptances')
    .values({
      campaign_id: acceptance.campaignId,
      revision: acceptance.revision,
      merchant_id: acceptance.merchantId,
      hash: acceptance.hash,
      accepted_by: acceptance.acceptedBy,
      accepted_at: acceptance.acceptedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('merchant_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The merchants that accepted a revision. */
export async function listAcceptances(database: Reader, campaignId: string, revision: number): Promise<ReadonlySet<string>> {
  const rows = await database
    .selectFrom('revision_acceptances')
    .select('merchant_id')
    .where('campaign_id', '=', campaignId)
    .where('revision', '=', revision)
    .execute();
  return new Set(rows.map((row) => row.merchant_id));
}

/** How many frozen revisions wait for a merchant's acceptance. */
export async function countUnanswered(database: Reader, merchantId: string): Promise<number> {
  const row = await database
    .selectFrom('campaigns')
    .innerJoin('campaign_partners', 'campaign_partners.campaign_id', 'campaigns.id')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('campaigns.state', '=', 'awaiting_partners')
    .where('campaign_partners.merchant_id', '=', merchantId)
    .where('campaign_partners.state', '=', 'joined')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('revision_acceptances')
            .select(sql`1`.as('one'))
            .whereRef('revision_acceptances.campaign_id', '=', 'campaigns.id')
            .whereRef('revision_acceptances.revision', '=', 'campaigns.revision')
            .where('revision_acceptances.merchant_id', '=', merchantId),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
