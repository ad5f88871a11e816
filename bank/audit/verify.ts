import type { BankDatabase } from '../storage/database.ts';
import { readAuditEntries } from '../storage/repositories/audit-events.ts';
import { type AuditEntry, auditHash, GENESIS_HASH } from './entry.ts';

export type AuditVerdict =
  | { readonly kind: 'intact'; readonly entries: number; readonly lastHash: string }
  | { readonly kind: 'broken'; readonly seq: number; readonly problem: 'gap' | 'previous_hash' | 'hash' };

const PAGE = 1_000;

/** Walks the whole chain from its first entry and names the first one that does not hold. Changes nothing. */
export async function verifyAudit(database: BankDatabase): Promise<AuditVerdict> {
  let expectedSeq = 1;
  let previousHash = GENESIS_HASH;
  for (;;) {
    const page = await readAuditEntries(database, { fromSeq: expectedSeq, limit: PAGE });
    for (const entry of page) {
      const problem = problemOf(entry, expectedSeq, previousHash);
      if (problem !== undefined) return { kind: 'broken', seq: problem === 'gap' ? expectedSeq : entry.seq, problem };
      previousHash = entry.hash;
      expectedSeq += 1;
    }
    if (page.length < PAGE) return { kind: 'intact', entries: expectedSeq - 1, lastHash: previousHash };
  }
}

function problemOf(entry: AuditEntry, expectedSeq: number, previousHash: string): 'gap' | 'previous_hash' | 'hash' | undefined {
  if (entry.seq !== expectedSeq) return 'gap';
  if (entry.previousHash !== previousHash) return 'previous_hash';
  return auditHash(entry) === entry.hash ? undefined : 'hash';
}
