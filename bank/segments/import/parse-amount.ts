import type { Mapping } from './mapping.ts';

export type AmountProblem = 'amount_empty' | 'amount_not_decimal' | 'amount_too_many_decimals' | 'amount_too_large';

/** Largest amount of one payment, in hundredths. */
const MAX_CENTS = 1_000_000_000_000n;

/** An exact decimal: `digits` × 10^-scale. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/**
 * Makes a reader of amounts in hundredths of the currency unit, exact and without floating point. Scientific notation, currency signs and empty
 * text are refused: a value such as `4.440892e-16` is the remains of an arithmetic error, not an amount.
 * @param currencyDigits decimals that the currency has
 * @param settings the mapping's `amount`
 */
export function amountReader(settings: Mapping['amount'], currencyDigits: number): (texts: readonly string[]) => number | AmountProblem {
  const readDecimal = decimalReader(settings);
  return (texts) => {
    let digits = 1n;
    let scale = 0;
    for (const text of texts) {
      if (text === '') return 'amount_empty';
      const decimal = readDecimal(text);
      if (decimal === undefined) return 'amount_not_decimal';
      digits *= decimal.digits;
      scale += decimal.scale;
    }
    if (settings.unit === 'minor') scale += currencyDigits;
    while (scale > currencyDigits && digits % 10n === 0n) {
      digits /= 10n;
      scale -= 1;
    }
    if (scale > currencyDigits) return 'amount_too_many_decimals';
    const cents = digits * 10n ** BigInt(2 - scale);
    if (cents > MAX_CENTS || cents < -MAX_CENTS) return 'amount_too_large';
    return Number(settings.invertSign ? -cents : cents);
  };
}

function decimalReader({ decimalSign, groupSeparator, unit }: Mapping['amount']): (text: string) => Decimal | undefined {
  const escape = (sign: string) => `\\${sign}`;
  const whole = groupSeparator === undefined ? '\\d{1,15}' : `\\d{1,15}|\\d{1,3}(?:${escape(groupSeparator)}\\d{3}){1,4}`;
  const fraction = unit === 'minor' ? '' : `(?:${escape(decimalSign)}(\\d{1,12}))?`;
  const pattern = new RegExp(`^([+-]?)(${whole})${fraction}$`);
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, sign = '', before = '0', after = ''] = match;
    const digits = BigInt((groupSeparator === undefined ? before : before.replaceAll(groupSeparator, '')) + after);
    return { digits: sign === '-' ? -digits : digits, scale: after.length };
  };
}
