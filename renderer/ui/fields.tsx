import { NumberInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import './ui.css';

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with it, in words; stands beside the field. */
  readonly error?: string | undefined;
  /** The field's path, so that a list of findings can lead to it. */
  readonly path?: string;
}

interface MoneyFieldProps extends FieldProps {
  readonly cents: number | null;
  readonly onChange: (cents: number | null) => void;
}

/** An amount in the market's currency; empty is null. */
export function MoneyField({ label, hint, error, path, cents, onChange }: MoneyFieldProps) {
  const { marks } = useText();
  return (
    <NumberInput
      label={label}
      description={hint}
      error={error}
      data-path={path}
      prefix={marks.beforeAmount}
      suffix={marks.afterAmount}
      allowNegative={false}
      decimalScale={2}
      decimalSeparator={marks.decimal}
      thousandSeparator={marks.group}
      // The point of a numeric keypad is a decimal sign wherever it does not group thousands.
      allowedDecimalSeparators={marks.group === '.' ? [marks.decimal] : [marks.decimal, '.']}
      hideControls
      classNames={{ input: 'num' }}
      value={cents === null ? '' : cents / 100}
      onChange={(value) => onChange(typeof value === 'number' ? Math.round(value * 100) : null)}
    />
  );
}

interface WholeFieldProps extends FieldProps {
  readonly value: number | null;
  readonly suffix?: string;
  readonly onChange: (value: number | null) => void;
}

/** A whole number; empty is null. */
export function WholeField({ label, hint, error, path, value, suffix = '', onChange }: WholeFieldProps) {
  return (
    <NumberInput
      label={label}
      description={hint}
      error={error}
      data-path={path}
      suffix={suffix}
      allowNegative={false}
      allowDecimal={false}
      hideControls
      classNames={{ input: 'num' }}
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}

interface WordsFieldProps extends FieldProps {
  readonly value: string;
  /** Most characters that are accepted; more may be typed and is said to be too much. */
  readonly limit: number;
  readonly rows?: number;
  readonly lang?: string;
  readonly onChange: (value: string) => void;
}

/** A text with a counter. Nothing is cut off: what is too long is said beside the field. */
export function WordsField({ label, hint, error, path, value, limit, rows = 1, lang, onChange }: WordsFieldProps) {
  const text = useText();
  const used = value.trim().length;
  const counter = (
    <span className={`num fl-counter ${used > limit ? 'fl-counter-over' : ''}`}>
      {text.t('common.characters', { used: text.count(used), limit: text.count(limit) })}
    </span>
  );
  const shared = {
    label,
    description: (
      <span className="fl-field-hint">
        <span>{hint}</span>
        {counter}
      </span>
    ),
    error,
    value,
    'data-path': path,
    spellCheck: true,
    ...(lang === undefined ? {} : { lang }),
  };
  return rows === 1 ? (
    <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <Textarea {...shared} autosize minRows={rows} maxRows={rows + 4} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}

interface ChipSelectProps {
  readonly label: string;
  readonly value: string;
  readonly groups: readonly {
    readonly label?: string;
    readonly options: readonly { readonly value: string; readonly label: string; readonly isDisabled?: boolean }[];
  }[];
  readonly onChange: (value: string) => void;
}

/** One of many as a pill that opens a list. */
export function ChipSelect({ label, value, groups, onChange }: ChipSelectProps) {
  return (
    <select
      className="fl-chip fl-chip-on fl-chip-select"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {groups.map((group, index) => {
        const options = group.options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled === true}>
            {option.label}
          </option>
        ));
        return group.label === undefined ? (
          options
        ) : (
          <optgroup key={index} label={group.label}>
            {options}
          </optgroup>
        );
      })}
    </select>
  );
}
