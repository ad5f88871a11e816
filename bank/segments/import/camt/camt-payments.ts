import path from 'node:path';
import { currencyDigits } from '../../../market/currency.ts';
import { loadAccounts, resolveAccounts } from '../accounts.ts';
import { merchantClassifier } from '../merchant-category.ts';
import { accountKey, type MerchantDirectory } from '../merchant-directory.ts';
import { amountReader } from '../parse-amount.ts';
import { timestampReader } from '../parse-timestamp.ts';
import type { PaymentReader, ReaderContext } from '../payment-reader.ts';
import { EARLIEST, idProblem, type ParsedRow, refusal, type RowRefusal } from '../row-parser.ts';
import type { StatementMapping } from '../statement-mapping.ts';
import { openUnclassified } from '../unclassified.ts';
import { readCamt } from './read-camt.ts';
import { createStatementSums } from './statement-sums.ts';
import { type CamtTransaction, transactionCount, transactionsOf } from './transactions.ts';

const DAY_MS = 86_400_000;

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
  const readTime = timestampReader('iso', profile.timeZone);
  const readAmount = amountReader({ column: 'Amt', decimalSign: '.', unit: 'major', invertSign: false }, currencyDigits(profile.currency));
  const classify = merchantClassifier(profile, mapping.category.unknown);
  const earliestMs = Date.parse(`${mapping.dates.earliest ?? EARLIEST}T00:00:00Z`);
  const afterLatestMs = Date.parse(`${mapping.dates.latest ?? today}T00:00:00Z`) + DAY_MS;

  return (transaction) => {
    const { currency, at } = transaction;
    const customer = accountKey(transaction.account);
    const problem = idProblem(customer);
    if (problem !== undefined) return { reason: `customer_${problem}`, column: 'Acct' };
    if (currency !== profile.currency) return refusal('currency_other', 'Ccy', currency);
    const amount = readAmount([transaction.amount]);
    if (typeof amount !== 'number') return refusal(amount, 'Amt', transaction.amount);
    if (amount === 0) return refusal('amount_zero', 'Amt', transaction.amount);
    // Dates of XML may carry a zone, which says nothing about a date.
    const localMs = readTime(/^\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)$/.test(at) ? at.slice(0, 10) : at);
    if (localMs === undefined) return refusal(at === '' ? 'timestamp_empty' : 'timestamp_invalid', 'BookgDt', at);
    if (localMs < earliestMs || localMs >= afterLatestMs) return refusal('date_out_of_range', 'BookgDt', at);
    const merchant = transaction.parties.map((party) => directory.find(party)).find((each) => each !== undefined);
    if (merchant === undefined) {
      if (!transaction.isDebit) return { reason: 'credit_of_no_merchant' };
      onUnclassified(transaction);
      return { reason: 'merchant_unclassified' };
    }
    const classified = classify(merchant.merchant, merchant.mcc);
    if ('reason' in classified) return classified;
    if (!transaction.isDebit && profile.refunds === 'reject') return refusal('amount_negative', 'Amt', transaction.amount);
    return {
      customer,
      merchant: merchant.merchant,
      ...classified,
      localMs,
      cents: transaction.isDebit ? amount : -amount,
      region: null,
      area: null,
      ageBand: null,
      paymentKey: transaction.key ?? null,
    };
  };
}
