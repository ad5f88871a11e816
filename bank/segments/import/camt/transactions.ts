import type { Party } from '../merchant-directory.ts';
import { type CamtDetail, type CamtEntry, MAX_DETAILS } from './read-camt.ts';

/** One movement on a customer's account, still as text. */
export interface CamtTransaction {
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
  /** Money leaves the account. */
  readonly isDebit: boolean;
  /** Who may be the merchant, the likeliest first: the other side of the movement; of a reversal, either side that is not the account itself. */
  readonly parties: readonly Party[];
  readonly at: string;
  /** Identifies the movement within its account; absent where the bank gave no reference. */
  readonly key?: string;
}

export type TransactionProblem = 'not_booked' | 'indicator_invalid' | 'batch_too_large' | 'batch_differs';

/** How many transactions an entry stands for: its details, or itself. */
export function transactionCount(entry: CamtEntry): number {
  return Math.max(1, entry.detailCount);
}

/**
 * The transactions of an entry, or why there are none. An entry with at most one detail is one movement of the entry's amount. The details of a batch are
 * movements of their own where each has an amount in the entry's currency and they sum up to the entry; otherwise nobody can say what was booked.
 */
export function transactionsOf(entry: CamtEntry): readonly CamtTransaction[] | TransactionProblem {
  const { fields, currency, details, detailCount } = entry;
  if (fields.status !== 'BOOK') return 'not_booked';
  const isDebit = isDebitOf(fields.indicator);
  if (isDebit === undefined) return 'indicator_invalid';
  if (detailCount <= 1) return [transaction(entry, details[0], { amount: fields.amount ?? '', currency, isDebit }, 0)];
  if (details.length > MAX_DETAILS || details.length < detailCount) return 'batch_too_large';
  const total = units(fields.amount ?? '');
  const found: CamtTransaction[] = [];
  let sum = 0n;
  for (const [index, detail] of details.entries()) {
    const amount = amountOf(detail, currency);
    const part = units(amount ?? '');
    const isPartDebit = detail.fields.indicator === undefined ? isDebit : isDebitOf(detail.fields.indicator);
    if (amount === undefined || part === undefined || isPartDebit === undefined) return 'batch_differs';
    sum += isPartDebit === isDebit ? part : -part;
    found.push(transaction(entry, detail, { amount, currency, isDebit: isPartDebit }, index));
  }
  return sum === total ? found : 'batch_differs';
}

function transaction(
  entry: CamtEntry,
  detail: CamtDetail | undefined,
  money: Pick<CamtTransaction, 'amount' | 'currency' | 'isDebit'>,
  index: number,
): CamtTransaction {
  const { fields } = entry;
  const known = detail?.fields ?? {};
  const creditor: Party = { account: known.creditorAccount, names: [known.ultimateCreditor, known.creditor] };
  const debtor: Party = { account: known.debtorAccount, names: [known.ultimateDebtor, known.debtor] };
  const isReversal = fields.reversal === 'true' || fields.reversal === '1';
  const [first, second] = money.isDebit === isReversal ? [debtor, creditor] : [creditor, debtor];
  const others = [first, second].filter(({ account }) => account !== entry.account);
  const key = known.reference ?? (fields.reference === undefined ? undefined : `${fields.reference}/${entry.detailCount > 1 ? index : ''}`);
  return {
    ...money,
    account: entry.account,
    parties: isReversal ? others : [first],
    at: known.transactedAt ?? known.acceptedAt ?? fields.bookedAt ?? fields.valueAt ?? '',
    // A reversal may carry the reference of what it reverses.
    ...(key === undefined ? {} : { key: `${money.isDebit ? 'D' : 'C'}${key}` }),
  };
}

function isDebitOf(indicator: string | undefined): boolean | undefined {
  return indicator === 'DBIT' ? true : indicator === 'CRDT' ? false : undefined;
}

function amountOf({ fields, currency, transactionCurrency }: CamtDetail, entryCurrency: string): string | undefined {
  if (fields.amount !== undefined && currency === entryCurrency) return fields.amount;
  return transactionCurrency === entryCurrency ? fields.transactionAmount : undefined;
}

/** An amount in units of 10^-12; undefined where it is no decimal. */
function units(amount: string): bigint | undefined {
  const match = /^\+?(\d{1,18})(?:\.(\d{1,12}))?$/.exec(amount);
  return match === null ? undefined : BigInt((match[1] ?? '') + (match[2] ?? '').padEnd(12, '0'));
}
