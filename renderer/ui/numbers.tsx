import { useText } from '../i18n/text.tsx';

interface NumberTextProps {
  /** A whole number; what is not whole is rounded. */
  readonly value: number;
  readonly digits?: number;
  readonly className?: string;
}

/** A figure in tabular numerals and the person's language. */
export function NumberText({ value, digits = 0, className = '' }: NumberTextProps) {
  const text = useText();
  return <span className={`num ${className}`}>{digits === 0 ? text.count(value) : text.decimal(value, digits)}</span>;
}

interface MoneyTextProps {
  readonly cents: number;
  readonly className?: string;
}

/** An amount in the market's currency. */
export function MoneyText({ cents, className = '' }: MoneyTextProps) {
  const text = useText();
  return <span className={`num ${className}`}>{text.money(cents)}</span>;
}

interface CountTextProps {
  readonly customers: number;
  readonly halfWidth: number;
  readonly className?: string;
}

/** `360 ± 28`. */
export function CountText({ customers, halfWidth, className = '' }: CountTextProps) {
  const text = useText();
  return (
    <span className={`num ${className}`}>
      {text.t('common.count-with-interval', { customers: text.count(customers), halfWidth: text.count(halfWidth) })}
    </span>
  );
}

interface RangeTextProps {
  readonly low: number;
  readonly high: number;
  readonly unit: 'count' | 'money';
}

/** `620 – 1,100`. */
export function RangeText({ low, high, unit }: RangeTextProps) {
  const text = useText();
  const format = unit === 'money' ? text.money : text.count;
  return <span className="num">{text.t('common.range', { low: format(low), high: format(high) })}</span>;
}
