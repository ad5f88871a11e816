import { addMonths, monthsOfWindow, type Window } from '#shared/market/window.ts';

const SEASON_CODES: Readonly<Record<string, number>> = { spring: 13, summer: 14, autumn: 15, winter: 16 };

/** The integer under which a window is stored: 202503 for a month, 202513 to 202516 for spring to winter of 2025. */
export function windowCode(window: Window): number {
  const [year = '0', rest = '0'] = window.split('-');
  return Number(year) * 100 + (SEASON_CODES[rest] ?? Number(rest));
}

/** `202503` → `2025-03`. */
export function monthOfCode(code: number): string {
  const digits = String(code).padStart(6, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

const RECENT_MONTHS = 6;
const REMEMBERED_MONTHS = 12;

/** The codes of the twelve months up to a season's end, in which a purchase makes a relationship, and of the last six of them, which make it a loyal one. */
export function relationMonths(season: Window): { readonly remembered: readonly number[]; readonly recent: readonly number[] } {
  const lastMonth = monthsOfWindow(season).at(-1) ?? '';
  const remembered = Array.from({ length: REMEMBERED_MONTHS }, (_, index) => windowCode(addMonths(lastMonth, -index)));
  return { remembered, recent: remembered.slice(0, RECENT_MONTHS) };
}
