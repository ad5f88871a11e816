import path from 'node:path';
import { z } from 'zod';
import { loadAccounts, resolveAccounts } from '../accounts.ts';
import type { KnownMerchant, MerchantDirectory } from '../merchant-directory.ts';
import { createMovementReader } from '../movement.ts';
import type { PaymentReader } from '../payment-reader.ts';
import type { ParsedRow, RowRefusal } from '../row-parser.ts';
import type { StatementMapping } from '../statement-mapping.ts';
import { openUnclassified } from '../unclassified.ts';
import { type CardAccount, type ReportedTransaction, readCardTransactions } from './read-card-transactions.ts';

/** What is read of a card transaction. Banks add keys of their own, which are left out. */
const CardTransaction = z.object({
  cardTransactionId: z.string().min(1).max(200).optional(),
  transactionAmount: z.object({ amount: z.union([z.string(), z.number()]), currency: z.string() }),
  acceptorTransactionDateTime: z.string().optional(),
  transactionDate: z.string().optional(),
  bookingDate: z.string().optional(),
  cardAcceptorId: z.string().trim().max(120).optional(),
  merchantCategoryCode: z.string().optional(),
  transactionDetails: z.string().optional(),
});
type CardTransaction = z.infer<typeof CardTransaction>;

/** Payments of a file of NextGenPSD2 card transactions. They carry a merchant category code; the directory is asked first. */
export function cardPayments(mapping: StatementMapping, directory: MerchantDirectory): PaymentReader {
  return {
    hasPaymentIds: true,
    async read({ file, profile, today, stage, log, progress, connection, folder }) {
      if (mapping.accounts !== undefined) await loadAccounts(connection, mapping.accounts.file, profile);
      const unclassified = await openUnclassified(connection);
      const readMovement = createMovementReader(profile, mapping, today, {
        account: 'cardAccount',
        amount: 'transactionAmount',
        currency: 'currency',
        at: 'transactionDate',
      });
      const toRow = ({ account, isBooked, value }: ReportedTransaction): ParsedRow | RowRefusal => {
        if (!isBooked) return { reason: 'not_booked' };
        const parsed = CardTransaction.safeParse(value);
        if (!parsed.success) return { reason: 'transaction_invalid', column: parsed.error.issues[0]?.path.join('.') ?? '' };
        const transaction = parsed.data;
        const number = accountOf(account, mapping.accounts !== undefined);
        if (number === undefined) return { reason: 'account_ambiguous', column: 'cardAccount' };
        const { amount, currency } = transaction.transactionAmount;
        return readMovement({
          account: number,
          amount: String(amount),
          currency,
          sign: mapping.amount.invertSign ? -1 : 1,
          at: transaction.acceptorTransactionDateTime ?? transaction.transactionDate ?? transaction.bookingDate ?? '',
          key: transaction.cardTransactionId ?? null,
          merchant() {
            const known = merchantOf(transaction, directory);
            if (known !== undefined) return known;
            unclassified.add(transaction.cardAcceptorId ?? '', transaction.transactionDetails ?? '', number);
            return { reason: 'merchant_unclassified' };
          },
        });
      };
      let rowsRead = 0;
      for await (const transactions of readCardTransactions(file, (bytes) => progress.read(0, bytes))) {
        for (const transaction of transactions) {
          rowsRead += 1;
          const row = toRow(transaction);
          if ('reason' in row) log.add({ line: rowsRead, ...row });
          else stage.add(rowsRead, row);
        }
        progress.read(transactions.length, 0);
        await log.drained();
      }
      stage.settle();
      if (mapping.accounts !== undefined) await resolveAccounts(connection, log);
      return { rowsRead, blankLines: 0, unclassified: await unclassified.finish(folder, path.basename(file)) };
    },
  };
}

/** The number that stands for a customer. One with digits left out may be several customers', so that it counts only where a list says whose it is. */
function accountOf({ iban, bban, pan, maskedPan }: CardAccount, hasAccounts: boolean): string | undefined {
  return iban ?? bban ?? (hasAccounts ? (pan ?? maskedPan) : undefined);
}

function merchantOf(
  { cardAcceptorId, merchantCategoryCode, transactionDetails }: CardTransaction,
  directory: MerchantDirectory,
): KnownMerchant | undefined {
  const known = directory.find({ account: cardAcceptorId, names: [transactionDetails] });
  if (known !== undefined) return known;
  if (cardAcceptorId === undefined || cardAcceptorId === '' || !/^\d{4}$/.test(merchantCategoryCode ?? '')) return undefined;
  return { merchant: cardAcceptorId, mcc: merchantCategoryCode ?? '' };
}
