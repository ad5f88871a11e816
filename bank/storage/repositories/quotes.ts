import type { Selectable } from 'kysely';
import { Audience } from '#shared/audience/audience.ts';
import type { AnsweredQuote, QuoteStore, StoredQuote } from '../../privacy/quotes/ports.ts';
import { isAnswered } from '../../privacy/quotes/ports.ts';
import { type BankDatabase, type BankTransaction, jsonText } from '../database.ts';
import type { Database } from '../database-types.ts';
import { insertEntry, lockLedger, readEntries } from './privacy-ledger.ts';

/** Answered quotes, for everything that only reads. */
export function storedQuotes(database: BankDatabase | BankTransaction): Pick<QuoteStore, 'listAnswered'> {
  return {
    async listAnswered(merchantId) {
      let query = database.selectFrom('quotes').selectAll().where('file', 'is not', null);
      if (merchantId !== undefined)
        query = query.where(({ eb, or }) => or([eb('merchant_id', 'is', null), eb('merchant_id', '=', merchantId)]));
      const rows = await query.orderBy('answered_at').orderBy('id').execute();
      return rows.map(toStored).filter(isAnswered);
    },
  };
}

/**
 * Quotes on PostgreSQL. Key and charge are recorded in one transaction behind the ledger's lock; the table lets an answer be added once and nothing else.
 * @param whenAnswered runs in the transaction that stores an answer
 */
export function quoteStore(
  database: BankDatabase,
  whenAnswered: (transaction: BankTransaction, quote: AnsweredQuote) => Promise<void>,
): QuoteStore {
  return {
    ...storedQuotes(database),
    findByKey: (key) => findBy(database, 'key', key),
    ledgerReserving: (reservation) => ({
      entries: () => readEntries(database),
      async appendExclusively(decide) {
        await database.transaction().execute(async (transaction) => {
          await lockLedger(transaction);
          if ((await findBy(transaction, 'key', reservation.key)) !== undefined) return;
          const entry = decide(await readEntries(transaction));
          if (entry === undefined) return;
          await insertEntry(transaction, entry);
          await transaction
            .insertInto('quotes')
            .values({
              id: reservation.id,
              key: reservation.key,
              audience: jsonText(reservation.audience),
              merchant_id: reservation.merchantId ?? null,
              snapshot: reservation.snapshot,
              charged_at: reservation.chargedAt,
            })
            .execute();
        });
      },
    }),
    async answer(id, { answeredAt, sha256, file }) {
      return database.transaction().execute(async (transaction) => {
        const written = await transaction
          .updateTable('quotes')
          .set({ answered_at: answeredAt, sha256, file })
          .where('id', '=', id)
          .where('file', 'is', null)
          .executeTakeFirst();
        const stored = await findBy(transaction, 'id', id);
        if (stored === undefined || !isAnswered(stored)) throw new TypeError(`quote ${id} was never charged`);
        if (written.numUpdatedRows === 1n) await whenAnswered(transaction, stored);
        return stored;
      });
    },
  };
}

async function findBy(reader: BankDatabase | BankTransaction, column: 'id' | 'key', value: string): Promise<StoredQuote | undefined> {
  const row = await reader.selectFrom('quotes').selectAll().where(column, '=', value).executeTakeFirst();
  return row === undefined ? undefined : toStored(row);
}

function toStored(row: Selectable<Database['quotes']>): StoredQuote {
  return {
    id: row.id,
    key: row.key,
    audience: Audience.parse(row.audience),
    ...(row.merchant_id === null ? {} : { merchantId: row.merchant_id }),
    snapshot: row.snapshot,
    chargedAt: row.charged_at,
    ...(row.sha256 === null || row.file === null ? {} : { sha256: row.sha256, file: row.file }),
  };
}
