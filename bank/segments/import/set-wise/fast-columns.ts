import type { Profile } from '#shared/market/profile.ts';
import { currencyDigits } from '../../../market/currency.ts';
import type { Mapping } from '../mapping.ts';
import { EARLIEST, MAX_ID_CHARACTERS } from '../row-parser.ts';

/**
 * SQL for the fields of a row that are beyond doubt: `value` is what the row parser would read, wherever `isSure` is true. Elsewhere the row parser reads
 * the row itself, so that a condition here may be too narrow but never too wide.
 */
export interface FastColumn {
  readonly value: string;
  /** @param value SQL that gives the value, which was computed before */
  isSure(value: string): string;
}

export interface SourceColumn {
  /** In the header. */
  readonly name: string;
  /** DuckDB's name of its type. */
  readonly type: string;
  /** The column of the source, which is called `r` in every statement. */
  readonly sql: string;
}

/** Never sure: the row parser reads all rows. */
export const NEVER: FastColumn = { value: 'NULL', isSure: () => 'false' };
const INTEGER_TYPE = /^U?(?:TINY|SMALL|BIG)?INT(?:EGER)?$/;
const DAY_MS = 86_400_000;

/** A column's text as the row parser reads it. Instants say that they are in UTC; nothing is empty text. */
export function textOf({ sql: column, type }: SourceColumn): string {
  const text = type === 'TIMESTAMP WITH TIME ZONE' ? `make_timestamp(epoch_us(${column}))::VARCHAR || 'Z'` : `${column}::VARCHAR`;
  return `coalesce(${text}, '')`;
}

/**
 * An id without blanks around it, of which no more is known than that it is not empty: its texts are looked at one by one, each once ({@link isPlainId}).
 */
export function fastText({ sql, type }: SourceColumn): FastColumn {
  if (INTEGER_TYPE.test(type)) return { value: `${sql}::VARCHAR`, isSure: () => `${sql} IS NOT NULL` };
  if (type !== 'VARCHAR') return NEVER;
  return { value: `trim(${sql})`, isSure: (value) => `${value} <> ''` };
}

/** SQL: printable ASCII without blanks around it, which the row parser takes as it is. */
export function isPlainId(text: string): string {
  return `regexp_full_match(${text}, '[!-~]([ -~]{0,${MAX_ID_CHARACTERS - 2}}[!-~])?')`;
}

/** An id of printable ASCII. */
export function fastId(column: SourceColumn): FastColumn {
  const { value, isSure } = fastText(column);
  return column.type === 'VARCHAR' ? { value, isSure: isPlainId } : { value, isSure };
}

/** Milliseconds of the wall clock, within the dates allowed. */
export function fastTime(column: SourceColumn, mapping: Mapping, today: string): FastColumn {
  const { format } = mapping.timestamp;
  const name = column.sql;
  const earliestMs = Math.max(0, Date.parse(`${mapping.dates.earliest ?? EARLIEST}T00:00:00Z`));
  const afterLatestMs = Date.parse(`${mapping.dates.latest ?? today}T00:00:00Z`) + DAY_MS;
  const within = (ms: string) => `${ms} >= ${earliestMs} AND ${ms} < ${afterLatestMs}`;
  if (format === 'iso' && /^(?:DATE|TIMESTAMP(?:_S|_MS|_NS)?)$/.test(column.type)) {
    return { value: `epoch_ms(${name}::TIMESTAMP)`, isSure: within };
  }
  const pattern = TEXT_TIMES[format];
  if (column.type !== 'VARCHAR' || pattern === undefined) return NEVER;
  return {
    value: `epoch_ms(TRY_CAST(${name} AS TIMESTAMP))`,
    isSure: (ms) => `regexp_full_match(${name}, '${pattern}') AND ${within(ms)}`,
  };
}

const DAY = '[12]\\d{3}-[01]\\d-[0-3]\\d';
const MINUTE = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const TEXT_TIMES: Readonly<Record<string, string>> = {
  iso: `${DAY}(?:[T ]${MINUTE}(?::[0-5]\\d)?)?`,
  'yyyy-MM-dd': DAY,
  'yyyy-MM-dd HH:mm': `${DAY} ${MINUTE}`,
  'yyyy-MM-dd HH:mm:ss': `${DAY} ${MINUTE}:[0-5]\\d`,
};

/** Hundredths, neither zero nor, where the profile refuses refunds, below it. */
export function fastAmount(columns: readonly SourceColumn[], mapping: Mapping, profile: Profile): FastColumn {
  const [column, ...others] = columns;
  if (column === undefined || others.length > 0 || currencyDigits(profile.currency) !== 2) return NEVER;
  const exact = exactCents(column, mapping.amount);
  if (exact === undefined) return NEVER;
  const value = mapping.amount.invertSign ? `-(${exact.value})` : exact.value;
  return { value, isSure: (cents) => `${exact.isExact} AND ${cents} ${profile.refunds === 'reject' ? '> 0' : '<> 0'}` };
}

interface ExactCents {
  readonly value: string;
  readonly isExact: string;
}

function exactCents({ sql: column, type }: SourceColumn, { unit, decimalSign, groupSeparator }: Mapping['amount']): ExactCents | undefined {
  const factor = unit === 'major' ? 100 : 1;
  if (INTEGER_TYPE.test(type)) {
    // Beyond these bounds the row parser decides.
    const small = `${column} BETWEEN ${type.startsWith('U') ? 0 : type === 'TINYINT' ? -128 : type === 'SMALLINT' ? -32_768 : -1_000_000_000} AND 1000000000`;
    return { value: `(${column}::BIGINT * ${factor})`, isExact: small };
  }
  if (type === 'VARCHAR' && unit === 'major' && groupSeparator === undefined) {
    const point = decimalSign === '.' ? column : `replace(${column}, ',', '.')`;
    return {
      value: `(TRY_CAST(${point} AS DECIMAL(15, 2)) * 100)::BIGINT`,
      isExact: `regexp_full_match(${column}, '[+-]?\\d{1,9}(?:[${decimalSign}]\\d{1,2})?')`,
    };
  }
  // The text of the other types has a point.
  if (unit === 'minor' || decimalSign !== '.' || groupSeparator !== undefined) return undefined;
  const [, width = '', scale = ''] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (width !== '') {
    const small = `abs(${column}) < 1000000000`;
    // The common case, without wide arithmetic.
    if (Number(width) <= 16 && Number(scale) <= 2) return { value: `(${column} * 100)::BIGINT`, isExact: small };
    const rounded = `round(${column}::DECIMAL(38, 10), 2)`;
    return { value: `(${rounded} * 100)::BIGINT`, isExact: `${small} AND ${rounded} = ${column}` };
  }
  if (type === 'DOUBLE') {
    // A double whose shortest text has at most two decimals is the one nearest to that text, which a division of integers gives.
    const cents = `round(${column} * 100)`;
    return { value: `${cents}::BIGINT`, isExact: `abs(${column}) < 1000000000 AND ${cents} / 100 = ${column}` };
  }
  return undefined;
}
