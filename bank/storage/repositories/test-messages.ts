import type { BankTransaction } from '../database.ts';

export interface TestRow {
  readonly id: string;
  readonly campaignId: string;
  readonly sentBy: string;
  readonly requestHash: string;
  readonly at: string;
}

/** Lets nobody else send tests as this account until the transaction ends, so that two at once are counted one after the other. */
export async function lockSender(transaction: BankTransaction, accountId: string): Promise<void> {
  await transaction.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().execute();
}

export async function findTest(transaction: BankTransaction, id: string): Promise<Pick<TestRow, 'requestHash'> | undefined> {
  const row = await transaction.selectFrom('test_messages').select('request_hash').where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : { requestHash: row.request_hash };
}

export async function countTestsSince(transaction: BankTransaction, accountId: string, since: string): Promise<number> {
  const row = await transaction
    .selectFrom('test_messages')
    .select(({ fn }) => fn.countAll<string>().as('tests'))
    .where('sent_by', '=', accountId)
    .where('at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(row.tests);
}

export async function insertTest(transaction: BankTransaction, { id, campaignId, sentBy, requestHash, at }: TestRow): Promise<void> {
  await transaction
    .insertInto('test_messages')
    .values({ id, campaign_id: campaignId, sent_by: sentBy, request_hash: requestHash, at })
    .execute();
}
