import { sql } from 'kysely';
import { Role } from '#shared/session/roles.ts';
import type { BankDatabase, BankTransaction } from '../database.ts';

type Reader = BankDatabase | BankTransaction;

export interface CommentRow {
  readonly id: string;
  readonly campaignId: string;
  readonly number: number;
  readonly revision: number;
  readonly authorId: string;
  readonly authorRole: Role;
  /** The author's merchant; undefined for the bank's people. */
  readonly merchantId: string | undefined;
  /** Merchants that were in the campaign when it was written. */
  readonly readerIds: readonly string[];
  readonly text: string;
  readonly writtenAt: string;
}

export async function insertComment(transaction: BankTransaction, comment: CommentRow): Promise<void> {
  await transaction
    .insertInto('comments')
    .values({
      id: comment.id,
      campaign_id: comment.campaignId,
      number: comment.number,
      revision: comment.revision,
      author_id: comment.authorId,
      author_role: comment.authorRole,
      merchant_id: comment.merchantId ?? null,
      reader_ids: [...comment.readerIds],
      body: comment.text,
      written_at: comment.writtenAt,
    })
    .execute();
}

export async function findComment(database: Reader, id: string): Promise<CommentRow | undefined> {
  const row = await database.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toComment(row);
}

/** Comments on a campaign, the first one first. */
export async function listComments(database: Reader, campaignId: string): Promise<readonly CommentRow[]> {
  const rows = await database.selectFrom('comments').selectAll().where('campaign_id', '=', campaignId).orderBy('number').execute();
  return rows.map(toComment);
}

/** The number of the newest comment on a campaign; 0 before the first. */
export async function lastCommentNumber(database: Reader, campaignId: string): Promise<number> {
  const row = await database
    .selectFrom('comments')
    .select(({ fn }) => fn.max<number | null>('number').as('last'))
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
  return row.last ?? 0;
}

/** When a person's comments after an instant were written, the oldest first. Locks the account, so that two comments at once are counted one after the other. */
export async function commentTimesAfter(transaction: BankTransaction, authorId: string, after: string): Promise<readonly string[]> {
  await transaction.selectFrom('accounts').select('id').where('id', '=', authorId).forUpdate().execute();
  const rows = await transaction
    .selectFrom('comments')
    .select('written_at')
    .where('author_id', '=', authorId)
    .where('written_at', '>', after)
    .orderBy('written_at')
    .execute();
  return rows.map((row) => row.written_at);
}

/** Notes up to which comment a person has read; a smaller number never replaces a larger one. */
export async function upsertCommentMark(database: Reader, accountId: string, campaignId: string, number: number): Promise<void> {
  await database
    .insertInto('comment_marks')
    .values({ account_id: accountId, campaign_id: campaignId, number })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'campaign_id']).doUpdateSet({ number }).where('comment_marks.number', '<', number),
    )
    .execute();
}

/** The number up to which a person has read; 0 before the first. */
export async function findCommentMark(database: Reader, accountId: string, campaignId: string): Promise<number> {
  const row = await database
    .selectFrom('comment_marks')
    .select('number')
    .where('account_id', '=', accountId)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst();
  return row?.number ?? 0;
}

/** Unread comments of others by campaign, for a merchant's person; also of campaigns that this merchant has left since. */
export async function countUnreadOfMerchant(database: Reader, accountId: string, merchantId: string): Promise<ReadonlyMap<string, number>> {
  return toCounts(
    await sql<UnreadRow>`
      select c.campaign_id, count(*)::int as unread
      from comments c
      left join comment_marks m on m.campaign_id = c.campaign_id and m.account_id = ${accountId}
      where c.author_id <> ${accountId} and ${merchantId} = any(c.reader_ids) and c.number > coalesce(m.number, 0)
      group by c.campaign_id`.execute(database),
  );
}

/**
 * The same for a reviewer: comments of merchants on the campaigns that this reviewer has claimed, and on those that nobody has, until one reviewer has read
 * them.
 */
export async function countUnreadOfReviewer(database: Reader, accountId: string): Promise<ReadonlyMap<string, number>> {
  return toCounts(
    await sql<UnreadRow>`
      select c.campaign_id, count(*)::int as unread
      from comments c
      join campaigns on campaigns.id = c.campaign_id
      where c.merchant_id is not null
        and (campaigns.claimed_by is null or campaigns.claimed_by = ${accountId})
        and c.number > coalesce((
          select max(m.number) from comment_marks m join accounts a on a.id = m.account_id
          where m.campaign_id = c.campaign_id
            and a.role = 'bank_reviewer' and (campaigns.claimed_by is null or m.account_id = ${accountId})), 0)
      group by c.campaign_id`.execute(database),
  );
}

interface UnreadRow {
  readonly campaign_id: string;
  readonly unread: number;
}

function toCounts({ rows }: { readonly rows: readonly UnreadRow[] }): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [row.campaign_id, row.unread]));
}

function toComment(row: {
  readonly id: string;
  readonly campaign_id: string;
  readonly number: number;
  readonly revision: number;
  readonly author_id: string;
  readonly author_role: string;
  readonly merchant_id: string | null;
  readonly reader_ids: readonly string[];
  readonly body: string;
  readonly written_at: string;
}): CommentRow {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    number: row.number,
    revision: row.revision,
    authorId: row.author_id,
    authorRole: Role.parse(row.author_role),
    merchantId: row.merchant_id ?? undefined,
    readerIds: row.reader_ids,
    text: row.body,
    writtenAt: row.written_at,
  };
}
