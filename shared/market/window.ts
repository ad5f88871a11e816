import { z } from 'zod';

/**
 * The windows that tables are published for. A month is `2025-03`. A season is `2025-spring`: spring is March to May, summer June to August,
 * autumn September to November, winter December to February of the next year (`2025-winter` ends on the last day of February 2026).
 */
export const MonthWindow = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2025-03 expected');
export const SeasonWindow = z.string().regex(/^\d{4}-(spring|summer|autumn|winter)$/, 'a season such as 2025-spring expected');
export const Window = z.union([MonthWindow, SeasonWindow], 'a month such as 2025-03 or a season such as 2025-spring expected');
export type Window = string;

export type WindowKind = 'month' | 'season';
export type SeasonName = 'spring' | 'summer' | 'autumn' | 'winter';

const FIRST_MONTH: Readonly<Record<SeasonName, number>> = { spring: 3, summer: 6, autumn: 9, winter: 12 };

export function windowKind(window: Window): WindowKind {
  return /^\d{4}-\d{2}$/.test(window) ? 'month' : 'season';
}

/** The months of a window, first to last: one for a month, three for a season. */
export function monthsOfWindow(window: Window): readonly string[] {
  if (windowKind(window) === 'month') return [window];
  const [year = '0', season = 'spring'] = window.split('-');
  const first = `${year}-${String(FIRST_MONTH[SeasonNameSchema.parse(season)]).padStart(2, '0')}`;
  return [first, addMonths(first, 1), addMonths(first, 2)];
}

/** The season that a month lies in: `2026-01` is in `2025-winter`. */
export function seasonOfMonth(month: string): string {
  const { year, monthNumber } = parts(month);
  if (monthNumber <= 2) return `${year - 1}-winter`;
  if (monthNumber === 12) return `${year}-winter`;
  return `${year}-${monthNumber <= 5 ? 'spring' : monthNumber <= 8 ? 'summer' : 'autumn'}`;
}

/** A release expires this long after its successor was published. */
export const DAYS_AFTER_SUCCESSOR = 45;

/** The window of a release's successor: the same month or season of the next year. */
export function successorWindow(window: Window): string {
  return `${String(Number(window.slice(0, 4)) + 1).padStart(4, '0')}${window.slice(4)}`;
}

export function addMonths(month: string, count: number): string {
  const { year, monthNumber } = parts(month);
  const index = year * 12 + (monthNumber - 1) + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((((index % 12) + 12) % 12) + 1).padStart(2, '0')}`;
}

/** First local date of the window and the first date after it: `{ from: '2025-03-01', until: '2025-06-01' }`. */
export function windowDates(window: Window): { readonly from: string; readonly until: string } {
  const months = monthsOfWindow(window);
  const first = months[0] ?? window;
  return { from: `${first}-01`, until: `${addMonths(months.at(-1) ?? first, 1)}-01` };
}

/** Last local date of the window: `2025-spring` → `2025-05-31`. */
export function lastDateOfWindow(window: Window): string {
  const [year = 0, monthAfter = 1] = windowDates(window).until.split('-').map(Number);
  return new Date(Date.UTC(year, monthAfter - 1, 0)).toISOString().slice(0, 10);
}

/** The windows, months and seasons, that are closed on `today` and began at most `months` months before its month; oldest first. */
export function closedWindows(today: string, months = 12): { readonly months: readonly string[]; readonly seasons: readonly string[] } {
  const current = today.slice(0, 7);
  const closed = Array.from({ length: months }, (_, index) => addMonths(current, index - months));
  const seasons = [...new Set(closed.map(seasonOfMonth))].filter((season) => {
    const inSeason = monthsOfWindow(season);
    return inSeason.every((month) => closed.includes(month));
  });
  return { months: closed, seasons };
}

const SeasonNameSchema = z.enum(['spring', 'summer', 'autumn', 'winter']);

function parts(month: string): { readonly year: number; readonly monthNumber: number } {
  return { year: Number(month.slice(0, 4)), monthNumber: Number(month.slice(5, 7)) };
}
