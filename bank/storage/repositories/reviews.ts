import { ReasonCode } from '#shared/review/decision.ts';
import type { BankDatabase, BankTransaction } from '../database.ts';

type Reader = BankDatabase | BankTransaction;

export interface DecisionRow {
  readonly id: string;
  readonly campaignId: string;
  readonly revision: number;
  readonly hash: string;
  readonly reviewerId: string;
  readonly kind: 'approve' | 'request_changes' | 'reject';
  readonly reason: ReasonCode | undefined;
  readonly text: string | undefined;
  readonly decidedAt: string;
}

export async function insertDecision(transaction: BankTransaction, decision: DecisionRow): Promise<void> {
  await transaction
    .insertInto('decisions')
    .values({
      id: decision.id,
      campaign_id: decision.campaignId,
      revision: decision.revision,
      hash: decision.hash,
      reviewer_id: decision.reviewerId,
      kind: decision.kind,
      reason: decision.reason ?? null,
      text: decision.text ?? null,
      decided_at: decision.decidedAt,
    })
    .execute();
}

/** Decisions on one revision, the first one first. */
export async function listDecisions(database: Reader, campaignId: string, revision: number): Promise<readonly DecisionRow[]> {
  const rows = await database
    .selectFrom('decisions')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .where('revision', '=', revision)
    .orderBy('decided_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaign_id,
    revision: row.revision,
    hash: row.hash,
    reviewerId: row.reviewer_id,
    kind: row.kind,
    reason: row.reason === null ? undefined : ReasonCode.parse(row.reason),
    text: row.text ?? undefined,
    decidedAt: row.decided_at,
  }));
}

/** Notes the version that a person has seen; an older one never replaces a newer one. */
export async function upsertSeenMark(database: Reader, accountId: string, campaignId: string, version: number): Promise<void> {
  await database
    .insertInto('seen_marks')
    .values({ account_id: accountId, campaign_id: campaignId, version })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'campaign_id']).doUpdateSet({ version }).where('seen_marks.version', '<', version),
    )
    .execute();
}

/** Versions that a person has seen, by campaign id. */
export async function listSeenMarks(database: Reader, accountId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await database.selectFrom('seen_marks').select(['campaign_id', 'version']).where('account_id', '=', accountId).execute();
  return new Map(rows.map((row) => [row.campaign_id, row.version]));
}

/** The published report of a campaign as it was stored; undefined until there is one. */
export async function findReport(database: Reader, campaignId: string): Promise<unknown> {
  return (await database.selectFrom('reports').select('body').where('campaign_id', '=', campaignId).executeTakeFirst())?.body;
}
