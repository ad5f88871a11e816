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
  /** `Mon 2 March`. */
  readonly weekday: (date: string) => string;
  /** `2 March 2026, 09:30` in the market's time zone. */
  readonly instant: (instant: string) => string;
  /** `Mar` of `2026-03`. */
  readonly monthShort: (month: string) => string;
  /** `March 2026` of `2026-03`. */
  readonly monthLong: (month: string) => string;
  /** First and last month of a window in short: `Mar`, `May`. */
  readonly windowEnds: (window: string) => { readonly from: string; readonly to: string };
}

/** Figures and dates of one locale, time zone and currency. */
export function createFormat(locale: string, timeZone: string, currency: string): Format {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const whole = new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: 0, maximumFractionDigits: 0 });
  const cents = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (value: string) => format.format(new Date(`${value}T00:00:00Z`));
  };
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const monthShort = date({ month: 'short' });
  const dayShort = date({ day: 'numeric', month: 'short' });
  const monthLong = date({ month: 'long', year: 'numeric' });
  // Three letters each, so that twelve of them line up: en-GB alone writes "Sept".
  const shortOf = (month: string) => monthShort(`${month}-01`).replace('.', '').replace('Sept', 'Sep');
  return {
    count: (value) => count.format(Object.is(Math.round(value), -0) ? 0 : Math.round(value)),
    decimal: (value, digits) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    money: (value) => (value % 100 === 0 ? whole : cents).format(value / 100),
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share),
    day: date({ day: 'numeric', month: 'long', year: 'numeric' }),
    dayShort: (value) => dayShort(value).replace('.', '').replace('Sept', 'Sep'),
    weekday: date({ weekday: 'short', day: 'numeric', month: 'long' }),
    instant: (value) => instant.format(new Date(value)),
    monthShort: shortOf,
    monthLong: (month) => monthLong(`${month}-01`),
    windowEnds: (window) => {
      const months = monthsOfWindow(window);
      return { from: shortOf(months[0] ?? window), to: shortOf(months.at(-1) ?? window) };
    },
  };
}
