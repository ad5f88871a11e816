import { sql } from 'kysely';
import type { LedgerEntry, LedgerStore } from '../../privacy/ledger/ports.ts';
import type { BankDatabase, BankTransaction } from '../database.ts';

/** The privacy ledger on PostgreSQL. The table refuses updates and deletes by itself; appending takes a lock, so that no two charges see the same balance. */
export function privacyLedgerStore(database: BankDatabase): LedgerStore {
  return {
    entries: () => readEntries(database),
    async appendExclusively(decide) {
      await database.transaction().execute(async (transaction) => {
        await lockLedger(transaction);
        const entry = decide(await readEntries(transaction));
        if (entry !== undefined) await insertEntry(transaction, entry);
      });
    },
  };
}

/** Nobody else can append until the transaction ends. */
export async function lockLedger(transaction: BankTransaction): Promise<void> {
  await sql`lock table ledger_entries in share row exclusive mode`.execute(transaction);
}

export async function insertEntry(transaction: BankTransaction, entry: LedgerEntry): Promise<void> {
  await transaction
    .insertInto('ledger_entries')
    .values({
      charged_at: entry.chargedAt,
      artefact_kind: entry.kind,
      artefact_id: entry.artefactId,
      rho: entry.rho,
      merchant_id: entry.merchantId ?? null,
    })
    .execute();
}

/** All entries, oldest first. */
export async function readEntries(database: BankDatabase | BankTransaction): Promise<readonly LedgerEntry[]> {
  const rows = await database.selectFrom('ledger_entries').selectAll().orderBy('charged_at').orderBy('seq').execute();
  return rows.map((row) => ({
    chargedAt: row.charged_at,
    kind: row.artefact_kind,
    artefactId: row.artefact_id,
    rho: row.rho,
    ...(row.merchant_id === null ? {} : { merchantId: row.merchant_id }),
  }));
}
