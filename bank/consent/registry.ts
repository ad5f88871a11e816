import { sql } from 'kysely';
import type { Channel, Language } from '#shared/units.ts';
import { appendAudit } from '../audit/append.ts';
import { type AuditActor, SYSTEM_ACTOR } from '../audit/entry.ts';
import type { BankTransaction } from '../storage/database.ts';

/**
 * The consent registry. Purpose `offers` is the opt-in that puts a customer into counts and deliveries; purpose `contact` stands once per channel.
 * Rows are never deleted: who, when, which text and language stay on record. The audit log names numbers and purposes, never a customer.
 */
export type ConsentPurpose = 'offers' | 'contact';

export interface ConsentGrant {
  readonly customerId: string;
  readonly purpose: ConsentPurpose;
  /** Exactly where the purpose is `contact`. */
  readonly channel?: Channel;
  /** Version of the text that the customer agreed to, and its language. */
  readonly textVersion: string;
  readonly language: Language;
  /** Where the customer agreed: `app`, `branch`, … */
  readonly source: string;
}

/** Which consents to withdraw: of one customer, of some or of all; of one purpose or channel or of every one. */
export interface WithdrawalRequest {
  readonly customers: 'all' | readonly string[];
  readonly purpose?: ConsentPurpose;
  readonly channel?: Channel;
}

/**
 * Records a consent, effective from `at`. A consent that is valid already stays as it is.
 * @returns whether something was recorded
 */
export async function grantConsent(
  transaction: BankTransaction,
  grant: ConsentGrant,
  at: string,
  actor: AuditActor = SYSTEM_ACTOR,
): Promise<boolean> {
  const inserted = await transaction
    .insertInto('consents')
    .values({
      customer_id: grant.customerId,
      purpose: grant.purpose,
      channel: grant.channel ?? null,
      granted_at: at,
      withdrawn_at: null,
      text_version: grant.textVersion,
      language: grant.language,
      source: grant.source,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  await appendAudit(transaction, { at, actor, event: 'consent.granted', subject: 'consents', body: { purpose: grant.purpose, count: 1 } });
  return true;
}

/**
 * Withdraws consents with effect from `at`: the next release, page of an audience and delivery leave them out.
 * @returns the number of consents withdrawn; those withdrawn before stay as they are
 */
export async function withdrawConsents(
  transaction: BankTransaction,
  { customers, purpose, channel }: WithdrawalRequest,
  at: string,
  actor: AuditActor = SYSTEM_ACTOR,
): Promise<number> {
  const result = await transaction
    .updateTable('consents')
    .set({ withdrawn_at: sql<string>`greatest(granted_at, ${at}::timestamptz)` })
    .where('withdrawn_at', 'is', null)
    .$if(customers !== 'all', (query) => query.where(sql<boolean>`customer_id = any(${customers === 'all' ? [] : [...customers]}::text[])`))
    .$if(purpose !== undefined, (query) => query.where('purpose', '=', purpose ?? 'offers'))
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? 'push'))
    .executeTakeFirst();
  const count = Number(result.numUpdatedRows);
  if (count > 0)
    await appendAudit(transaction, {
      at,
      actor,
      event: 'consent.withdrawn',
      subject: 'consents',
      body: { count, of: customers === 'all' ? 'all' : 'named', purpose: purpose ?? 'every', channel: channel ?? 'every' },
    });
  return count;
}
