import type { StatementSums } from '../payment-reader.ts';
import type { CamtEntry } from './read-camt.ts';

const DECIMALS = 12;
const AMOUNT = new RegExp(`^\\+?(\\d{1,18})(?:\\.(\\d{1,${DECIMALS}}))?$`);

/** Sums the entries of a file by currency and direction, exactly, whatever becomes of them. Amounts that are no decimals are left out. */
export function createStatementSums() {
  const sums = new Map<string, { debit: bigint; credit: bigint }>();
  let entries = 0;
  return {
    add({ currency, fields }: CamtEntry): void {
      entries += 1;
      const match = AMOUNT.exec(fields.amount ?? '');
      if (match === null) return;
      const [, whole = '0', fraction = ''] = match;
      const key = /^[A-Z]{3}$/.test(currency) ? currency : '';
      const sum = sums.get(key) ?? { debit: 0n, credit: 0n };
      sums.set(key, sum);
      const amount = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
      if (fields.indicator === 'DBIT') sum.debit += amount;
      else if (fields.indicator === 'CRDT') sum.credit += amount;
    },
    /** @param statements of the file */
    result(statements: number): StatementSums {
      const list = [...sums].sort(([left], [right]) => (left < right ? -1 : 1));
      return {
        statements,
        entries,
        sums: list.map(([currency, { debit, credit }]) => ({ currency, debit: text(debit), credit: text(credit) })),
      };
    },
  };
}

function text(sum: bigint): string {
  const digits = String(sum).padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, '');
}
