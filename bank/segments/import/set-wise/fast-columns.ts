import type { Profile } from '#shared/market/profile.ts';
import { currencyDigits } from '../../../market/currency.ts';
import type { Mapping } from '../mapping.ts';
import { EARLIEST } from '../row-parser.ts';

/**
 * SQL for the fields of a row that are beyond doubt: `value` is what the row parser would read, wherever `isSure` is true. Elsewhere the row parser reads
 * the row itself, so that a condition here may be too narrow but never too wide.
 */
export interface FastColumn {
  readonly value: string;
  readonly isSure: string;
}

export interface SourceColumn {
  readonly name: string;
  /** DuckDB's name of its type. */
  readonly type: string;
}

/** Never sure: the row parser reads all rows. */
const NEVER: FastColumn = { value: 'NULL', isSure: 'false' };
const INTEGER_TYPE = /^U?(?:TINY|SMALL|BIG)?INT(?:EGER)?$/;
const DAY_MS = 86_400_000;

/** A column of the source, which is called `r` in every statement. */
function quoted(column: string): string {
  return `r."${column.replaceAll('"', '""')}"`;
}

/** A literal as SQL, quoted. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column's text as the row parser reads it. Instants say that they are in UTC; nothing is empty text. */
export function textOf({ name, type }: SourceColumn): string {
  const column = quoted(name);
  const text = type === 'TIMESTAMP WITH TIME ZONE' ? `make_timestamp(epoch_us(${column}))::VARCHAR || 'Z'` : `${column}::VARCHAR`;
  return `coalesce(${text}, '')`;
}

/** An id of printable ASCII without blanks around it. */
export function fastId(column: SourceColumn, maxCharacters: number): FastColumn {
  const text = `${quoted(column.name)}::VARCHAR`;
  if (INTEGER_TYPE.test(column.type)) return { value: text, isSure: `${quoted(column.name)} IS NOT NULL` };
  if (column.type !== 'VARCHAR') return NEVER;
  return { value: text, isSure: `regexp_full_match(${text}, '[!-~]([ -~]{0,${maxCharacters - 2}}[!-~])?')` };
}

/** Milliseconds of the wall clock, within the dates allowed. */
export function fastTime(column: SourceColumn, mapping: Mapping, today: string): FastColumn {
  const { format } = mapping.timestamp;
  const name = quoted(column.name);
  const earliestMs = Math.max(0, Date.parse(`${mapping.dates.earliest ?? EARLIEST}T00:00:00Z`));
  const afterLatestMs = Date.parse(`${mapping.dates.latest ?? today}T00:00:00Z`) + DAY_MS;
  const within = (ms: string) => `${ms} >= ${earliestMs} AND ${ms} < ${afterLatestMs}`;
  if (format === 'iso' && /^(?:DATE|TIMESTAMP(?:_S|_MS|_NS)?)$/.test(column.type)) {
    const ms = `epoch_ms(${name}::TIMESTAMP)`;
    return { value: ms, isSure: within(ms) };
  }
  const pattern = TEXT_TIMES[format];
  if (column.type !== 'VARCHAR' || pattern === undefined) return NEVER;
  const ms = `epoch_ms(TRY_CAST(${name} AS TIMESTAMP))`;
  return { value: ms, isSure: `regexp_full_match(${name}, '${pattern}') AND ${within(ms)}` };
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
  return { value, isSure: `${exact.isSure} AND (${value}) ${profile.refunds === 'reject' ? '> 0' : '<> 0'}` };
}

function exactCents({ name, type }: SourceColumn, { unit, decimalSign, groupSeparator }: Mapping['amount']): FastColumn | undefined {
  const column = quoted(name);
  const factor = unit === 'major' ? 100 : 1;
  if (INTEGER_TYPE.test(type)) {
    // Beyond these bounds the row parser decides.
    const small = `${column} BETWEEN ${type.startsWith('U') ? 0 : type === 'TINYINT' ? -128 : type === 'SMALLINT' ? -32_768 : -1_000_000_000} AND 1000000000`;
    return { value: `(${column}::BIGINT * ${factor})`, isSure: small };
  }
  if (type === 'VARCHAR' && unit === 'major' && groupSeparator === undefined) {
    const point = decimalSign === '.' ? column : `replace(${column}, ',', '.')`;
    return {
      value: `(TRY_CAST(${point} AS DECIMAL(15, 2)) * 100)::BIGINT`,
      isSure: `regexp_full_match(${column}, '[+-]?\\d{1,9}(?:[${decimalSign}]\\d{1,2})?')`,
    };
  }
  // The text of the other types has a point.
  if (unit === 'minor' || decimalSign !== '.' || groupSeparator !== undefined) return undefined;
  const [, width = '', scale = ''] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (width !== '') {
    const small = `abs(${column}) < 1000000000`;
    // The common case, without wide arithmetic.
    if (Number(width) <= 16 && Number(scale) <= 2) return { value: `(${column} * 100)::BIGINT`, isSure: small };
    const rounded = `round(${column}::DECIMAL(38, 10), 2)`;
    return { value: `(${rounded} * 100)::BIGINT`, isSure: `${small} AND ${rounded} = ${column}` };
  }
  if (type === 'DOUBLE') {
    // A double whose shortest text has at most two decimals is the one nearest to that text, which a division of integers gives.
    const cents = `round(${column} * 100)`;
    return { value: `${cents}::BIGINT`, isSure: `abs(${column}) < 1000000000 AND ${cents} / 100 = ${column}` };
  }
  return undefined;
}
