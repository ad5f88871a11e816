import { z } from 'zod';
import type { AuditEntry } from '../../audit/entry.ts';
import { type BankDatabase, type BankTransaction, jsonText } from '../database.ts';

/** A stored body is JSON that this program wrote; reading it back only has to know that it is an object. */
const Body = z.record(z.string(), z.json());

/** @returns sequence and hash of the newest entry; undefined while the log is empty */
export async function lastAuditEntry(transaction: BankTransaction): Promise<{ readonly seq: number; readonly hash: string } | undefined> {
  const row = await transaction.selectFrom('audit_events').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? undefined : { seq: Number(row.seq), hash: row.hash };
}

export async function insertAuditEntry(transaction: BankTransaction, entry: AuditEntry): Promise<void> {
  await transaction
    .insertInto('audit_events')
    .values({
      seq: entry.seq,
      at: entry.at,
      actor: entry.actor.id,
      actor_role: entry.actor.role,
      event: entry.event,
      subject: entry.subject,
      body: jsonText(entry.body),
      previous_hash: entry.previousHash,
      hash: entry.hash,
    })
    .execute();
}

/** Entries in their order, from `fromSeq` on; of one subject and event where they are given. */
export async function readAuditEntries(
  database: BankDatabase | BankTransaction,
  filter: { readonly fromSeq?: number; readonly limit?: number; readonly subject?: string; readonly event?: string },
): Promise<readonly AuditEntry[]> {
  let query = database.selectFrom('audit_events').selectAll().orderBy('seq');
  if (filter.fromSeq !== undefined) query = query.where('seq', '>=', String(filter.fromSeq));
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject);
  if (filter.event !== undefined) query = query.where('event', '=', filter.event);
  if (filter.limit !== undefined) query = query.limit(filter.limit);
  const rows = await query.execute();
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: row.at,
    actor: { id: row.actor, role: row.actor_role },
    event: row.event,
    subject: row.subject,
    body: Body.parse(row.body),
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
}
