import path from 'node:path';
import { loadAccounts, resolveAccounts } from '../accounts.ts';
import { accountKey, type MerchantDirectory } from '../merchant-directory.ts';
import { createMovementReader } from '../movement.ts';
import type { PaymentReader, ReaderContext } from '../payment-reader.ts';
import type { ParsedRow, RowRefusal } from '../row-parser.ts';
import type { StatementMapping } from '../statement-mapping.ts';
import { openUnclassified } from '../unclassified.ts';
import { readCamt } from './read-camt.ts';
import { createStatementSums } from './statement-sums.ts';
import { type CamtTransaction, transactionCount, transactionsOf } from './transactions.ts';

/** Payments of a CAMT.052, .053 or .054 file: what left customers' accounts to merchants of the directory, and what came back from them. */
export function camtPayments(mapping: StatementMapping, directory: MerchantDirectory): PaymentReader {
  return {
    hasPaymentIds: true,
    async read(context) {
      const { file, stage, log, progress, connection, folder } = context;
      if (mapping.accounts !== undefined) await loadAccounts(connection, mapping.accounts.file, context.profile);
      const sums = createStatementSums();
      const unclassified = await openUnclassified(connection);
      const toRow = createTransactionReader(context, mapping, directory, (transaction) => {
        const [creditor] = transaction.parties;
        const name = creditor?.names.find((each) => each !== undefined) ?? '';
        unclassified.add(accountKey(creditor?.account ?? ''), name, transaction.account);
      });
      let rowsRead = 0;
      let statements = 0;
      for await (const entries of readCamt(file, (bytes) => progress.read(0, bytes))) {
        const before = rowsRead;
        for (const entry of entries) {
          sums.add(entry);
          statements = entry.statement;
          const found = transactionsOf(entry);
          if (typeof found === 'string')
            for (let count = transactionCount(entry); count > 0; count -= 1) log.add({ line: (rowsRead += 1), reason: found });
          else
            for (const transaction of found) {
              rowsRead += 1;
              const row = toRow(transaction);
              if ('reason' in row) log.add({ line: rowsRead, ...row });
              else stage.add(rowsRead, row);
            }
        }
        progress.read(rowsRead - before, 0);
        await log.drained();
      }
      stage.settle();
      if (mapping.accounts !== undefined) await resolveAccounts(connection, log);
      return {
        rowsRead,
        blankLines: 0,
        statements: sums.result(statements),
        unclassified: await unclassified.finish(folder, path.basename(file)),
      };
    },
  };
}

/** Makes the function from a transaction to a payment or a refusal. */
function createTransactionReader(
  { profile, today }: Pick<ReaderContext, 'profile' | 'today'>,
  mapping: StatementMapping,
  directory: MerchantDirectory,
  onUnclassified: (transaction: CamtTransaction) => void,
): (transaction: CamtTransaction) => ParsedRow | RowRefusal {
  const read = createMovementReader(profile, mapping, today, { account: 'Acct', amount: 'Amt', currency: 'Ccy', at: 'BookgDt' });
  return (transaction) => {
    const { account, amount, currency, isDebit, at, key, parties } = transaction;
    return read({
      account,
      amount,
      currency,
      sign: isDebit ? 1 : -1,
      at,
      key: key ?? null,
      merchant() {
        const known = parties.map((party) => directory.find(party)).find((each) => each !== undefined);
        if (known !== undefined) return known;
        if (!isDebit) return { reason: 'credit_of_no_merchant' };
        onUnclassified(transaction);
        return { reason: 'merchant_unclassified' };
      },
    });
  };
}
