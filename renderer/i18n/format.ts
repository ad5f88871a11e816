import { monthsOfWindow } from '#shared/market/window.ts';

/** Figures and dates in one locale. Money in cents, dates as `2026-03-14`, instants as ISO text, shares between 0 and 1. */
export interface Format {
  /** A whole number with grouping. */
  readonly count: (value: number) => string;
  readonly decimal: (value: number, digits: number) => string;
  /** An amount; cents are left out where they are zero. */
  readonly money: (cents: number) => string;
  /** A share as a whole per cent, or with `digits`. */
  readonly percent: (share: number, digits?: number) => string;
  /** `2 March 2026`. */
  readonly day: (date: string) => string;
  /** `2 Mar`. */
  readonly dayShort: (date: string) => string;
  /** `2–15 March 2026`, `28 February – 13 March 2026`: what both days share is said once. */
  readonly dayRange: (from: string, until: string) => string;
  /** `Mon 2 March 2026`. */
  readonly weekdayLong: (date: string) => string;
  /** `2 March 2026, 09:30` in the market's time zone. */
  readonly instant: (instant: string) => string;
  /** `Mar` of `2026-03`. */
  readonly monthShort: (month: string) => string;
  /** `March 2026` of `2026-03`. */
  readonly monthLong: (month: string) => string;
  /** How numbers are typed and grouped, and what stands before and after an amount or a percentage, spaces included. */
  readonly marks: NumberMarks;
  /** First and last month of a window in short: `Mar`, `May`. */
  readonly windowEnds: (window: string) => { readonly from: string; readonly to: string };
}

/** The marks of one locale's numbers: `,` and `.` in Dutch, with `€ ` before an amount; `,` and a narrow space in French, with ` €` after it. */
export interface NumberMarks {
  readonly decimal: string;
  readonly group: string;
  readonly beforeAmount: string;
  readonly afterAmount: string;
  readonly afterPercent: string;
}

const formats = new Map<string, Format>();

/** Figures and dates of one locale, time zone and currency; the same object for the same three, since making a formatter is slow. */
export function createFormat(locale: string, timeZone: string, currency: string): Format {
  const key = `${locale} ${timeZone} ${currency}`;
  const format = formats.get(key) ?? makeFormat(locale, timeZone, currency);
  formats.set(key, format);
  return format;
}

function makeFormat(locale: string, timeZone: string, currency: string): Format {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const whole = new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: 0, maximumFractionDigits: 0 });
  const cents = new Intl.NumberFormat(locale, { style: 'currency', currency });
  // The first of a month is an ordinal in French, which Intl does not write.
  const ordinal = (words: string) => (locale.startsWith('fr') ? words.replace(/(^|\s)1(?=\s)/g, '$11er') : words);
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (value: string) => ordinal(format.format(new Date(`${value}T00:00:00Z`)));
  };
  const numbers = new Map<string, Intl.NumberFormat>();
  const number = (style: 'decimal' | 'percent', digits: number) => {
    const key = `${style} ${digits}`;
    const known =
      numbers.get(key) ?? new Intl.NumberFormat(locale, { style, minimumFractionDigits: digits, maximumFractionDigits: digits });
    numbers.set(key, known);
    return known;
  };
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const monthShort = date({ month: 'short' });
  const dayShort = date({ day: 'numeric', month: 'short' });
  const range = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const monthLong = date({ month: 'long', year: 'numeric' });
  // Three letters each, so that twelve of them line up: en-GB alone writes "Sept".
  const shortOf = (month: string) => monthShort(`${month}-01`).replace('.', '').replace('Sept', 'Sep');
  return {
    count: (value) => count.format(Object.is(Math.round(value), -0) ? 0 : Math.round(value)),
    decimal: (value, digits) => number('decimal', digits).format(value),
    money: (value) => (value % 100 === 0 ? whole : cents).format(value / 100),
    percent: (share, digits = 0) => number('percent', digits).format(share),
    day: date({ day: 'numeric', month: 'long', year: 'numeric' }),
    // French keeps the full stop of an abbreviation in running text.
    dayShort: (value) => (locale.startsWith('fr') ? dayShort(value) : dayShort(value).replace('.', '').replace('Sept', 'Sep')),
    dayRange: (from, until) => ordinal(range.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${until}T00:00:00Z`))),
    weekdayLong: date({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }),
    instant: (value) => ordinal(instant.format(new Date(value))),
    monthShort: shortOf,
    monthLong: (month) => monthLong(`${month}-01`),
    marks: marksOf(locale, currency),
    windowEnds: (window) => {
      const months = monthsOfWindow(window);
      return { from: shortOf(months[0] ?? window), to: shortOf(months.at(-1) ?? window) };
    },
  };
}

function marksOf(locale: string, currency: string): NumberMarks {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(12_345.6);
  const joined = (some: readonly Intl.NumberFormatPart[]) => some.map(({ value }) => value).join('');
  const isFigure = ({ type }: Intl.NumberFormatPart) => type === 'integer' || type === 'group' || type === 'decimal' || type === 'fraction';
  const valueOf = (type: Intl.NumberFormatPart['type']) => parts.find((part) => part.type === type)?.value ?? '';
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).formatToParts(0.1);
  return {
    decimal: valueOf('decimal'),
    group: valueOf('group'),
    beforeAmount: joined(parts.slice(0, parts.findIndex(isFigure))),
    afterAmount: joined(parts.slice(parts.findLastIndex(isFigure) + 1)),
    afterPercent: joined(percent.slice(percent.findLastIndex(isFigure) + 1)),
  };
}
