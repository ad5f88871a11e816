import { sql } from 'kysely';
import type { BankTransaction } from '../storage/database.ts';
import { insertAuditEntry, lastAuditEntry } from '../storage/repositories/audit-events.ts';
import { type AuditContent, type AuditEntry, auditHash, GENESIS_HASH } from './entry.ts';

/** Any constant: writers of the chain queue behind it until they commit. */
const AUDIT_LOCK = 4_210_002;

/**
 * Adds an entry to the log inside the transaction of what it describes: both are there, or neither is. The chain is serialised by a lock that
 * is held until the transaction ends, so call this last.
 */
export async function appendAudit(transaction: BankTransaction, content: AuditContent): Promise<AuditEntry> {
  await sql`select pg_advisory_xact_lock(${sql.lit(AUDIT_LOCK)})`.execute(transaction);
  const last = await lastAuditEntry(transaction);
  const unhashed = { ...content, seq: (last?.seq ?? 0) + 1, previousHash: last?.hash ?? GENESIS_HASH };
  const entry = { ...unhashed, hash: auditHash(unhashed) };
  await insertAuditEntry(transaction, entry);
  return entry;
}
